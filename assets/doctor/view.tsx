import { useEffect, useMemo } from 'preact/hooks';
import type { Finding, Verdict } from '../../src/doctor/contract';
import { timeOfDay } from '../call/words';
import { tl } from '../i18n/late';
import { session } from '../session';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { serverNow } from '../ui/clock';
import { AgainIcon, AlertIcon } from '../ui/icons';
import { BrokenIcon, FineIcon, NoteIcon } from '../ui/late-icons';
import { counted, Doctor, type FindingGroup, grouped, type Told, VERDICTS } from './model';
import { areaInWords, whyNot } from './words';

const ICONS = { broken: BrokenIcon, note: NoteIcon, ok: FineIcon } as const satisfies Record<
  Verdict,
  unknown
>;

/** A verdict: told by sign and words, and by colour only beside them. */
function VerdictMark({ verdict }: { verdict: Verdict }) {
  const Sign = ICONS[verdict];
  return (
    <span class={`verdict is-${verdict}`}>
      <Sign />
      {tl(`doctor.verdict.${verdict}`)}
    </span>
  );
}

/** The functions write what they find in English, whatever the page speaks. */
function Row({ finding: { verdict, what, fix } }: { finding: Finding }) {
  return (
    <li class={`finding is-${verdict}`}>
      <VerdictMark verdict={verdict} />
      <div>
        <p lang="en">{what}</p>
        {fix !== undefined && (
          <p class="fix">
            <strong>{tl('doctor.fix')}</strong> <span lang="en">{fix}</span>
          </p>
        )}
      </div>
    </li>
  );
}

function Group({ group: { area, findings } }: { group: FindingGroup }) {
  return (
    <section class="area" aria-label={areaInWords(area)}>
      <h3>{areaInWords(area)}</h3>
      <ul>
        {findings.map((finding) => (
          <Row key={`${finding.verdict} ${finding.what}`} finding={finding} />
        ))}
      </ul>
    </section>
  );
}

const summary = ({ health }: Told): string => tl(health.well ? 'doctor.well' : 'doctor.unwell');

/** All that was found: how it stands in a sentence and in numbers, then area by area. */
function Findings({ told }: { told: Told }) {
  const { findings } = told.health;
  const counts = counted(findings);
  return (
    <>
      <div class="summary">
        <p class="in-short">{summary(told)}</p>
        <ul>
          {VERDICTS.map((verdict) => (
            <li key={verdict}>
              <VerdictMark verdict={verdict} />
              <b>{counts[verdict]}</b>
            </li>
          ))}
        </ul>
      </div>
      {grouped(findings).map((group) => (
        <Group key={group.area} group={group} />
      ))}
    </>
  );
}

/** Looks, and tells who listens what came of it. */
async function lookAndTell(doctor: Doctor): Promise<void> {
  if (doctor.busy.peek()) return;
  announce(tl('doctor.looking'));
  await doctor.look();
  const failure = doctor.failure.peek();
  const told = doctor.told.peek();
  if (failure) announce(whyNot(failure));
  else if (told) announce(`${summary(told)} ${tl('doctor.said', counted(told.health.findings))}`);
}

/** What is wrong with the account that Cordboard runs in, and what to do about it. For administrators. */
export function DoctorView() {
  const doctor = useMemo(() => new Doctor({ call: (path) => session.call(path), now: serverNow }), []);
  useEffect(() => {
    lookAndTell(doctor);
  }, [doctor]);
  const told = doctor.told.value;
  const failure = doctor.failure.value;
  const busy = doctor.busy.value;
  return (
    <section class="doctor" aria-labelledby="doctor-title" aria-busy={busy}>
      <header class="doctor-head">
        <h2 id="doctor-title">{tl('doctor.title')}</h2>
        {told && <p class="hint">{tl('doctor.at', { time: timeOfDay(told.at) })}</p>}
        <Button busy={busy} icon={<AgainIcon />} onClick={() => lookAndTell(doctor)}>
          {tl('doctor.again')}
        </Button>
      </header>
      {failure && (
        <p class="not-found-out">
          <AlertIcon />
          <span>
            {whyNot(failure)} {told && tl('doctor.stale', { time: timeOfDay(told.at) })}
          </span>
        </p>
      )}
      {told && <Findings told={told} />}
      {busy && !told && <p class="looking">{tl('doctor.looking')}</p>}
    </section>
  );
}
