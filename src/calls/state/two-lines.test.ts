import fc from 'fast-check';
import { same } from '../../testing/same';
import { type Callback, type CallState, factsOf, isOver, learn, obligations, viewOf } from '.';
import { historyOf, SID, START, type Story, story } from './testing';

// A request whose answer was lost may have been repeated: then one side of a call has two lines, and Twilio reports both.

const OFF = { voicemailDetection: 'off' } as const;
const ME = { at: START + 4 * 3_600_000, by: 'test' };

const fold = (call: CallState, callbacks: readonly Callback[]): CallState =>
  callbacks.reduce((known, callback) => learn(known, factsOf(callback, START)), learn(call, {}));

/** Sorts before or after the sids of the story. */
const anotherSid = fc.constantFrom(`CA${'0'.repeat(32)}`, `CA${'e'.repeat(32)}`);
const anyStatus = fc.constantFrom(
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
);
const seconds = (n: number) => new Date(START + n * 1000).toUTCString();

/** Reports of another line, in any order, of a time when the call's own line has long rung. */
const strays = (about: Callback['about']): fc.Arbitrary<Callback[]> =>
  fc.array(
    fc.record({
      about: fc.constant(about),
      CallSid: anotherSid,
      CallStatus: anyStatus,
      CallDuration: fc.constantFrom('0', '60'),
      AnsweredBy: fc.constantFrom('human', 'machine_start'),
      Timestamp: fc.integer({ min: 2000, max: 3000 }).map(seconds),
    }),
    { minLength: 1, maxLength: 8 },
  );

test.each(['agent', 'customer'] as const)(
  'while the line of the %s is up, reports of another line change nothing and ask for nothing',
  (label) => {
    fc.assert(
      fc.property(story.map(historyOf), fc.nat(30), strays(label), ({ call, callbacks }, heard, foreign) => {
        const before = fold(call, callbacks.slice(0, heard));
        const leg = before[label];
        fc.pre(leg?.ringing !== undefined && !isOver(leg));
        const after = fold(before, foreign);
        same(viewOf(after), viewOf(before));
        same(obligations(after, ME, OFF), obligations(before, ME, OFF));
      }),
      { numRuns: 3000 },
    );
  },
);

/** The customer's first line, given up for lost, and what comes of it. */
const firstLine = fc.tuple(
  anotherSid,
  fc.constantFrom('busy', 'no-answer', 'failed', 'canceled', 'completed'),
);

test('the late end of a first line does not end the second: it is talked on it, and so it is told', () => {
  const answered = story.map((told): Story => ({ ...told, agent: 'presses a key', customer: 'answers' }));
  const both = fc
    .tuple(answered.map(historyOf), firstLine)
    .chain(([{ call, callbacks }, [CallSid, CallStatus]]) => {
      const first = ['initiated', 'ringing', CallStatus].map(
        (status, n): Callback => ({
          about: 'customer',
          CallSid,
          CallStatus: status,
          CallDuration: '0',
          Timestamp: seconds(n),
        }),
      );
      return fc.record({
        call: fc.constant(call),
        alone: fc.constant(callbacks),
        mixed: fc.shuffledSubarray([...callbacks, ...first], { minLength: callbacks.length + first.length }),
      });
    });
  fc.assert(
    fc.property(both, ({ call, alone, mixed }) => {
      let known = call;
      for (const callback of mixed) {
        known = fold(known, [callback]);
        const own = known.customer?.sid === SID.customer ? known.customer : known.customer?.other;
        if (own?.sid === SID.customer && !isOver(own)) same(isOver(known.customer), false);
      }
      same(viewOf(known), viewOf(fold(call, alone)));
    }),
    { numRuns: 3000 },
  );
});
