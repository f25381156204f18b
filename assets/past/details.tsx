import type { ComponentChildren } from 'preact';
import type { CallView, LegView } from '../../src/calls/contract';
import { clock, outcomeInWords } from '../call/words';
import { tp } from '../i18n/late/past';
import { Button } from '../ui/button';
import type { WorkModel } from '../work/model';
import { dispositionInWords } from '../wrap-up/dispositions';
import { mayHaveNote } from '../wrap-up/which';
import type { PastCalls } from './model';
import { Player } from './player';
import { aboutInWords, exactly, nameOf, personIn, transferInWords } from './words';

export interface DetailsProps {
  work: WorkModel;
  past: PastCalls;
  call: CallView;
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** When somebody came and went. */
function timesOf({ answeredAt, ringingAt, endedAt }: LegView): string {
  const since = answeredAt ?? ringingAt;
  const times = [since, endedAt].map((at) => (at === undefined ? '' : exactly(at)));
  return times[0] === '' && times[1] === '' ? '–' : times.join(' – ');
}

function Legs({ legs }: { legs: readonly LegView[] }) {
  return (
    <table class="past-legs">
      <caption class="unseen">{tp('legs')}</caption>
      <tbody>
        {legs.map((leg) => (
          <tr key={leg.participant ?? leg.label}>
            <th scope="row">
              {nameOf(leg)}
              <small>{tp(`role.${leg.label}`)}</small>
            </th>
            <td>{timesOf(leg)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The recordings of a call, or the message that it is about: each can be heard, unless it was deleted. */
function Recordings({ past, call }: Omit<DetailsProps, 'work'>) {
  const { recordings = [], recordingMarks = [], offer } = call;
  const agent = past.whose.value;
  const message = offer?.message;
  if (recordings.length + recordingMarks.length === 0 && message === undefined) return null;
  return (
    <Fact name={tp(message === undefined ? 'recordings' : 'message')}>
      {message && (
        <div class="recorded">
          <span>{clock(message.seconds)}</span>
          <Player callId={call.id} agent={agent} recording={message.id} label={tp('message')} />
        </div>
      )}
      {recordings.map(({ id, startedAt, seconds, ready, deleted }) => (
        <div class="recorded" key={id}>
          <span>
            {exactly(startedAt)}
            {seconds !== undefined && ` · ${clock(seconds)}`}
          </span>
          {ready && !deleted ? (
            <Player callId={call.id} agent={agent} recording={id} label={exactly(startedAt)} />
          ) : (
            <span class="hint">{tp(deleted ? 'recording.deleted' : 'recording.soon')}</span>
          )}
        </div>
      ))}
      {recordingMarks.length > 0 && (
        <ul class="happened">
          {recordingMarks.map(({ at, by, what }) => (
            <li key={`${at} ${what}`}>
              {exactly(at)}{' '}
              {by === undefined ? tp(`mark.${what}.itself`) : tp(`mark.${what}`, { who: personIn(by) })}
            </li>
          ))}
        </ul>
      )}
    </Fact>
  );
}

/** The note: what came of the call, and words about it. */
function Note({ work, past, call }: DetailsProps) {
  const { disposition, notes } = call.wrapUp ?? {};
  const mine = past.whose.value === undefined && mayHaveNote(call);
  const empty = disposition === undefined && notes === undefined;
  if (empty && !mine) return null;
  return (
    <Fact name={tp('note')}>
      {disposition && <strong>{dispositionInWords(disposition)}</strong>}
      {notes && <p class="past-notes">{notes}</p>}
      {mine && (
        <Button
          kind="plain"
          disabled={work.desk.busy.value}
          onClick={() => {
            work.takeUp(call);
            scrollTo({ top: 0 });
          }}
        >
          {tp(empty ? 'note.write' : 'note.change')}
        </Button>
      )}
    </Fact>
  );
}

/** Everything that is known of a call that was. */
export function PastDetails({ work, past, call }: DetailsProps) {
  const { endedBy, supervised = [], transfer, talkSeconds } = call;
  const about = aboutInWords(call);
  const outcome = outcomeInWords(call);
  return (
    <div class="past-details">
      <dl>
        {about !== undefined && <Fact name={tp('about')}>{about}</Fact>}
        <Fact name={tp('outcome')}>
          {[
            outcome,
            talkSeconds === undefined ? '' : clock(talkSeconds),
            endedBy === undefined ? '' : tp(`by.${endedBy}`),
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </Fact>
        <Fact name={tp('legs')}>
          <Legs legs={call.legs} />
        </Fact>
        {transfer && <Fact name={tp('transfer')}>{transferInWords(transfer)}</Fact>}
        {supervised.length > 0 && (
          <Fact name={tp('supervised')}>
            <ul class="happened">
              {supervised.map(({ at, by, mode }) => (
                <li key={`${at} ${mode}`}>
                  {exactly(at)} {tp(`supervised.${mode}`, { who: personIn(by) })}
                </li>
              ))}
            </ul>
          </Fact>
        )}
        <Recordings past={past} call={call} />
        <Note work={work} past={past} call={call} />
      </dl>
    </div>
  );
}
