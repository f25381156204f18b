import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { clock, timeOfDay } from '../call/words';
import { tl } from '../i18n/late';
import { ORDER } from '../presence/words';
import { Button } from '../ui/button';
import { serverNow } from '../ui/clock';
import { AlertIcon, SettingsIcon } from '../ui/icons';
import { FullScreenIcon } from '../ui/late-icons';
import { useNow } from '../ui/ticking';
import type { WorkModel } from '../work/model';
import { Floor, type FloorView } from './model';
import { People } from './people';
import { followFloor } from './source';
import { TargetsDialog } from './targets-dialog';
import { Tiles } from './tiles';
import { Waiting } from './waiting';
import { useWall } from './wall';

/** Who listens hears of changes this often at most. Milliseconds. */
const SAID_EVERY = 10_000;
/** A queue that has come up since the board was opened is asked for this often at most. Milliseconds. */
const GRANT_EVERY = 30_000;

/** What a screen reader says of the board, now and then, if it has changed. */
function Said({ view, free }: { view: FloorView; free: number }) {
  const text = useSignal('');
  const last = useRef(0);
  const next = tl('floor.said', {
    waiting: view.waiting,
    free,
    longest: view.longestSince === undefined ? '–' : clock((serverNow() - view.longestSince) / 1000),
  });
  const key = `${view.waiting} ${free}`;
  useEffect(() => {
    const wait = Math.max(0, last.current + SAID_EVERY - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      text.value = next;
    }, wait);
    return () => clearTimeout(timer);
  }, [key]);
  return (
    <p class="unseen" aria-live="polite">
      {text.value}
    </p>
  );
}

/** Says how fresh the board is. */
function Freshness({ work, at }: { work: WorkModel; at: number | undefined }) {
  const status = work.shared.status.value;
  if (status === 'live')
    return (
      <p class="live-board live">
        <i class="lamp" />
        {tl('floor.live')}
      </p>
    );
  return (
    <p class="stale-note" role="status">
      <AlertIcon />
      {status === 'connecting'
        ? tl('floor.connecting')
        : at === undefined
          ? tl('floor.unreachable')
          : tl('floor.stale', { time: timeOfDay(at) })}
    </p>
  );
}

/** Keeps the floor up to date; `heard`: when something was heard last, while that is known. */
function useFloorModel(work: WorkModel, whole: boolean): { floor: Floor; heard: number | undefined } {
  const floor = useMemo(() => new Floor((ms, draw) => setTimeout(draw, ms), serverNow), [work]);
  const heard = useRef<number | undefined>(undefined);
  useEffect(() => followFloor(work.shared, floor), [floor]);
  const version = floor.changed.value;
  const live = work.shared.status.value === 'live';
  if (live) heard.current = serverNow();
  const asked = useRef(0);
  useEffect(() => {
    const known = work.shared.grant.peek().maps;
    const isNew = floor.told.some((queue) => !known.includes(`queue.${queue}`));
    if (!whole || !live || !isNew || Date.now() - asked.current < GRANT_EVERY) return;
    asked.current = Date.now();
    work.shared.renewGrant().catch(() => undefined);
  }, [version, whole, live]);
  return { floor, heard: heard.current };
}

/** The time, which goes on when the board stands still. */
function WallClock() {
  return <p class="wall-clock">{timeOfDay(useNow(true))}</p>;
}

/** The queue: who waits and how long, who is there to help, and whether that is as it should be. */
export function QueueBoard({ work }: { work: WorkModel }) {
  const { maps } = work.shared.grant.value;
  const whole = maps.some((name) => name.startsWith('queue.') || name === 'floor');
  const { floor, heard } = useFloorModel(work, whole);
  const oversight = work.oversight.value;
  const root = useRef<HTMLElement>(null);
  const wall = useWall(root);
  const opened = useMemo(() => serverNow(), [floor]);
  const tick = useSignal(serverNow());
  const asking = useSignal(false);
  const live = work.shared.status.value === 'live';
  useEffect(() => {
    // What is not live is shown as it was: an age that goes on would be told of somebody who may long be gone.
    if (!live) return;
    const draw = () => {
      tick.value = serverNow();
    };
    draw();
    const timer = setInterval(draw, 1000);
    return () => clearInterval(timer);
  }, [live]);
  // At once: the first key may come before the browser has drawn.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select');
      if (event.key.toLowerCase() !== 'f' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      wall.toggle();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  });
  const view = floor.view(whole);
  const waits = live ? 'floor.loading' : 'floor.connecting';
  const groups = floor.people(ORDER);
  const free = groups.find(({ activity }) => activity.toLowerCase() === 'available')?.people.length ?? 0;
  return (
    <section class={`floor${live ? '' : ' stale'}`} ref={root} aria-labelledby="floor-title">
      <header class="floor-head">
        <h2 id="floor-title">{tl('floor.title')}</h2>
        <Freshness work={work} at={heard} />
        <WallClock />
        <div class="floor-actions">
          <Button
            kind="quiet"
            icon={<SettingsIcon />}
            label={tl('floor.targets')}
            onClick={() => {
              asking.value = true;
            }}
          />
          <Button
            kind="quiet"
            icon={<FullScreenIcon />}
            label={tl(wall.on ? 'floor.wall.off' : 'floor.wall')}
            pressed={wall.on}
            onClick={wall.toggle}
          />
        </div>
      </header>
      {view ? (
        <>
          <Said view={view} free={free} />
          <Tiles
            view={view}
            served={floor.level.read(tick.value)}
            whole={whole}
            opened={opened}
            free={free}
            tick={tick}
          />
          <div class="floor-body">
            <Waiting view={view} names={work.shared.queueNames.value} tick={tick} />
            <People groups={groups} tick={tick} />
          </div>
        </>
      ) : (
        <p class="nobody">{tl(work.presence.exists.value ? waits : 'floor.nowhere')}</p>
      )}
      {oversight && <oversight.parts.LiveCalls work={work} supervision={oversight.model} tick={tick} />}
      {asking.value && (
        <TargetsDialog
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </section>
  );
}
