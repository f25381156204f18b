import fc from 'fast-check';
import type { CallState, LegFacts } from '../../src/calls/contract';
import { viewOf as serverViewOf } from '../../src/calls/state';
import { viewOf } from './item-view';

const STATUSES = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'canceled',
  'no-answer',
  'busy',
  'failed',
  'completed',
] as const;
const SIDS = ['CAa', 'CAb'];
const ms = fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const leg = fc.record(
  {
    sid: fc.constantFrom(...SIDS),
    status: fc.constantFrom(...STATUSES),
    ringing: ms,
    answered: ms,
    ended: ms,
    seconds: fc.nat(100),
    sip: fc.constantFrom(200, 486, 603),
  },
  { requiredKeys: ['sid'] },
) as fc.Arbitrary<LegFacts>;
const sequence = fc.record({ agent: fc.nat(9), customer: fc.nat(9) }, { requiredKeys: [] });
const room = fc.record(
  { joined: sequence, left: sequence, ended: fc.constant(true as const), endedBy: fc.constantFrom(...SIDS) },
  { requiredKeys: ['joined', 'left'] },
);
const facts = fc.record(
  {
    agent: leg,
    customer: leg,
    rooms: fc.dictionary(fc.constantFrom('CF1', 'CF2'), room, { maxKeys: 2 }),
    key: ms,
    dialled: fc.record({ at: ms, by: fc.constant('x') }),
    refused: fc.constantFrom(0, 21215),
    machine: ms,
    dropped: ms,
    asked: fc.record({ at: ms, by: fc.constantFrom('agent' as const, 'supervisor' as const) }),
    capped: ms,
    lapsed: ms,
    archived: ms,
  },
  { requiredKeys: [] },
);
const call: fc.Arbitrary<CallState> = fc
  .tuple(facts, ms, maybe(fc.string()), fc.boolean())
  .map(([known, at, label, browser]) => ({
    v: 1,
    ...(browser ? { kind: 'browser' } : {}),
    id: '1k0000000abcdefghijkl',
    at,
    from: '+14155550101',
    to: '+14155550123',
    conference: 'c',
    who: 'ada@example.com',
    ...(label === undefined ? {} : { label }),
    ...known,
  }));

test('for every call there can be, the page sees what the functions say', () => {
  fc.assert(
    fc.property(call, (state) => {
      expect(viewOf(state)).toEqual(serverViewOf(state));
    }),
    { numRuns: 5000 },
  );
});
