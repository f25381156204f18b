import type { ReadonlySignal } from '@preact/signals';
import { tl } from '../i18n/late';
import { ts } from '../i18n/late/supervise';
import { AlertIcon } from '../ui/icons';
import type { WorkModel } from '../work/model';
import { CallCard } from './card';
import type { Supervision } from './model';
import { problemIn } from './words';

/** Calls that are drawn; of more only the number is told. */
const SHOWN = 60;

interface LiveCallsProps {
  work: WorkModel;
  supervision: Supervision;
  tick: ReadonlySignal<number>;
}

/** The calls that go on, whoever's they are, the oldest first. */
export function LiveCalls({ work, supervision, tick }: LiveCallsProps) {
  const calls = [...supervision.calls.value].sort(([, a], [, b]) => a.since - b.since);
  const lost = supervision.failure.value?.call ?? '';
  const problem = calls.some(([call]) => call === lost) ? undefined : problemIn(supervision, lost);
  return (
    <section class="live-calls" aria-labelledby="live-calls-title">
      <h3 id="live-calls-title">
        {ts('title')}
        <span class="count">{calls.length}</span>
      </h3>
      {problem !== undefined && (
        <p class="problem" role="alert">
          <AlertIcon />
          {problem}
        </p>
      )}
      {calls.length === 0 && <p class="nobody">{ts('none')}</p>}
      <ul>
        {calls.slice(0, SHOWN).map(([call, item]) => (
          <CallCard key={call} work={work} supervision={supervision} call={call} item={item} tick={tick} />
        ))}
      </ul>
      {calls.length > SHOWN && (
        <p class="more">{tl('floor.more', { count: (calls.length - SHOWN).toLocaleString() })}</p>
      )}
    </section>
  );
}
