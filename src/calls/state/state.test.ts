import fc from 'fast-check';
import { same } from '../../testing/same';
import type { Reason } from '../contract';
import {
  type Callback,
  type CallState,
  type Facts,
  factsOf,
  hasEnded,
  joinFacts,
  learn,
  obligations,
  reasonOf,
  viewOf,
} from '.';
import { garbage, historyOf, newCall, SID, START, type Story, story } from './testing';

const OFF = { voicemailDetection: 'off' } as const;
const LATER = { at: START + 4 * 3_600_000, by: 'test' };

const fold = (call: CallState, callbacks: readonly Callback[]): CallState =>
  callbacks.reduce((known, callback) => learn(known, factsOf(callback, START)), learn(call, {}));

/** A history as it may be delivered, in any order and some of it several times. */
const delivered = (callbacks: Callback[]): fc.Arbitrary<Callback[]> =>
  fc
    .array(fc.constantFrom(...callbacks), { maxLength: 6 })
    .chain((again) =>
      fc.shuffledSubarray([...callbacks, ...again], { minLength: callbacks.length + again.length }),
    );

const histories = story.map(historyOf);
const deliveries = histories.chain((history) => fc.tuple(fc.constant(history), delivered(history.callbacks)));

test('callbacks shuffled and repeated leave the same call as in order (10,000 histories)', () => {
  fc.assert(
    fc.property(deliveries, ([{ call, callbacks }, shuffled]) => {
      same(fold(call, shuffled), fold(call, callbacks));
    }),
    { numRuns: 10_000 },
  );
});

test('with garbage among them it is still the order that does not matter', () => {
  const mixed = fc
    .tuple(histories, fc.array(garbage, { maxLength: 8 }))
    .chain(([{ call, callbacks }, junk]) =>
      fc.tuple(fc.constant(call), fc.constant([...callbacks, ...junk]), delivered([...callbacks, ...junk])),
    );
  fc.assert(
    fc.property(mixed, ([call, ordered, shuffled]) => {
      same(fold(call, shuffled), fold(call, ordered));
    }),
    { numRuns: 3000 },
  );
});

test('a repeated callback changes nothing', () => {
  fc.assert(
    fc.property(fc.array(garbage, { minLength: 1, maxLength: 10 }), (junk) => {
      const call = fold(newCall(), junk);
      for (const callback of junk) same(fold(call, [callback]), call);
    }),
    { numRuns: 2000 },
  );
});

test('facts add up whatever the grouping', () => {
  const facts = fc
    .array(garbage, { maxLength: 4 })
    .map((junk) => junk.reduce<Facts>((sum, callback) => joinFacts(sum, factsOf(callback, START)), {}));
  fc.assert(
    fc.property(facts, facts, facts, (a, b, c) => {
      same(joinFacts(joinFacts(a, b), c), joinFacts(a, joinFacts(b, c)));
      same(joinFacts(a, b), joinFacts(b, a));
      same(joinFacts(a, a), joinFacts(a, {}));
    }),
    { numRuns: 3000 },
  );
});

test('in any order, a call that has ended stays ended, and its end is told as it was', () => {
  fc.assert(
    fc.property(deliveries, ([{ call, reason }, shuffled]) => {
      let known = call;
      let ended = false;
      for (const callback of shuffled) {
        known = fold(known, [callback]);
        if (ended) same(hasEnded(known), true);
        ended ||= hasEnded(known);
      }
      same(ended, true);
      same(reasonOf(known), reason);
    }),
    { numRuns: 5000 },
  );
});

test('when everything was heard, all that is left to do is to archive, and then nothing', () => {
  fc.assert(
    fc.property(deliveries, ([{ call }, shuffled]) => {
      const known = fold(call, shuffled);
      same(obligations(known, LATER, OFF), [{ do: 'archive' }]);
      same(obligations(learn(known, { archived: LATER.at }), LATER, OFF), []);
    }),
    { numRuns: 3000 },
  );
});

test('with callbacks lost, a line that may still be up is an obligation sooner or later', () => {
  const lossy = histories.chain(({ call, callbacks }) =>
    fc.tuple(fc.constant(call), fc.shuffledSubarray(callbacks)),
  );
  fc.assert(
    fc.property(lossy, ([call, heard]) => {
      const known = fold(call, heard);
      const todo = obligations(known, LATER, OFF);
      const up = (leg: 'agent' | 'customer') => known[leg] !== undefined && known[leg].ended === undefined;
      const ends = (sid: string) => todo.some((what) => 'sid' in what && what.sid === sid);
      // One side is gone for good: the other must not be left in silence.
      if (known.agent?.ended !== undefined && up('customer')) same(ends(SID.customer), true);
      if (known.customer?.ended !== undefined && up('agent')) same(ends(SID.agent), true);
      if (known.agent?.ended !== undefined && call.dialled !== undefined && known.customer === undefined)
        expect(todo).toContainEqual({ do: 'find-customer' });
    }),
    { numRuns: 5000 },
  );
});

test('a line is never hung up while nobody has left and nobody asked', () => {
  const beginnings = histories.chain(({ call, callbacks }) =>
    fc.tuple(
      fc.constant(call),
      fc.nat(callbacks.length).map((n) => callbacks.slice(0, n)),
    ),
  );
  fc.assert(
    fc.property(beginnings, ([call, heard]) => {
      const known = fold(call, heard);
      if (known.agent?.ended === undefined && known.customer?.ended === undefined)
        same(obligations(known, LATER, OFF), []);
    }),
    { numRuns: 3000 },
  );
});

test('a call is at most 1 KiB, and with any garbage bounded', () => {
  const bytes = (call: CallState) => Buffer.byteLength(JSON.stringify(call));
  fc.assert(
    fc.property(histories, fc.array(garbage, { maxLength: 30 }), ({ call, callbacks }, junk) => {
      expect(bytes(fold(call, callbacks))).toBeLessThanOrEqual(1024);
      expect(bytes(fold(call, [...callbacks, ...junk]))).toBeLessThanOrEqual(1536);
    }),
    { numRuns: 2000 },
  );
});

const GOOD: Story = {
  agent: 'presses a key',
  customer: 'answers',
  machine: false,
  leavesFirst: 'customer',
  pace: [3, 2, 5, 60],
  tellsParticipantStatus: true,
  cutStatus: 'canceled',
};

test('a call that goes well passes through every phase', () => {
  const { call, callbacks } = historyOf(GOOD);
  const { key: _key, dialled: _dialled, ...claimed } = call;
  const phases = new Set([viewOf(claimed).phase]);
  for (let heard = 1; heard <= 3; heard += 1)
    phases.add(viewOf(fold(claimed, callbacks.slice(0, heard))).phase);
  for (let heard = 3; heard <= callbacks.length; heard += 1)
    phases.add(viewOf(fold(call, callbacks.slice(0, heard))).phase);
  expect([...phases]).toEqual([
    'starting',
    'agent-ringing',
    'agent-answered',
    'dialling',
    'customer-ringing',
    'connected',
    'ending',
    'ended',
  ]);
});

test('an ended call tells its whole story', () => {
  const { call, callbacks } = historyOf(GOOD);
  expect(viewOf(fold(call, callbacks))).toMatchObject({
    phase: 'ended',
    label: 'Call between Tuvok and Spock',
    recipient: '+14155550123',
    startedAt: '2026-11-21T09:00:00.000Z',
    dialledAt: '2026-11-21T09:00:05.000Z',
    connectedAt: '2026-11-21T09:00:11.000Z',
    endedAt: '2026-11-21T09:01:11.000Z',
    talkSeconds: 60,
    voicemail: false,
    reason: 'customer_hung_up',
    endedBy: 'customer',
    outcome: 'talked',
  });
});

test.each<[Partial<Story>, Reason, string, string]>([
  [{ agent: 'no-answer' }, 'agent_no_answer', 'agent', 'not_dialled'],
  [{ agent: 'busy' }, 'agent_busy', 'agent', 'not_dialled'],
  [{ agent: 'failed' }, 'agent_unreachable', 'system', 'not_dialled'],
  [{ agent: 'presses nothing' }, 'agent_pressed_nothing', 'agent', 'not_dialled'],
  [{ customer: 'no-answer' }, 'customer_no_answer', 'customer', 'not_reached'],
  [{ customer: 'busy' }, 'customer_busy', 'customer', 'not_reached'],
  [{ customer: 'rejected' }, 'customer_rejected', 'customer', 'not_reached'],
  [{ customer: 'failed' }, 'customer_unreachable', 'system', 'not_reached'],
  [{ customer: 'rings until the agent leaves' }, 'agent_hung_up', 'agent', 'not_reached'],
  [{ leavesFirst: 'agent' }, 'agent_hung_up', 'agent', 'talked'],
  [{ machine: true }, 'customer_hung_up', 'customer', 'voicemail'],
])('%j ends as %s by %s: %s', (change, reason, endedBy, outcome) => {
  const { call, callbacks } = historyOf({ ...GOOD, ...change });
  expect(viewOf(fold(call, callbacks))).toMatchObject({ reason, endedBy, outcome });
});
