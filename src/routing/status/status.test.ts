import fc from 'fast-check';
import { composeStatus, type Sources } from './compose';
import { PACE_MS, PATIENCE_MS, Pace, type Time } from './pace';

const hex = (kind: string, n: number): string => kind + n.toString(16).padStart(32, '0');
const NOW = Date.UTC(2026, 10, 21, 9);

const queue = fc.record({
  task_queue_sid: fc.nat(60).map((n) => hex('WQ', n)),
  tasks_by_status: fc.record({
    pending: fc.oneof(fc.nat(20_000), fc.nat(20_000).map(String)),
    reserved: fc.nat(50),
    assigned: fc.nat(500),
    wrapping: fc.nat(50),
  }),
  longest_task_waiting_age: fc.nat(3_600_000),
  longest_task_waiting_sid: fc.nat(50).map((n) => hex('WT', n)),
});
const name = fc.string({ unit: 'grapheme', maxLength: 80 });
const sources: fc.Arbitrary<Sources> = fc.record({
  queues: fc.uniqueArray(queue, { maxLength: 50, selector: ({ task_queue_sid: sid }) => sid }),
  activities: fc.array(
    fc.record({
      sid: fc.nat(99).map((n) => hex('WA', n)),
      friendly_name: fc.oneof(name, fc.constant('In-Call')),
      workers: fc.nat(9999),
    }),
    { maxLength: 40 },
  ),
  waiting: fc.array(
    fc.record({
      task: fc.nat(50).map((n) => hex('WT', n)),
      queue: fc.nat(60).map((n) => hex('WQ', n)),
      priority: fc.nat(2 ** 31 - 1),
      since: fc.nat(9_000_000).map((ago) => NOW - ago),
    }),
    { maxLength: 10 },
  ),
  eligible: fc.array(fc.record({ worker: fc.nat(99).map((n) => hex('WK', n)), name, activity: name }), {
    maxLength: 10,
  }),
  eligibleActivities: fc.constant(['in-call', 'available']),
  asOf: fc.constant(NOW),
});

test('however many queues, people and activities there are, a status has 4 KiB at most and right totals', () => {
  fc.assert(
    fc.property(sources, (from) => {
      const status = composeStatus(from);
      expect(Buffer.byteLength(JSON.stringify(status))).toBeLessThanOrEqual(4_096);
      const waiting = from.queues.reduce(
        (sum, { tasks_by_status: by }) => sum + Number(by?.pending) + Number(by?.reserved),
        0,
      );
      expect(status.counts.waiting).toBe(waiting);
      const atWork = from.activities.filter(({ friendly_name: one }) => one === 'In-Call');
      expect(status.counts.eligible).toBe(atWork.reduce((sum, { workers }) => sum + workers, 0));
    }),
    { numRuns: 2_000 },
  );
});

test('the longest wait is exact when the task is shown, to the second when it is not', () => {
  const base: Sources = {
    queues: [
      {
        task_queue_sid: hex('WQ', 1),
        tasks_by_status: { pending: '2', reserved: 0, assigned: 1, wrapping: 1 },
        longest_task_waiting_age: 61,
        longest_task_waiting_sid: hex('WT', 1),
      },
      { task_queue_sid: hex('WQ', 2), tasks_by_status: { pending: 0 }, longest_task_waiting_age: 0 },
    ],
    activities: [{ sid: hex('WA', 1), friendly_name: 'Available', workers: 3 }],
    waiting: [{ task: hex('WT', 1), queue: hex('WQ', 1), priority: 0, since: NOW - 61_234 }],
    eligible: [],
    eligibleActivities: ['available'],
    asOf: NOW,
  };
  expect(composeStatus(base)).toMatchObject({
    counts: {
      waiting: 2,
      assigned: 2,
      eligible: 3,
      queues: { [hex('WQ', 1)]: { waiting: 2, oldest: NOW - 61_234 }, [hex('WQ', 2)]: { waiting: 0 } },
    },
    longestWaitSince: NOW - 61_234,
  });
  expect(composeStatus({ ...base, waiting: [] }).longestWaitSince).toBe(NOW - 61_000);
});

/** A clock that goes from one sleeper to the next. */
class Scripted implements Time {
  #now = 0;
  #sleepers: { at: number; wake: () => void }[] = [];
  now = () => this.#now;
  sleep = (ms: number) =>
    new Promise<void>((wake) => {
      this.#sleepers.push({ at: this.#now + ms, wake });
    });

  async run(): Promise<void> {
    for (;;) {
      for (let turn = 0; turn < 20; turn += 1) await undefined;
      this.#sleepers.sort((a, b) => a.at - b.at);
      const next = this.#sleepers.shift();
      if (next === undefined) return;
      this.#now = next.at;
      next.wake();
    }
  }
}

test('at most one refresh a second and at a time, the first at once, and always one after the last event', async () => {
  const gap = fc.oneof(fc.nat(30), fc.nat(3_000));
  const story = fc.array(fc.record({ gap, takes: fc.nat(450) }), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(story, async (events) => {
      const time = new Scripted();
      const pace = new Pace(time);
      const begun: number[] = [];
      let running = 0;
      let last = 0;
      let longest = 0;
      const event = async (takes: number) => {
        const arrived = time.now();
        last = arrived;
        await pace.run(async () => {
          begun.push(time.now());
          running += 1;
          expect(running).toBe(1);
          await time.sleep(takes);
          running -= 1;
        });
        longest = Math.max(longest, time.now() - arrived);
      };
      const feed = async () => {
        const all: Promise<void>[] = [];
        for (const { gap: pause, takes } of events) {
          await time.sleep(pause);
          all.push(event(takes));
        }
        await Promise.all(all);
      };
      const fed = feed();
      await time.run();
      await fed;
      expect(begun[0]).toBe(events[0]?.gap);
      expect(begun.at(-1)).toBeGreaterThanOrEqual(last);
      for (const [index, at] of begun.slice(1).entries())
        expect(at - (begun[index] ?? 0)).toBeGreaterThanOrEqual(PACE_MS);
      expect(longest).toBeLessThanOrEqual(PACE_MS + 450);
    }),
    { numRuns: 2_000 },
  );
});

test('a refresh that hangs is not waited for by the next', async () => {
  const time = new Scripted();
  const pace = new Pace(time);
  const begun: number[] = [];
  const event = async (takes: number) => {
    await pace.run(async () => {
      begun.push(time.now());
      await time.sleep(takes);
    });
  };
  const first = event(60_000);
  const second = event(10);
  await time.run();
  await Promise.all([first, second]);
  expect(begun).toEqual([0, PATIENCE_MS]);
});

test('when a leader is stopped by the platform somebody else steps in, and it does not do it again', async () => {
  let now = 0;
  const woken: (() => void)[] = [];
  const pace = new Pace({
    now: () => now,
    sleep: () => new Promise((wake) => woken.push(wake)),
  });
  const turn = () => pace.run(async () => true);
  expect(await turn()).toBe(true);
  now = 100;
  const leader = turn();
  now = 200;
  expect(await turn()).toBeUndefined();
  now = 2_000;
  expect(await turn()).toBe(true);
  woken[0]?.();
  expect(await leader).toBeUndefined();
});
