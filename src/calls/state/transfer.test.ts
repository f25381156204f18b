import fc from 'fast-check';
import { type CallState, type Facts, joinFacts, learn, obligations, stageOf, type Transfer, viewOf } from '.';
import { newCall, SID, START } from './testing';

const GUEST = 'g101aaaaaa';
const LINE = `CA${'1'.repeat(32)}`;
const me = { at: START + 30_000, by: 'test' };
const policy = { voicemailDetection: 'off' } as const;

const asked: Transfer = {
  at: START + 10_000,
  by: 'aaaaaaaa',
  kind: 'warm',
  target: 'number',
  to: '+14155550124',
  guest: GUEST,
  ready: START + 11_000,
  loose: START + 11_000,
};

/** Ada and Carl talk; Dora is called. */
const ringing = (transfer: Partial<Transfer> = {}, facts: Facts = {}): CallState =>
  learn(
    newCall({
      key: START,
      dialled: { at: START, by: 'somebody' },
      agent: { sid: SID.agent, status: 'in-progress', answered: START },
      customer: { sid: SID.customer, status: 'in-progress', answered: START },
      rooms: {
        [SID.room]: {
          joined: { agent: 1, customer: 2 },
          left: {},
          stands: { customer: { n: 3, held: true } },
        },
      },
      others: {
        [GUEST]: {
          at: START,
          to: '+14155550124',
          by: 'a'.repeat(20),
          line: { sid: LINE, status: 'ringing', ringing: START },
        },
      },
      transfer: { ...asked, ...transfer },
    }),
    facts,
  );

const answered: Facts = {
  others: { [GUEST]: { line: { sid: LINE, status: 'in-progress', answered: START } } },
};
const over = (status: 'completed' | 'busy' | 'no-answer' | 'failed', sip?: number): Facts => ({
  others: { [GUEST]: { line: { sid: LINE, status, ended: START + 20_000, ...(sip ? { sip } : {}) } } },
});
const agentOver: Facts = { agent: { sid: SID.agent, status: 'completed', ended: START + 20_000 } };
const customerOver: Facts = { customer: { sid: SID.customer, status: 'completed', ended: START + 25_000 } };
const todo = (call: CallState, later = 0): string[] =>
  obligations(call, { ...me, at: me.at + later }, policy).map((what) =>
    'sid' in what ? `${what.do} ${what.sid.slice(2, 3)}` : what.do,
  );

test.each([
  { what: 'busy', facts: over('busy'), reason: 'busy' },
  { what: 'declines', facts: over('busy', 603), reason: 'declined' },
  { what: 'does not answer', facts: over('no-answer'), reason: 'no_answer' },
  { what: 'cannot be reached', facts: over('failed'), reason: 'unreachable' },
  { what: 'hangs up after talking', facts: joinFacts(answered, over('completed')), reason: 'left' },
])('who $what leaves the customer with the agent', ({ facts, reason }) => {
  const call = ringing({}, facts);
  expect(stageOf(call)).toEqual({ phase: 'failed', reason });
  expect(todo(call)).toEqual(['restore']);
  expect(todo(learn(call, { transfer: { ...asked, restored: me.at } }))).toEqual([]);
});

test('while somebody rings or is consulted, nobody is ended, whatever becomes of the agent', () => {
  expect(todo(ringing())).toEqual([]);
  expect(todo(ringing({}, agentOver))).toEqual([]);
  expect(todo(ringing({ left: START + 1 }))).toEqual(['hang-up a']);
  expect(todo(ringing({}, answered))).toEqual([]);
});

test('a cold transfer completes itself with the answer, a warm one when its agent is gone', () => {
  expect(todo(ringing({ kind: 'cold' }, answered))).toEqual(['complete-transfer']);
  expect(todo(ringing({}, joinFacts(answered, agentOver)))).toEqual(['complete-transfer']);
  expect(todo(ringing({ left: START + 1 }, answered))).toEqual(['complete-transfer']);
  // Somebody is at it.
  const moving = { at: me.at - 1000, by: 'another' };
  expect(todo(ringing({ kind: 'cold', moving }, answered))).toEqual([]);
  expect(todo(ringing({ kind: 'cold', moving, unmoved: me.at }, answered))).toEqual(['complete-transfer']);
});

test('a customer whom nobody takes after their agent had gone goes to the queue', () => {
  const call = ringing({}, joinFacts(agentOver, over('busy')));
  expect(todo(call)).toEqual(['return-customer c']);
  expect(todo(learn(call, { released: me.at }))).toEqual(['archive']);
});

test('who is left of a customer and a number is not left alone', () => {
  const done = { done: START + 20_000 };
  const call = ringing(
    done,
    [answered, agentOver, { released: START + 20_000, archived: START }].reduce(joinFacts),
  );
  expect(viewOf(call)).toMatchObject({ phase: 'ended', reason: 'transferred', outcome: 'talked' });
  // Nobody is left who could take them off hold.
  expect(todo(call)).toEqual(['change']);
  const heard: Facts = { rooms: { [SID.room]: { joined: {}, left: {}, stands: { customer: { n: 4 } } } } };
  expect(todo(learn(call, heard))).toEqual([]);
  expect(todo(learn(call, over('completed')))).toEqual(['dismiss-customer c']);
  expect(todo(learn(call, customerOver))).toEqual(['hang-up 1']);
  expect(todo(learn(call, { asked: { at: me.at, by: 'supervisor' } }))).toEqual(['hang-up c', 'hang-up 1']);
});

test('a supervisor ends a call that is being transferred for all', () => {
  const call = ringing({}, joinFacts(answered, { asked: { at: me.at, by: 'supervisor' } }));
  expect(stageOf(call)?.phase).toBe('canceled');
  // The agent's line first; with its end, or when nothing is heard of it, all others.
  expect(todo(call)).toEqual(['hang-up a']);
  expect(todo(learn(call, agentOver)).sort()).toEqual(['hang-up 1', 'hang-up c']);
  expect(todo(call, 6_000).sort()).toEqual(['hang-up 1', 'hang-up a', 'hang-up c']);
});

const time = fc.option(fc.integer({ min: START, max: START + 9 }), { nil: undefined });
const word = fc.constantFrom('aaaaaaaa', 'bbbbbbbb');
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const reason = fc.constantFrom('declined', 'no_answer', 'busy', 'unreachable', 'left');
const facts: fc.Arbitrary<Transfer> = fc
  .record({
    at: fc.integer({ min: START, max: START + 2 }),
    by: word,
    taken: time,
    into: optional(word),
    task: optional(word),
    talk: optional(
      fc.record({
        at: fc.integer({ min: 0, max: 2 }),
        by: word,
        with: fc.constantFrom('customer', 'target', 'all'),
      }),
    ),
    moving: optional(fc.record({ at: fc.integer({ min: 0, max: 2 }), by: word })),
    unmoved: time,
    left: time,
    done: time,
    canceled: time,
    failed: optional(fc.record({ at: fc.integer({ min: START, max: START + 9 }), reason })),
    restored: time,
  })
  .map(
    (known) =>
      ({
        kind: 'cold',
        target: 'number',
        to: '+14155550124',
        ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
      }) as Transfer,
  );

test('what is known of transfers adds up to the same in any order, any number of times', () => {
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 6 }), fc.infiniteStream(fc.nat()), (all, order) => {
      const fold = (list: Transfer[]) =>
        [...list, ...list].reduce<Facts>((sum, transfer) => joinFacts(sum, { transfer }), {}).transfer;
      const numbers = order.take(all.length * 2);
      const shuffled = [...all, ...all]
        .map((transfer) => ({ transfer, n: numbers.next().value ?? 0 }))
        .sort((a, b) => a.n - b.n)
        .map(({ transfer }) => transfer);
      expect(fold(shuffled)).toEqual(fold(all));
    }),
    { numRuns: 2000 },
  );
});

test('whatever is known of a transfer, the customer is talking, being looked after, or gone', () => {
  const bits = fc.subarray([answered, agentOver, customerOver, over('completed'), over('busy')]);
  fc.assert(
    fc.property(facts, bits, (transfer, known) => {
      const call = ringing({ ...transfer, at: asked.at, by: asked.by }, known.reduce<Facts>(joinFacts, {}));
      const customerUp = call.customer?.status === 'in-progress';
      const alone =
        call.agent?.status === 'completed' &&
        Object.values(call.others ?? {}).every(
          ({ line }) => line?.status !== 'in-progress' && line?.status !== 'ringing',
        );
      const late = { at: START + 60_000, by: 'test' };
      if (customerUp && alone && transfer.dismissed === undefined)
        expect(obligations(call, late, policy).length).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});
