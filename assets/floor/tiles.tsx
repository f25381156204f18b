import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { clock, timeOfDay } from '../call/words';
import { tl } from '../i18n/late';
import { AlertIcon } from '../ui/icons';
import { FineIcon } from '../ui/late-icons';
import type { FloorView } from './model';
import { IN_TIME, type Served } from './service-level';
import { targets } from './targets';

interface TileProps {
  title: string;
  /** Missed, kept, or nothing to tell yet. */
  target: 'breached' | 'kept' | 'none';
  /** The target, in words. */
  told: string;
  children: ComponentChildren;
}

/** One figure, to be read from afar; a missed target is told by colour, sign and words. */
function Tile({ title, target, told, children }: TileProps) {
  return (
    <li class={`tile ${target}`}>
      <h3>{title}</h3>
      <p class="figure">{children}</p>
      <p class="target">
        {target === 'breached' && (
          <strong>
            <AlertIcon />
            {tl('floor.breached')}
          </strong>
        )}
        <span>
          {target === 'kept' && <FineIcon />}
          {told}
        </span>
      </p>
    </li>
  );
}

const judged = (breached: boolean): 'breached' | 'kept' => (breached ? 'breached' : 'kept');

function LongestWait({ since, tick }: { since: number | undefined; tick: ReadonlySignal<number> }) {
  const most = targets.value.longest;
  const age = since === undefined ? 0 : Math.max(0, (tick.value - since) / 1000);
  return (
    <Tile
      title={tl('floor.longest')}
      target={judged(age > most)}
      told={tl('floor.atMost', { value: clock(most) })}
    >
      {since === undefined ? '–' : clock(age)}
    </Tile>
  );
}

function Level({
  served,
  opened,
}: {
  served: (Served & { share: number }) | undefined;
  /** When counting began. Milliseconds since the epoch. */
  opened: number;
}) {
  const least = targets.value.level;
  const since = { time: timeOfDay(opened), seconds: IN_TIME };
  if (served === undefined)
    return (
      <Tile title={tl('floor.level', since)} target="none" told={tl('floor.level.none', since)}>
        –
      </Tile>
    );
  const share = Math.round(served.share * 100);
  const all = served.inTime + served.late + served.lost;
  return (
    <Tile
      title={tl('floor.level', since)}
      target={judged(share < least)}
      told={tl('floor.level.of', { ...since, part: served.inTime, all, least })}
    >
      {share}
      <small>%</small>
    </Tile>
  );
}

interface TilesProps {
  view: FloorView;
  served: (Served & { share: number }) | undefined;
  /** Whether answers are seen here, so that a service level can be told. */
  whole: boolean;
  opened: number;
  free: number;
  tick: ReadonlySignal<number>;
}

/** The figures of the board. */
export function Tiles({ view, served, whole, opened, free, tick }: TilesProps) {
  const most = targets.value.waiting;
  return (
    <ul class="tiles">
      <Tile
        title={tl('floor.waiting')}
        target={judged(view.waiting > most)}
        told={tl('floor.atMost', { value: most })}
      >
        {view.waiting}
      </Tile>
      <LongestWait since={view.longestSince} tick={tick} />
      {whole && <Level served={served} opened={opened} />}
      <Tile
        title={tl('floor.free')}
        target={view.waiting > 0 ? judged(free === 0) : 'none'}
        told={
          free === 0 && view.waiting > 0
            ? tl('floor.free.nobody')
            : tl('floor.served', { count: view.assigned })
        }
      >
        {free}
      </Tile>
    </ul>
  );
}
