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
  names: Readonly<Record<string, string>>;
  tick: ReadonlySignal<number>;
}

/** One who waits: a cord that grows with the wait, until it reaches the target. */
function Row({ row, place, names, tick }: RowProps) {
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
      <th scope="row">{queueInWords(row.queue, names)}</th>
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
            <th scope="col">{tl('floor.in')}</th>
            <th scope="col" class="priority">
              {tl('floor.priority')}
            </th>
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row, at) => (
            <Row key={row.task} row={row} place={at + 1} names={names} tick={tick} />
          ))}
        </tbody>
      </table>
      {more > 0 && <p class="more">{tl('floor.more', { count: more.toLocaleString() })}</p>}
    </section>
  );
}
