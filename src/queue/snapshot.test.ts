import { type QueuedTask, snapshotOf } from './snapshot';

/** The same numbers in each run. (mulberry32) */
function chance(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const task = (n: number, more: Partial<QueuedTask> = {}): QueuedTask => ({
  sid: `WT${n}`,
  queue: 'WQ1',
  priority: 0,
  since: n * 1000,
  age: 0,
  ...more,
});

test('in 500 crowds everybody stands where counting those before them says', () => {
  const below = chance(7);
  for (let crowd = 0; crowd < 500; crowd += 1) {
    const tasks = Array.from({ length: below(60) }, (_, n) =>
      task(n, { queue: `WQ${below(3)}`, priority: below(4), since: below(30) * 1000 }),
    );
    const ahead = (a: QueuedTask, b: QueuedTask) =>
      a.queue === b.queue && (a.priority > b.priority || (a.priority === b.priority && a.since < b.since));
    const level = (a: QueuedTask, b: QueuedTask) =>
      a.queue === b.queue && a.priority === b.priority && a.since === b.since;
    const complete = snapshotOf(tasks, true);
    tasks.forEach((one, at) => {
      const before = tasks.filter((other, index) => ahead(other, one) || (level(other, one) && index < at));
      expect(complete.positionOf(one)).toBe(before.length + 1);
      expect(complete.count(one.queue)).toBe(tasks.filter(({ queue }) => queue === one.queue).length);
      // Had they come only now, after their equals, they would stand there too.
      const without = snapshotOf(
        tasks.filter((other) => other !== one),
        true,
      );
      const late = tasks.filter((other) => other !== one && (ahead(other, one) || level(other, one)));
      expect(without.positionOf(one)).toBe(late.length + 1);
    });
  }
});

test('it is found by task, call and topic; of several the one lined up last', () => {
  const old = task(1, { callSid: 'CA1', topic: 'order 1' });
  const again = task(2, { callSid: 'CA1', topic: 'order 1', priority: 5 });
  const { find } = snapshotOf([old, again], true);
  expect([find({ taskSid: 'WT1' }), find({ callSid: 'CA1' }), find({ topic: 'order 1' })]).toEqual([
    old,
    again,
    again,
  ]);
  // What names one thing names no other.
  expect([find({ taskSid: 'CA1' }), find({ topic: 'WT1' }), find({ callSid: 'order 1' })]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('where not everybody was read, who would come last has no position; others have', () => {
  const part = snapshotOf([task(1, { priority: 9 }), task(3, { priority: 5 })], false);
  expect(part.positionOf(task(2, { priority: 5 }))).toBe(2);
  expect(part.positionOf(task(4))).toBeUndefined();
  expect(part.positionOf(task(3, { priority: 5 }))).toBe(2);
});

test('a task that stands on two pages is counted once', () => {
  expect(snapshotOf([task(1), task(2), task(1)], true).count('WQ1')).toBe(2);
});
