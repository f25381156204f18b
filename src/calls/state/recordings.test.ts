import fc from 'fast-check';
import { type CallState, type Facts, joinFacts, learn, newTake, obligations, takesOf, viewOf } from '.';
import { newCall, SID, START } from './testing';

const RE = (letter: string) => `RE${letter.repeat(32)}`;
const at = fc.nat(9);
const some = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] });

/** As they are kept: without doubles. */
const facts: fc.Arbitrary<Facts> = some({
  takes: fc.dictionary(
    fc.constantFrom('1', '2', '3', '9', '10', '11'),
    some({
      at,
      begin: fc.record({ at, by: fc.constantFrom('a', 'b') }),
      failed: at,
      sid: fc.constantFrom(RE('1'), RE('2'), RE('3')),
      cut: at,
      began: at,
      stand: fc.record({ n: fc.nat(3), at, is: fc.constantFrom('on', 'paused', 'over') }),
      seconds: at,
      ready: at,
    }),
    { maxKeys: 4 },
  ),
  marks: fc.array(
    fc.record(
      { at: fc.nat(20), by: fc.constantFrom('a', 'b'), what: fc.constantFrom('start', 'pause', 'stop') },
      { requiredKeys: ['at', 'what'] },
    ),
    { maxLength: 6 },
  ),
}).map((told) => joinFacts(told as Facts, told as Facts));

test('facts of recordings add up whatever the order and the grouping, and stay few', () => {
  fc.assert(
    fc.property(facts, facts, facts, (a, b, c) => {
      const all = joinFacts(joinFacts(a, b), c);
      expect(all).toEqual(joinFacts(a, joinFacts(b, c)));
      expect(joinFacts(joinFacts(a, b), {})).toEqual(joinFacts(joinFacts(b, a), {}));
      expect(joinFacts(joinFacts(a, b), b)).toEqual(joinFacts(a, b));
      expect(Object.keys(all.takes ?? {}).length).toBeLessThanOrEqual(4);
      expect((all.marks ?? []).length).toBeLessThanOrEqual(8);
    }),
    { numRuns: 1000 },
  );
});

const talking = (more: Facts = {}): CallState =>
  learn(
    newCall({
      key: START,
      dialled: { at: START, by: 'somebody' },
      agent: { sid: SID.agent, status: 'in-progress', answered: START },
      customer: { sid: SID.customer, status: 'in-progress', answered: START, joined: START },
      rooms: { [SID.room]: { joined: { agent: 1, customer: 2 }, left: {} } },
    }),
    more,
  );
const todo = (call: CallState, now = START + 1000) =>
  obligations(call, { at: now, by: 'me' }, { voicemailDetection: 'off' }).map((duty) => duty.do);

test('a recording is begun once: whoever comes while it is being begun leaves it, until that has taken too long', () => {
  const asked = talking(newTake(talking(), START, 'ada@example.com'));
  expect(todo(asked)).toEqual(['record']);
  const begun = learn(asked, { takes: { 1: { begin: { at: START, by: 'somebody' } } } });
  expect(todo(begun)).toEqual([]);
  expect(obligations(begun, { at: START + 11_000, by: 'me' }, { voicemailDetection: 'off' })).toEqual([
    { do: 'record', n: 1, again: true },
  ]);
  expect(viewOf(begun).recording).toEqual({ state: 'starting', since: new Date(START).toISOString() });
});

test('what is due: a pause that is over, a customer who has gone on, a recording that was begun twice', () => {
  const on = talking({ takes: { 1: { at: START, sid: RE('1'), began: START } } });
  expect(todo(on)).toEqual([]);
  const paused = learn(on, {
    takes: { 1: { stand: { n: 1, at: START, is: 'paused', until: START + 5000 } } },
  });
  expect([todo(paused), todo(paused, START + 5000)]).toEqual([[], ['steer-recording']]);
  expect(viewOf(paused).recording).toEqual({
    state: 'paused',
    since: new Date(START).toISOString(),
    resumesAt: new Date(START + 5000).toISOString(),
  });
  const gone = learn(on, { released: START + 500 });
  expect(todo(gone)).toContain('steer-recording');
  expect(todo(gone, START + 3_600_000)).not.toContain('steer-recording');
  expect(viewOf(gone).recording).toBeUndefined();
  expect(todo(learn(on, { takes: { 1: { sid: RE('0') } } }))).toEqual(['steer-recording']);
  const asked = { at: START, by: 'a', kind: 'cold', target: 'number', to: '+14155550124' } as const;
  expect(todo(learn(on, { transfer: { ...asked, done: START + 500 } }))).toContain('steer-recording');
  // Twilio ends it with the line.
  expect(
    todo(learn(gone, { customer: { sid: SID.customer, status: 'completed', ended: START + 600 } })),
  ).not.toContain('steer-recording');
});

test('a recording that came to nothing is not shown, one that was deleted is, and can not be played', () => {
  const call = talking({
    takes: {
      1: { at: START, sid: RE('1'), failed: START },
      2: { at: START, sid: RE('2'), ready: START, seconds: 7, deleted: START + 9 },
      3: { at: START, failed: START },
    },
  });
  expect(viewOf(call).recordings).toEqual([
    { id: RE('2'), startedAt: new Date(START).toISOString(), seconds: 7, deleted: true },
  ]);
});

test('recordings and who did what to them add 2.2 KiB at most', () => {
  let call = talking();
  const empty = Buffer.byteLength(JSON.stringify(call));
  for (let n = 0; n < 12; n += 1) {
    call = learn(call, newTake(call, START + n, 'x'.repeat(64)));
    const last = takesOf(call).at(-1)?.n ?? 0;
    const stand = { n: 99, at: START, is: 'paused' as const, until: START };
    const begin = { at: START, by: 'b'.repeat(8) };
    const rest = { begin, unbegun: START, failed: START, began: START, seconds: 14_400, ready: START };
    call = learn(call, { takes: { [last]: { ...rest, stand, sid: RE('1'), deleted: START } } });
  }
  expect(Buffer.byteLength(JSON.stringify(call)) - empty).toBeLessThanOrEqual(2253);
});
