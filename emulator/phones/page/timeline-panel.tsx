import { computed, signal, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { TimelineEvent, TimelineKind } from '../../timeline';
import { prettyValue, shownSummary, shownTime } from './format';
import { ListIcon } from './icons';
import { events } from './live';
import { REACHABLE } from './reachable';

/** Kinds that are shown together and can be hidden together. */
const GROUPS: { name: string; kinds: TimelineKind[] }[] = [
  { name: 'Calls', kinds: ['call', 'conference'] },
  { name: 'Phones', kinds: ['phone'] },
  { name: 'Webhooks', kinds: ['webhook', 'twiml', 'function'] },
  { name: 'REST', kinds: ['rest', 'verify', 'message'] },
  { name: 'State', kinds: ['sync', 'task', 'studio'] },
  { name: 'Problems', kinds: ['violation', 'fault', 'control'] },
];

/** Most events that are drawn at once. */
const DRAWN = 400;

const hidden = signal<ReadonlySet<string>>(new Set());
/** The call that the timeline is narrowed to; empty for all. */
export const onlyCall = signal('');

/** Shows violations and faults, and nothing else, of every call. */
export function showProblems(): void {
  onlyCall.value = '';
  hidden.value = new Set(GROUPS.map(({ name }) => name).filter((name) => name !== 'Problems'));
}

const shown = computed(() => {
  const kinds = new Set(GROUPS.filter(({ name }) => !hidden.value.has(name)).flatMap((group) => group.kinds));
  return events.value.filter(
    (event) => kinds.has(event.kind) && (!onlyCall.value || event.callSid === onlyCall.value),
  );
});

/** Every call there has been, by its first event, newest first. */
const calls = computed(() => {
  const first = new Map<string, TimelineEvent>();
  for (const event of events.value)
    if (event.callSid && !first.has(event.callSid)) first.set(event.callSid, event);
  return [...first].reverse();
});

/** Everything that happened, in order. */
export function TimelinePanel() {
  const list = useRef<HTMLOListElement>(null);
  const following = useSignal(true);
  const drawn = shown.value.slice(-DRAWN);

  const follow = () => {
    following.value = true;
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (following.value) follow();
  }, [drawn.at(-1)?.id, drawn.length]);
  const onScroll = () => {
    const box = list.current;
    if (box) following.value = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  };

  return (
    <section class="panel timeline" aria-labelledby="timeline-title">
      <header class="panel-head">
        <h2 id="timeline-title">Timeline</h2>
        <span class="count">{shown.value.length}</span>
        <CallFilter />
      </header>
      <KindFilter />
      {drawn.length === 0 ? (
        <div class="empty">
          <ListIcon />
          <p>{events.value.length === 0 ? 'Nothing has happened yet.' : 'Nothing of this kind.'}</p>
          <p class="hint">
            {events.value.length === 0
              ? 'Every request, webhook, TwiML document and key press shows here as it happens.'
              : 'Choose another call, or show more kinds.'}
          </p>
        </div>
      ) : (
        <>
          {shown.value.length > DRAWN && <p class="hint older">The newest {DRAWN} are shown.</p>}
          <ol class="events" aria-label="Events, oldest first" {...REACHABLE} ref={list} onScroll={onScroll}>
            {drawn.map((event) => (
              <EventItem key={event.id} event={event} />
            ))}
          </ol>
          {!following.value && (
            <button type="button" class="button newest" onClick={follow}>
              Newest
            </button>
          )}
        </>
      )}
    </section>
  );
}

function CallFilter() {
  return (
    <select
      class="call-filter"
      aria-label="Call"
      value={onlyCall.value}
      onChange={(event) => {
        onlyCall.value = event.currentTarget.value;
      }}
    >
      <option value="">All calls</option>
      {calls.value.map(([sid, first]) => (
        <option key={sid} value={sid}>
          {shownTime(first.at)} · {sid.slice(0, 8)}…
        </option>
      ))}
    </select>
  );
}

function KindFilter() {
  const toggle = (name: string) => {
    const next = new Set(hidden.value);
    if (!next.delete(name)) next.add(name);
    hidden.value = next;
  };
  return (
    <fieldset class="kinds">
      <legend class="unseen">Kinds of events</legend>
      {GROUPS.map(({ name, kinds }) => (
        <label key={name} class="chip">
          <input type="checkbox" checked={!hidden.value.has(name)} onChange={() => toggle(name)} />
          <span class="dot" data-kind={kinds[0]} />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

function EventItem({ event }: { event: TimelineEvent }) {
  const open = useSignal(false);
  return (
    <li class="event" data-kind={event.kind}>
      <details
        onToggle={(toggled) => {
          open.value = toggled.currentTarget.open;
        }}
      >
        <summary>
          <time>{shownTime(event.at, true)}</time>
          <span class="kind">
            <span class="dot" data-kind={event.kind} />
            {event.kind}
          </span>
          <span class="summary">{shownSummary(event.summary)}</span>
          {event.ms !== undefined && <span class="ms">{Math.round(event.ms)} ms</span>}
        </summary>
        {open.value && <Particulars event={event} />}
      </details>
    </li>
  );
}

function Particulars({ event }: { event: TimelineEvent }) {
  const { callSid, conferenceSid, data = {} } = event;
  const rows = Object.entries({ callSid, conferenceSid, ...data }).filter(([, value]) => value !== undefined);
  return (
    <div class="particulars">
      <dl>
        <dt>at</dt>
        <dd>
          <pre>{event.at}</pre>
        </dd>
        {rows.map(([name, value]) => (
          <div key={name} class="particular">
            <dt>{name}</dt>
            <dd>
              <pre {...REACHABLE}>{prettyValue(value)}</pre>
            </dd>
          </div>
        ))}
      </dl>
      {callSid && (
        <button
          type="button"
          class="button quiet-button"
          onClick={() => {
            onlyCall.value = callSid;
          }}
        >
          Show only this call
        </button>
      )}
    </div>
  );
}
