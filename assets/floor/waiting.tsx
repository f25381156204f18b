import type { ReadonlySignal } from '@preact/signals';
import { clock } from '../call/words';
import { tl } from '../i18n/late';
import { AlertIcon } from '../ui/icons';
import type { FloorView, WaitingRow } from './model';
import { queueInWords } from './names';
import { targets } from './targets';

interface RowProps {
  row: WaitingRow;
  place: number;
  /** What the queue is called, where that may be known. */
  queue: string | undefined;
  tick: ReadonlySignal<number>;
}

/** One who waits: a cord that grows with the wait, until it reaches the target. */
function Row({ row, place, queue, tick }: RowProps) {
  const age = Math.max(0, (tick.value - row.since) / 1000);
  const most = targets.value.longest;
  const over = age > most;
  return (
    <tr class={over ? 'over' : ''}>
      <td class="place">{place}</td>
      <td class="age">
        {clock(age)}
        {over && (
          <span class="over-mark" title={tl('floor.breached')}>
            <AlertIcon />
            <span class="unseen">{tl('floor.breached')}</span>
          </span>
        )}
      </td>
      <td class="wait">
        <span class="wait-cord" style={{ '--part': Math.min(1, age / most).toFixed(3) }} aria-hidden="true">
          <i />
        </span>
      </td>
      {queue !== undefined && <th scope="row">{queue}</th>}
      <td class="priority">{row.priority}</td>
    </tr>
  );
}

interface WaitingProps {
  view: FloorView;
  names: Readonly<Record<string, string>>;
  tick: ReadonlySignal<number>;
}

/** Who waits, in the order in which they are served. */
export function Waiting({ view, names, tick }: WaitingProps) {
  const more = view.waiting - view.rows.length;
  // Agents are not told of the queues one by one: the ends of their SIDs would tell them nothing.
  const isNamed = Object.keys(names).length > 0;
  if (view.rows.length === 0)
    return (
      <section class="waiting-list" aria-labelledby="waiting-title">
        <h3 id="waiting-title">{tl('floor.rows')}</h3>
        <p class="nobody">{tl('floor.nobody')}</p>
      </section>
    );
  return (
    <section class="waiting-list" aria-labelledby="waiting-title">
      <h3 id="waiting-title">{tl('floor.rows')}</h3>
      <table aria-labelledby="waiting-title">
        <thead>
          <tr>
            <th scope="col" class="place">
              <abbr title={tl('floor.place')}>#</abbr>
            </th>
            <th scope="col">{tl('floor.age')}</th>
            <td class="wait" />
            {isNamed && <th scope="col">{tl('floor.in')}</th>}
            <th scope="col" class="priority">
              {tl('floor.priority')}
            </th>
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row, at) => (
            <Row
              key={row.task}
              row={row}
              place={at + 1}
              queue={isNamed ? queueInWords(row.queue, names) : undefined}
              tick={tick}
            />
          ))}
        </tbody>
      </table>
      {more > 0 && <p class="more">{tl('floor.more', { count: more.toLocaleString() })}</p>}
    </section>
  );
}
