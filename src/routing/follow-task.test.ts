import fc from 'fast-check';
import type { Versioned } from '../live-state';
import { has, same } from '../testing/same';
import { readEvent } from './events';
import { type Followed, followTask, joinNews, type TaskNews, type TopicDocument } from './follow-task';
import { arrivalOf, type Event, type History, historyOf, SID, START } from './state/testing';
import { Together } from './together';
import { Warm } from './warm';

/** Sync as far as following a task needs it, and the instances that write to it. `turns` says for each request how long it takes and whether it fails. */
class Memory {
  readonly documents = new Map<string, Versioned<never>>();
  readonly items = new Map<string, object>();
  readonly deadline = { remaining: () => 1000 };
  requests = 0;
  conflicts = 0;
  #revision = 0;

  constructor(private readonly turns: { wait: number; fails?: 'before' | 'after' | undefined }[] = []) {}

  async #request<T>(work: () => T): Promise<T> {
    const { wait, fails } = this.turns[this.requests] ?? { wait: 0 };
    this.requests += 1;
    for (let turn = 0; turn < wait; turn += 1) await undefined;
    if (fails === 'before') throw new Error('lost on the way');
    const answer = work();
    for (let turn = 0; turn < wait; turn += 1) await undefined;
    if (fails === 'after') throw new Error('the answer was lost');
    return answer;
  }

  #write(name: string, data: unknown): Versioned<never> {
    this.#revision += 1;
    const written = { key: name, data: data as never, revision: String(this.#revision) };
    this.documents.set(name, written);
    return written;
  }

  #refuse(): undefined {
    this.conflicts += 1;
    return undefined;
  }

  topic = (name: string) => ({
    get: () => this.#request(() => this.documents.get(name)),
    create: (data: object) =>
      this.#request(() => (this.documents.has(name) ? this.#refuse() : this.#write(name, data))),
    replace: (data: object, revision: string) =>
      this.#request(() =>
        this.documents.get(name)?.revision === revision ? this.#write(name, data) : this.#refuse(),
      ),
  });

  queue = (sid: string) => {
    const at = (key: string) => `${sid} ${key}`;
    const put = (key: string, data: object) => {
      this.items.set(at(key), data);
      return { key, data: data as never, revision: '1' };
    };
    return {
      create: (key: string, data: object) =>
        this.#request(() => (this.items.has(at(key)) ? undefined : put(key, data))),
      overwrite: (key: string, data: object) =>
        this.#request(() => this.items.has(at(key)) && put(key, data) !== undefined),
      remove: (key: string) => this.#request(() => this.items.delete(at(key))),
    };
  };

  stepBack = async () => undefined;

  readonly #warm = new Map<number, Warm<TopicDocument>>();
  readonly #together = new Map<number, Together<TaskNews, Followed>>();

  /** `instance`: each remembers only what it wrote itself. */
  follow(event: Event, instance = 0) {
    const read = readEvent(event, START);
    if (read.about !== 'task') throw new Error(`${event.EventType} tells nothing of a task`);
    const warm = this.#warm.get(instance) ?? new Warm<TopicDocument>(2);
    this.#warm.set(instance, warm);
    const together = this.#together.get(instance) ?? new Together<TaskNews, Followed>(joinNews);
    this.#together.set(instance, together);
    return together.write(read.task, read, (all) =>
      followTask({ ...this, warm, stepBack: this.stepBack }, all),
    );
  }
}

/** Delivers as Twilio does: what failed comes again, perhaps to another instance. */
async function deliver(store: Memory, event: Event, instance: () => number): Promise<void> {
  for (let delivery = 0; delivery < 10; delivery += 1) {
    try {
      await store.follow(event, instance());
      return;
    } catch {
      await undefined;
    }
  }
  throw new Error('never got through');
}

function expectTruth(store: Memory, { topic, task, truth }: History): void {
  const { state, queue, priority, worker } = truth;
  const shown = worker === undefined ? {} : { worker };
  has(store.documents.get(topic)?.data, { state, queue, task, ...shown });
  const item = { v: 1, state, topic, priority, since: START, ...shown };
  same(Object.fromEntries(store.items), state === 'completed' ? {} : { [`${queue} ${task}`]: item });
}

/** Which of three instances gets the next delivery. */
const INSTANCES = fc.infiniteStream(fc.nat(2)).map((stream) => () => stream.next().value as number);
const TURNS = fc.array(fc.record({ wait: fc.nat(6) }), { maxLength: 150 });
const BROKEN_TURNS = fc.array(
  fc.record({
    wait: fc.nat(6),
    fails: fc.oneof(
      { weight: 9, arbitrary: fc.constant(undefined) },
      fc.constantFrom('before' as const, 'after' as const),
    ),
  }),
  { maxLength: 150 },
);

test('writers who meet, late and repeated events: items and topics end up as the truth, 10,000 times', async () => {
  const arriving = historyOf(1).chain((history) =>
    arrivalOf(history.events).map((arrival) => ({ history, arrival })),
  );
  let conflicts = 0;
  await fc.assert(
    fc.asyncProperty(arriving, TURNS, INSTANCES, fc.integer({ min: 1, max: 4 }), async (...drawn) => {
      const [story, turns, instance, writers] = drawn;
      const store = new Memory(turns);
      const { history, arrival } = story;
      for (let next = 0; next < arrival.length; next += writers)
        await Promise.all(
          arrival.slice(next, next + writers).map((event) => deliver(store, event, instance)),
        );
      expectTruth(store, history);
      conflicts += store.conflicts;
    }),
    { numRuns: 10_000 },
  );
  expect(conflicts).toBeGreaterThan(1_000);
});

test('requests and answers that get lost half-way: the next delivery does the rest', async () => {
  const arriving = historyOf(1).chain((history) =>
    fc
      .shuffledSubarray(history.events, { minLength: history.events.length })
      .map((arrival) => ({ history, arrival })),
  );
  await fc.assert(
    fc.asyncProperty(
      arriving,
      BROKEN_TURNS,
      INSTANCES,
      fc.integer({ min: 1, max: 3 }),
      async (story, turns, instance, writers) => {
        const store = new Memory(turns);
        const { history, arrival } = story;
        for (let next = 0; next < arrival.length; next += writers)
          await Promise.all(
            arrival.slice(next, next + writers).map((event) => deliver(store, event, instance)),
          );
        expectTruth(store, history);
      },
    ),
    { numRuns: 3_000 },
  );
});

test('all events of a task at once on one instance: the first is written, then all others in one go', async () => {
  for (const history of fc.sample(historyOf(1), { numRuns: 50, seed: 7 })) {
    const store = new Memory();
    await Promise.all(history.events.map((event) => store.follow(event)));
    expectTruth(store, history);
    expect(store.conflicts).toBe(0);
    // Two for each of the two writes, and one more for each queue that was left.
    expect(store.requests).toBeLessThanOrEqual(4 + 2);
  }
});

const LONG = historyOf(1).filter(({ events }) => events.length > 12);

test.each([
  { name: 'two requests where the task is known', instances: 1, most: 2 },
  { name: 'three where it is not', instances: 100, most: 3 },
])('an event costs $name, one more when the task moves to another queue', async ({ instances, most }) => {
  for (const { events } of fc.sample(LONG, { numRuns: 20, seed: 3 })) {
    const store = new Memory();
    let queue = SID.queue(0);
    for (const [number, event] of events.entries()) {
      const before = store.requests;
      await store.follow(event, number % instances);
      const moved = event.TaskQueueSid !== queue;
      queue = event.TaskQueueSid ?? queue;
      const allowed = number === 0 ? 2 : most;
      expect(store.requests - before).toBeLessThanOrEqual(moved ? allowed + 1 : allowed);
    }
  }
});

test('a memory of what was deleted and made anew costs requests and does no harm', async () => {
  const store = new Memory();
  const [history] = fc.sample(historyOf(1), { numRuns: 1, seed: 5 });
  for (const event of history?.events ?? []) await store.follow(event);
  store.documents.clear();
  store.items.clear();
  for (const event of history?.events ?? []) await store.follow(event, 1);
  const written = JSON.stringify([...store.documents]);
  for (const event of history?.events ?? []) await store.follow(event);
  const data = (text: string) => JSON.parse(text)[0][1].data;
  expect(data(JSON.stringify([...store.documents]))).toEqual(data(written));
  if (history !== undefined) expectTruth(store, history);
});

test('a task of a topic that has newer ones is left alone', async () => {
  const store = new Memory();
  const event = (number: number): Event => ({
    EventType: 'task.created',
    TaskSid: SID.task(number),
    TaskAttributes: '{"topic":"shared"}',
    TaskQueueSid: SID.queue(0),
    TimestampMs: String(START + number),
  });
  for (const number of [2, 3]) await store.follow(event(number));
  expect(await store.follow(event(1))).toEqual({ ignored: 'The topic has newer tasks.' });
  expect(store.items.size).toBe(2);
});
