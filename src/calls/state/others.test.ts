import fc from 'fast-check';
import { same } from '../../testing/same';
import {
  type Callback,
  type CallState,
  type Facts,
  factsFor,
  factsOf,
  joinFacts,
  labelOf,
  learn,
  obligations,
  viewOf,
} from '.';
import { garbage, newCall, SID, START } from './testing';

const GUEST = 'g101aaaaaa';
const LATER_GUEST = 'g102aaaaaa';
const SUPERVISOR = 's003aaaaaa';
const line = (letter: string) => `CA${letter.repeat(32)}`;
const SIDS: Record<string, string> = {
  [GUEST]: line('1'),
  [LATER_GUEST]: line('2'),
  [SUPERVISOR]: line('3'),
  agent: SID.agent,
  customer: SID.customer,
};
const LATER = { at: START + 120_000, by: 'test' };

/** Ada and Carl talk; a guest and a supervisor were called. */
const claimed = (): CallState =>
  newCall({
    key: START,
    dialled: { at: START, by: 'somebody' },
    agent: { sid: SID.agent, status: 'in-progress', answered: START },
    customer: { sid: SID.customer, status: 'in-progress', answered: START },
    others: {
      [GUEST]: { at: START, to: '+14155550124', by: 'a'.repeat(20) },
      [SUPERVISOR]: {
        at: START,
        to: '+1415•••02',
        who: 'grace@example.com',
        by: 'b'.repeat(20),
        wish: { at: START, by: 'x', mode: 'whisper' },
      },
    },
  });

const label = (who: string) => (who in { agent: 1, customer: 1 } ? who : labelOf(who));
const room = (event: string, who: string, n: number, more: Partial<Callback> = {}): Callback => ({
  about: 'conference',
  ConferenceSid: SID.room,
  StatusCallbackEvent: `participant-${event}`,
  SequenceNumber: String(n),
  ParticipantLabel: label(who),
  CallSid: SIDS[who],
  Timestamp: new Date(START).toUTCString(),
  Muted: 'false',
  Hold: 'false',
  Coaching: 'false',
  ...more,
});
const ended = (who: string): Callback => ({
  about: who === 'agent' || who === 'customer' ? who : 'other',
  other: who,
  CallSid: SIDS[who],
  CallStatus: 'completed',
  Timestamp: new Date(START + 60_000).toUTCString(),
});

const fold = (call: CallState, callbacks: readonly Callback[]): CallState =>
  callbacks.reduce(
    (known, callback) => learn(known, factsFor(known, factsOf(callback, START))),
    learn(call, {}),
  );

const flag = fc.constantFrom('true', 'false');
/** Whatever Twilio may tell of who takes part how; numbers differ, as Twilio counts. */
const events: fc.Arbitrary<Callback[]> = fc
  .array(
    fc.record({
      event: fc.constantFrom('join', 'leave', 'mute', 'unmute', 'hold', 'unhold', 'modify'),
      who: fc.constantFrom('agent', 'customer', GUEST, SUPERVISOR),
      Muted: flag,
      Hold: flag,
      Coaching: flag,
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((told) => told.map(({ event, who, ...flags }, index) => room(event, who, index + 1, flags)));

test('who takes part how is the same in whatever order, and however often, it is told', () => {
  const told = events.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
  );
  fc.assert(
    fc.property(told, ([all, shuffled]) => {
      same(fold(claimed(), shuffled), fold(claimed(), all));
    }),
    { numRuns: 2000 },
  );
});

test('facts of others add up whatever the grouping, whoever had the place before', () => {
  const facts: fc.Arbitrary<Facts> = fc.record({
    others: fc.dictionary(
      fc.constantFrom(GUEST, LATER_GUEST, SUPERVISOR),
      fc.record(
        {
          at: fc.nat(9),
          gone: fc.record({ at: fc.nat(9), by: fc.constantFrom('a', 'b') }),
          cut: fc.record({ at: fc.nat(9), by: fc.constantFrom('a', 'b') }),
          refused: fc.nat(9),
          line: fc.record({
            sid: fc.constantFrom(line('1'), line('2')),
            status: fc.constantFrom('ringing', 'busy'),
          }),
          wish: fc.record({
            at: fc.nat(3),
            by: fc.constantFrom('a', 'b'),
            mode: fc.constant('listen' as const),
          }),
        },
        { requiredKeys: [] },
      ),
      { maxKeys: 1 },
    ),
    supervised: fc.array(
      fc.record({ at: fc.nat(20), by: fc.constantFrom('a', 'b'), mode: fc.constantFrom('listen', 'stop') }),
      { maxLength: 6 },
    ),
  }) as fc.Arbitrary<Facts>;
  fc.assert(
    fc.property(facts, facts, facts, (a, b, c) => {
      same(joinFacts(joinFacts(a, b), c), joinFacts(a, joinFacts(b, c)));
      same(joinFacts(joinFacts(a, b), {}), joinFacts(joinFacts(b, a), {}));
      same(joinFacts(joinFacts(a, b), b), joinFacts(a, b));
    }),
    { numRuns: 2000 },
  );
});

test('the last number says who is on hold and muted; who left and came back takes part like everybody', () => {
  const { legs } = viewOf(
    fold(claimed(), [
      room('join', 'agent', 1),
      room('join', 'customer', 2),
      room('hold', 'customer', 5, { Hold: 'true' }),
      room('unhold', 'customer', 4),
      room('mute', 'agent', 3, { Muted: 'true' }),
      room('join', 'agent', 6),
    ]),
  );
  expect([legs[0].muted, legs[1].held]).toEqual([undefined, true]);
});

test('since when somebody has been on hold counts from the last time that they were put there', () => {
  const at = (seconds: number) => new Date(START + seconds * 1000);
  const told = (event: string, n: number, seconds: number, flags: object = {}) =>
    room(event, 'customer', n, { ...flags, Timestamp: at(seconds).toUTCString() });
  const reports = [
    room('join', 'agent', 1),
    told('join', 2, 0),
    told('hold', 3, 1, { Hold: 'true' }),
    told('unhold', 4, 2),
    told('hold', 5, 3, { Hold: 'true' }),
    told('mute', 6, 9, { Hold: 'true', Muted: 'true' }),
  ];
  for (const all of [reports, reports.toReversed()])
    expect(viewOf(fold(claimed(), all)).legs[1]).toMatchObject({
      held: true,
      heldSince: at(3).toISOString(),
    });
  const back = viewOf(fold(claimed(), [...reports, told('unhold', 7, 10)]));
  expect(back.legs[1]).not.toHaveProperty('heldSince');
  const again = viewOf(
    fold(claimed(), [...reports, told('join', 8, 11), told('mute', 9, 12, { Hold: 'true' })]),
  );
  expect(again.legs[1]).toMatchObject({ held: true });
  expect(again.legs[1]).not.toHaveProperty('heldSince');
});

test('a supervisor is shown as heard by whom Twilio says, with what they have asked for', () => {
  const joined = [room('join', 'agent', 1), room('join', SUPERVISOR, 2, { Muted: 'true', Coaching: 'true' })];
  const listens = fold(claimed(), joined);
  expect(viewOf(listens).supervision).toMatchObject({ mode: 'listen', next: 'whisper' });
  expect(obligations(listens, LATER, { voicemailDetection: 'off' })).toEqual([
    {
      do: 'supervise',
      id: SUPERVISOR,
      sid: SIDS[SUPERVISOR],
      conference: SID.room,
      mode: 'whisper',
      coached: SID.agent,
    },
  ]);
  const whispers = fold(listens, [room('unmute', SUPERVISOR, 3, { Coaching: 'true' })]);
  expect(viewOf(whispers).supervision).toEqual({
    by: 'grace@example.com',
    mode: 'whisper',
    since: new Date(START).toISOString(),
  });
  expect(obligations(whispers, LATER, { voicemailDetection: 'off' })).toEqual([]);
});

test('when the agent or the customer is out, every guest and supervisor who may be on the line is hung up on', () => {
  const ends = fc.constantFrom<string>('agent', 'customer', GUEST, SUPERVISOR);
  const joins = ['agent', 'customer', GUEST, SUPERVISOR].map((who, n) => room('join', who, n + 1));
  const told = fc.tuple(fc.array(ends, { minLength: 1, maxLength: 3 }), fc.shuffledSubarray(joins));
  fc.assert(
    fc.property(told, ([over, heard]) => {
      const call = fold(claimed(), [...heard, ...over.map(ended)]);
      const cut = obligations(call, LATER, { voicemailDetection: 'off' }).flatMap((duty) =>
        duty.do === 'hang-up' ? [duty.sid] : [],
      );
      const done = over.includes('agent') || over.includes('customer');
      for (const id of [GUEST, SUPERVISOR]) {
        const known = call.others?.[id]?.line;
        same(cut.includes(SIDS[id] ?? ''), done && known !== undefined && !over.includes(id));
      }
    }),
    { numRuns: 1000 },
  );
});

test('reports of lines that nobody called add nothing', () => {
  const call = learn(claimed(), {});
  expect(fold(call, [room('join', LATER_GUEST, 9), ended(LATER_GUEST)])).toEqual(call);
});

test('with all places taken, and any garbage, a call stays under 5 KiB', () => {
  const long = 'x'.repeat(64);
  const others = Object.fromEntries(
    ['g1', 'g2', 'g3', 'g4', 's0'].map((slot, n) => [
      `${slot}0${n}aaaaaa`,
      {
        ...{ at: START, to: '+14155550124', who: long, by: 'a'.repeat(20), refused: START, cut: LATER },
        ...{ uncut: START, gone: { at: START, by: 'a'.repeat(20) } },
        wish: { at: START, by: 'b'.repeat(8), mode: 'whisper' as const },
        line: { sid: line('1'), status: 'completed' as const, ringing: START, answered: START, ended: START },
      },
    ]),
  );
  const supervised = Array.from({ length: 20 }, (_, n) => ({
    at: START + n,
    by: long,
    mode: 'whisper' as const,
  }));
  fc.assert(
    fc.property(fc.array(garbage, { maxLength: 30 }), events, (junk, told) => {
      const heard = fold(newCall({ ...claimed(), others }), [...junk, ...told]);
      const call = supervised.reduce((known, change) => learn(known, { supervised: [change] }), heard);
      expect(call.supervised).toHaveLength(8);
      expect(Buffer.byteLength(JSON.stringify(call))).toBeLessThanOrEqual(5120);
    }),
    { numRuns: 300 },
  );
});
