import fc from 'fast-check';
import { readEvent } from '../events';
import { joinTopic, placeOf, type TaskFacts, type TopicFacts } from '../state';
import { type History, historyOf, SID, START } from '../state/testing';
import { sameItem } from './correct';
import { factsOf, itemOf, type Truth } from './truth';

const AT = START + 3_600_000;

const told = ({ events }: History): TaskFacts[] =>
  events.flatMap((event) => {
    const read = readEvent(event, START);
    return read.about === 'task' ? [read.facts] : [];
  });

const truthOf = ({ task, topic, truth }: History): Truth => ({
  task,
  topic,
  queue: truth.queue,
  priority: truth.priority,
  since: START,
  ...(truth.worker === undefined
    ? {}
    : { held: { worker: truth.worker, reservation: SID.reservation(99_999) } }),
});

const live = historyOf(1).filter(({ truth: { state } }) => state !== 'completed');

test('whatever was lost of a task that goes on, what TaskRouter tells of it makes it right', () => {
  const lossy = live.chain((history) =>
    fc.record({ history: fc.constant(history), heard: fc.subarray(told(history)) }),
  );
  fc.assert(
    fc.property(lossy, ({ history, heard }) => {
      const { task, topic } = history;
      const known = heard.reduce<TopicFacts>((facts, more) => joinTopic(facts, task, more), {});
      const truth = truthOf(history);
      const facts = factsOf(truth, known[task], [AT, 'again']);
      const place = placeOf(topic, joinTopic(known, task, facts)[task]);
      expect(place?.queue).toBe(truth.queue);
      expect(sameItem(place?.item, itemOf(truth))).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

test('what was read of a task never undoes a later event, whichever is written first', async () => {
  const story = live.chain((history) =>
    fc.record({ history: fc.constant(history), cut: fc.nat(history.events.length) }),
  );
  await fc.assert(
    fc.property(story, ({ history, cut }) => {
      const { task, topic, truth } = history;
      const all = told(history);
      const then = Math.max(START, (all[cut]?.last ?? AT) - 1);
      const known = all
        .filter(({ last }) => last <= then)
        .reduce<TopicFacts>((facts, more) => joinTopic(facts, task, more), {});
      // What TaskRouter says at that moment: what the events until then add up to.
      const place = placeOf(topic, known[task]);
      if (place === undefined) return;
      const { worker } = place.item;
      const offer = Object.values(known[task]?.offers ?? {}).find((one) => one[2] === worker);
      const read: Truth = {
        ...truthOf(history),
        queue: place.queue,
        priority: place.item.priority,
      };
      delete read.held;
      if (worker !== undefined) read.held = { worker, reservation: String(offer?.[3]) };
      const facts = factsOf(read, known[task], [then, '']);
      const after = [facts, ...all].reduce<TopicFacts>((sum, more) => joinTopic(sum, task, more), {});
      const end = placeOf(topic, after[task]);
      expect(end?.queue).toBe(truth.queue);
      expect(end?.item).toMatchObject({ state: truth.state, priority: truth.priority });
    }),
    { numRuns: 5_000 },
  );
});
