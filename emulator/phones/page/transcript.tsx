import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Caption, Deed } from '../captions';
import type { HandsetView } from '../handset-view';
import { shownNumber, withShortUrls } from './format';
import { phones } from './live';
import { REACHABLE } from './reachable';

type Line = Caption | Deed;

/** What was heard and done in the call, in order, as a conversation that is followed live. */
export function Transcript({ phone }: { phone: HandsetView }) {
  const log = useRef<HTMLDivElement>(null);
  const lines: Line[] = [...phone.heard, ...phone.did].sort((one, other) => one.n - other.n);
  const last = lines.at(-1)?.n ?? 0;

  useLayoutEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [last]);

  return (
    <div
      class="transcript"
      role="log"
      aria-label={`What ${phone.name ?? shownNumber(phone.number)} hears`}
      aria-live="polite"
      {...REACHABLE}
      ref={log}
    >
      {lines.map((line) => (
        <p key={line.n} class="line" data-kind={line.kind}>
          <Who line={line} />
          <span class="words">{withShortUrls(line.text)}</span>
        </p>
      ))}
      {lines.length === 0 && (
        <p class="quiet">
          {phone.state === 'in-call' ? 'Nothing heard yet.' : 'What this phone hears is written here.'}
        </p>
      )}
    </div>
  );
}

function Who({ line }: { line: Line }) {
  if (line.kind === 'said') return <span class="who">You</span>;
  if (line.kind === 'pressed') return <span class="who">You pressed</span>;
  if (line.kind === 'voice') return <span class="who">{speaker(line)}</span>;
  return <span class="unseen">Heard: </span>;
}

/** Who spoke: their label in the conference, else the name or the number of their handset. */
function speaker({ label, from = '' }: Caption): string {
  return label ?? phones.value.find((phone) => phone.number === from)?.name ?? shownNumber(from);
}
