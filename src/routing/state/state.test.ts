import fc from 'fast-check';
import { has, same } from '../../testing/same';
import { readEvent } from '../events';
import { joinTask, joinTopic, joinWorker, placeOf, type TaskFacts, topicView, workerView } from '.';
import { arrivalOf, type Event, type History, historyOf, SID, START } from './testing';

const RUNS = 10_000;

function told(event: Event): TaskFacts {
  const read = readEvent(event, START);
  if (read.about !== 'task') throw new Error(`${event.EventType} tells nothing of a task`);
  return read.facts;
}

const addUp = (events: Event[]): TaskFacts =>
  events.map(told).reduce<TaskFacts | undefined>(joinTask, undefined) as TaskFacts;

const arriving = historyOf(1).chain((history) =>
  arrivalOf(history.events).map((arrival) => ({ history, arrival })),
);

function expectTruth({ task, topic, truth }: History, facts: TaskFacts): void {
  const { state, queue, priority, worker } = truth;
  has(topicView({ [task]: facts }), { state, queue, task });
  const place = placeOf(topic, facts);
  if (state === 'completed') same(place, undefined);
  else
    same(place, {
      queue,
      item: { v: 1, state, topic, priority, since: START, ...(worker === undefined ? {} : { worker }) },
    });
}

test('whatever the order, and however often, events add up to the truth and to the same facts', () => {
  fc.assert(
    fc.property(arriving, ({ history, arrival }) => {
      const facts = addUp(arrival);
      expectTruth(history, facts);
      same(JSON.stringify(facts), JSON.stringify(addUp(history.events)));
    }),
    { numRuns: RUNS },
  );
});

test('adding up is associative, commutative and idempotent', () => {
  fc.assert(
    fc.property(arriving, fc.nat(30), ({ arrival }, cut) => {
      const at = cut % arrival.length;
      const [a, b] = [arrival.slice(0, at), arrival.slice(at)];
      const whole = addUp(arrival);
      if (a.length > 0) {
        same(joinTask(addUp(a), addUp(b)), whole);
        same(joinTask(addUp(b), addUp(a)), whole);
      }
      same(joinTask(whole, whole), whole);
    }),
    { numRuns: 2_000 },
  );
});

test('facts stay small, however often a task is offered', () => {
  const [offers] = fc.sample(historyOf(1), { numRuns: 1, seed: 1 });
  const many = Array.from(
    { length: 300 },
    (_, n): Event => ({
      ...(offers?.events[0] as Event),
      EventType: 'reservation.timeout',
      Sid: `EV${String(n).padStart(32, '0')}`,
      TimestampMs: String(START + n),
      ReservationSid: SID.reservation(n),
    }),
  );
  expect(JSON.stringify(addUp(many)).length).toBeLessThan(1024);
});

test('a topic shows its newest task that goes on, and forgets the oldest', () => {
  const at = (since: number, more: Partial<TaskFacts> = {}): TaskFacts => ({ since, last: since, ...more });
  const end = [5, 'x', 'task.canceled'] as const;
  const two = joinTopic(joinTopic({}, 'a', at(1)), 'b', at(2, { end }));
  expect(topicView(two)).toMatchObject({ task: 'a', state: 'waiting' });
  const ended = joinTopic(two, 'a', at(1, { end }));
  expect(topicView(ended)).toMatchObject({ task: 'b', state: 'completed', why: 'task.canceled' });
  expect(Object.keys(joinTopic(two, 'c', at(3)))).toEqual(['c', 'b']);
  expect(Object.keys(joinTopic(two, 'c', at(0)))).toEqual(['b', 'a']);
});

const workerEvents = fc.array(
  fc.record({
    EventType: fc.constantFrom('worker.created', 'worker.activity.update', 'worker.attributes.update'),
    WorkerActivityName: fc.constantFrom('Available', 'In-Call', 'Away'),
    WorkerName: fc.constantFrom('ada', 'ada lovelace'),
    WorkerAttributes: fc
      .record(
        {
          agent_id: fc.constantFrom('a', 'b'),
          contact_uri: fc.constantFrom('client:a', '+14155550101'),
          chosen: fc.constantFrom('available', 'away'),
          reason: fc.constantFrom('tea', 'coffee'),
          after_call: fc.record({ call: fc.constant('c'), task: fc.constant('t'), until: fc.nat() }),
        },
        { requiredKeys: [] },
      )
      .map((attributes) => JSON.stringify(attributes)),
  }),
  { minLength: 1, maxLength: 8 },
);

test('what is known of a worker does not depend on the order of events either', () => {
  const story = workerEvents
    .map((events) =>
      events.map(
        (event, n): Event => ({
          ...event,
          Sid: `EV${String(n).padStart(32, '0')}`,
          WorkerSid: SID.worker(1),
          TimestampMs: String(START + n),
        }),
      ),
    )
    .chain((events) => arrivalOf(events).map((arrival) => ({ events, arrival })));
  fc.assert(
    fc.property(story, ({ events, arrival }) => {
      const facts = arrival
        .map((event) => readEvent(event, START))
        .flatMap((read) => (read.about === 'worker' ? [read.facts] : []))
        .reduce(joinWorker, {});
      const begin = events.findLast(({ EventType }) => EventType !== 'worker.attributes.update');
      const attributes = JSON.parse(events.at(-1)?.WorkerAttributes ?? '{}');
      const device = attributes.contact_uri?.startsWith('client:') ? 'browser' : 'phone';
      const activity = begin?.WorkerActivityName?.toLowerCase();
      const chosen = activity !== undefined && attributes.chosen === activity;
      same(workerView(facts), {
        name: events.at(-1)?.WorkerName,
        ...(attributes.agent_id === undefined ? {} : { agent: attributes.agent_id }),
        ...(attributes.contact_uri === undefined ? {} : { device }),
        ...(attributes.after_call === undefined ? {} : { afterCall: attributes.after_call }),
        ...(chosen && attributes.reason !== undefined ? { reason: attributes.reason } : {}),
        ...(activity === 'away' && !chosen ? { why: 'unanswered' } : {}),
        ...(begin === undefined
          ? {}
          : { activity: begin.WorkerActivityName, since: Number(begin.TimestampMs) }),
      });
    }),
    { numRuns: RUNS },
  );
});

test('a reservation that times out as its task moves on does not take it back to the queue it left', () => {
  const base = { TaskSid: SID.task(1), TaskAttributes: '{}', TimestampMs: String(START) };
  const entered: Event = { ...base, EventType: 'task-queue.entered', Sid: 'EV1', TaskQueueSid: SID.queue(2) };
  const over: Event = {
    ...base,
    EventType: 'reservation.timeout',
    Sid: 'EV2',
    TaskQueueSid: SID.queue(1),
    ReservationSid: SID.reservation(1),
  };
  for (const events of [
    [entered, over],
    [over, entered],
  ])
    expect(placeOf('any', addUp(events))?.queue).toBe(SID.queue(2));
});
