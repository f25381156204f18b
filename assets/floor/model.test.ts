import type { QueueItem } from '../../src/routing/contract';
import { Floor, ROWS } from './model';

const AT = Date.UTC(2026, 10, 21, 9);
const waiting = (since: number, priority = 0): QueueItem => ({
  v: 1,
  state: 'waiting',
  topic: 't',
  priority,
  since,
});
const assigned = (since: number): QueueItem => ({ ...waiting(since), state: 'assigned', worker: 'WK1' });

/** A floor whose drawing is done by hand. */
function floorAt(now = AT) {
  const due: (() => void)[] = [];
  const clock = { now };
  const floor = new Floor(
    (_ms, draw) => due.push(draw),
    () => clock.now,
  );
  return { floor, due, clock };
}

test('rows stand in the order in which they are served: priority, then age', () => {
  const { floor } = floorAt();
  floor.queue(
    'WQ1',
    new Map([
      ['WT1', waiting(AT - 5_000)],
      ['WT2', waiting(AT - 9_000)],
    ]),
  );
  floor.queue(
    'WQ2',
    new Map([
      ['WT3', waiting(AT - 1_000, 10)],
      ['WT4', assigned(AT - 60_000)],
    ]),
  );
  const view = floor.view(true);
  expect(view?.rows.map(({ task }) => task)).toEqual(['WT3', 'WT2', 'WT1']);
  expect(view).toMatchObject({ waiting: 3, assigned: 1, longestSince: AT - 9_000 });
});

test('of a thousand who wait the first hundred are drawn, and a thousand changes are one drawing', () => {
  const { floor, due } = floorAt();
  for (let n = 0; n < 1_000; n += 1) floor.task('WQ1', `WT${n}`, waiting(AT - n));
  expect(due).toHaveLength(1);
  const view = floor.view(true);
  expect([view?.waiting, view?.rows.length]).toEqual([1_000, ROWS]);
  expect(view?.rows[0]?.task).toBe('WT999');
  for (const draw of due.splice(0)) draw();
  expect(floor.changed.value).toBe(1);
  floor.task('WQ1', 'WT1000', waiting(AT));
  expect(due).toHaveLength(1);
});

test('a task that is over is gone, whether its item is taken away or says so', () => {
  const { floor } = floorAt();
  floor.queue(
    'WQ1',
    new Map([
      ['WT1', waiting(AT)],
      ['WT2', waiting(AT)],
    ]),
  );
  floor.taskGone('WQ1', 'WT1');
  floor.task('WQ1', 'WT2', { ...waiting(AT), state: 'completed' as 'waiting' });
  expect(floor.view(true)).toMatchObject({ waiting: 0, rows: [] });
  expect(floor.view(true)).not.toHaveProperty('longestSince');
});

test('who may not read the queues sees the short list that everybody may', () => {
  const { floor } = floorAt();
  expect(floor.view(false)).toBeUndefined();
  floor.status({
    v: 1,
    pendingTasks: [{ task: 'WT1', queue: 'WQ1', priority: 0, since: AT - 4_000 }],
    eligibleTellers: [],
    counts: { waiting: 40, assigned: 2, eligible: 0, workers: {}, queues: { WQ1: { waiting: 40 } } },
    longestWaitSince: AT - 90_000,
    lastUpdated: AT,
  });
  expect(floor.view(false)).toMatchObject({ waiting: 40, assigned: 2, longestSince: AT - 90_000 });
  expect(floor.view(false)?.rows).toHaveLength(1);
});

test('people stand by activity, those longest in it first; who was deleted is left out', () => {
  const { floor } = floorAt();
  floor.workers(
    new Map([
      ['WK1', { name: 'a', activity: 'in-call', since: AT - 1 }],
      ['WK2', { name: 'b', activity: 'In-Call', since: AT - 9 }],
      ['WK3', { name: 'c', activity: 'available', since: AT }],
      ['WK4', { name: 'd', activity: 'available', since: AT, gone: true as const }],
    ]),
  );
  const groups = floor.people(['available', 'in-call']);
  expect(groups.map(({ activity, people }) => [activity, people.map(({ name }) => name)])).toEqual([
    ['available', ['c']],
    ['in-call', ['b', 'a']],
  ]);
});

test('a queue that was read anew after a break loses who is not in it any more', () => {
  const { floor, clock } = floorAt();
  floor.queue(
    'WQ1',
    new Map([
      ['WT1', waiting(AT)],
      ['WT2', waiting(AT)],
    ]),
  );
  clock.now = AT + 10_000;
  floor.queue('WQ1', new Map([['WT2', assigned(AT)]]));
  expect(floor.view(true)).toMatchObject({ waiting: 0, assigned: 1 });
  expect(floor.level.read(AT + 60_000)).toMatchObject({ inTime: 1, late: 0, lost: 0 });
});
