import fc from 'fast-check';
import { same } from '../../testing/same';
import {
  type CallState,
  cameIn,
  decideAnswer,
  type Facts,
  hasEnded,
  joinFacts,
  learn,
  type Obligation,
  obligations,
  viewOf,
  wasAccepted,
} from '.';
import { CLAIM_MS } from './claims';
import { START } from './testing';
import {
  factsOfStory,
  fold,
  LINES,
  newOffer,
  OFF,
  type OfferStory,
  offerStory,
  settle,
} from './testing-inbound';

const by = 'test';

const shuffled = (facts: Facts[]): fc.Arbitrary<Facts[]> =>
  fc
    .array(fc.constantFrom(...facts), { maxLength: 5 })
    .chain((again) => fc.shuffledSubarray([...facts, ...again], { minLength: facts.length + again.length }));

/** What Twilio and TaskRouter know, whatever we do: the truth that obligations act on. */
class Truth {
  reservation: 'open' | 'ours' | 'gone';
  caller: 'queue' | 'room' | 'between' | 'gone' | 'again';
  agentUp: boolean;
  wrapped = 0;
  freed = false;

  constructor(told: OfferStory, full: CallState) {
    const accepted = wasAccepted(full);
    this.reservation = accepted ? 'ours' : full.withdrawn !== undefined ? 'gone' : 'open';
    const left = full.customer?.ended !== undefined || full.withdrawn?.by === 'customer';
    if (full.released !== undefined) this.caller = 'again';
    else if (left) this.caller = 'gone';
    else if (cameIn(full)) this.caller = 'room';
    else this.caller = accepted ? 'between' : 'queue';
    this.agentUp = full.agent?.ended === undefined;
    // Twilio asks what a caller hears who was left: that it is lost is another story.
    if (told.leaves === 'agent' && this.caller === 'again') this.caller = 'again';
  }

  /** Does one thing, and tells what becomes known by it. */
  perform(what: Obligation, at: number): Facts {
    const { agent, caller } = LINES;
    switch (what.do) {
      case 'reject':
        if (this.reservation === 'ours') return { accepted: at };
        this.reservation = 'gone';
        return { rejected: at };
      case 'hang-up':
        if (what.sid === agent) {
          this.agentUp = false;
          return { agent: { sid: agent, status: 'completed', ended: at } };
        }
        this.caller = 'gone';
        return { customer: { sid: caller, status: 'completed', ended: at } };
      case 'tell':
        this.agentUp = false;
        return { agent: { sid: agent, status: 'completed', ended: at } };
      case 'return-customer':
        if (this.caller === 'gone') return { customer: { sid: caller, status: 'completed', ended: at } };
        this.caller = 'again';
        return { released: at };
      case 'find-customer':
        if (this.caller === 'gone' && this.reservation === 'ours')
          return { accepted: at, customer: { sid: caller, status: 'completed', ended: at } };
        if (this.caller === 'gone')
          return { refused: 0, customer: { sid: caller, status: 'completed', ended: at } };
        if (this.caller === 'again') return { accepted: at, refused: 0 };
        if (this.caller === 'room') return { accepted: at, customer: { sid: caller, joined: at } };
        if (this.reservation === 'ours') return { accepted: at, refused: 0 };
        return this.reservation === 'open' ? { refused: 0 } : { refused: 0, withdrawn: { at, by: 'system' } };
      case 'wrap-up':
        this.wrapped += 1;
        return { wrapped: at };
      default:
        return {};
    }
  }
}

const stories = offerStory.map((told) => ({ told, ...factsOfStory(told) }));
const deliveries = stories.chain((story) => fc.tuple(fc.constant(story), shuffled(story.facts)));

test('what is known of an offer, shuffled and repeated, adds up to the same (10,000 histories)', () => {
  fc.assert(
    fc.property(deliveries, ([{ call, facts }, heard]) => {
      same(fold(call, heard), fold(call, facts));
      same(joinFacts(fold(call, facts), fold(call, heard)), joinFacts(fold(call, facts), {}));
    }),
    { numRuns: 10_000 },
  );
});

test('an offer that has ended stays ended, in any order', () => {
  fc.assert(
    fc.property(deliveries, ([{ call }, heard]) => {
      let known = learn(call, {});
      let ended = false;
      for (const each of heard) {
        known = learn(known, each);
        // Only what nobody had heard before may show that the caller is with us after all.
        if (ended && !hasEnded(known))
          expect(each.dialled ?? each.customer ?? each.accepted ?? each.refused).toBeDefined();
        ended = hasEnded(known);
      }
    }),
    { numRuns: 3000 },
  );
});

test('whatever is lost, once the agent is gone nobody is alone, no line is up, no offer is left open', () => {
  const lossy = stories.chain(({ told, call, facts }) => {
    const end = facts.filter(({ agent }) => agent?.ended !== undefined);
    const claim = facts.filter(({ dialled }) => dialled !== undefined);
    // The claim is our own write: the caller was not taken without it.
    return fc
      .shuffledSubarray(facts)
      .map((heard) => ({ told, call, full: fold(call, facts), heard: [...heard, ...end, ...claim] }));
  });
  fc.assert(
    fc.property(lossy, ({ told, call, full, heard }) => {
      const truth = new Truth(told, full);
      truth.agentUp = false;
      const last = settle(fold(call, heard), truth);
      expect(last.archived).toBeDefined();
      expect(['queue', 'gone', 'again']).toContain(truth.caller);
      same(truth.reservation === 'open', false);
      same(truth.wrapped, truth.reservation === 'ours' ? 1 : 0);
    }),
    { numRuns: 10_000 },
  );
});

test('while nobody has left and nobody asked, nothing is done to an offer or a conversation', () => {
  const quiet = stories.filter(
    ({ told }) => told.agent === 'takes' && !told.gone && told.taking === 'comes in',
  );
  const beginnings = quiet.chain(({ call, facts }) =>
    fc.nat(5).map((n) => ({ call, heard: facts.slice(0, n) })),
  );
  fc.assert(
    fc.property(beginnings, ({ call, heard }) => {
      same(obligations(fold(call, heard), { at: START + 30_000, by }, OFF), []);
    }),
    { numRuns: 2000 },
  );
});

test('only one of many who press a key at once takes the caller', () => {
  const first = decideAnswer(newOffer(), { sid: LINES.agent, digits: '1' }, { at: START, by: 'a' });
  if (first.do !== 'take') throw new Error(first.do);
  const claimed = learn(newOffer(), first.claim);
  const again = (who: string, at: number) =>
    decideAnswer(claimed, { sid: LINES.agent, digits: '1' }, { at: START + at, by: who }).do;
  expect([again('a', 0), again('b', 0), again('b', CLAIM_MS), again('b', CLAIM_MS + 1)]).toEqual([
    'take',
    'join',
    'join',
    'look-and-take',
  ]);
});

test.each([
  { what: 'no key', facts: {}, digits: undefined, does: 'silence' },
  { what: 'speech', facts: {}, digits: 'hello', does: 'silence' },
  { what: 'another line', facts: { agent: { sid: LINES.caller } }, digits: '1', does: 'refuse' },
  {
    what: 'a caller who has gone',
    facts: { withdrawn: { at: 1, by: 'customer' as const } },
    digits: '1',
    does: 'say',
  },
  { what: 'a declined offer', facts: { asked: { at: 1, by: 'agent' as const } }, digits: '1', does: 'say' },
  { what: 'an offer given back', facts: { rejected: 1 }, digits: '1', does: 'say' },
])('$what takes nobody', ({ facts, digits, does }) => {
  const me = { at: START + 1000, by };
  expect(decideAnswer(newOffer(facts), { sid: LINES.agent, digits }, me).do).toBe(does);
});

test('a call that came in passes through its phases, and tells its story', () => {
  const told: OfferStory = {
    kind: 'phone',
    agent: 'takes',
    gone: false,
    taking: 'comes in',
    leaves: 'caller',
    seconds: [3, 2, 59],
  };
  const { call, facts } = factsOfStory(told);
  const phases = new Set([viewOf(call).phase]);
  for (let n = 1; n <= facts.length; n += 1) phases.add(viewOf(fold(call, facts.slice(0, n))).phase);
  expect([...phases]).toEqual([
    'starting',
    'agent-ringing',
    'agent-answered',
    'connected',
    'ending',
    'ended',
  ]);
  expect(viewOf(fold(call, facts))).toMatchObject({
    direction: 'inbound',
    recipient: '+14155550123',
    connectedAt: '2026-11-21T09:00:05.000Z',
    talkSeconds: 60,
    reason: 'customer_hung_up',
    outcome: 'talked',
    offer: { reason: 'support', name: 'Tuvok', queuedAt: '2026-11-21T08:58:30.000Z' },
    wrapUp: {},
  });
});

test('a note with words stands before one without, whichever comes first', () => {
  const written: Facts = { note: { at: 1, notes: 'x' } };
  const late: Facts = { note: { at: 2 } };
  expect(joinFacts(written, late).note).toEqual(joinFacts(late, written).note);
  expect(joinFacts(late, written).note).toEqual({ at: 1, notes: 'x' });
});

test('with the longest note in any script a call fits into its item', () => {
  const { call, facts } = factsOfStory({
    kind: 'browser',
    agent: 'takes',
    gone: false,
    taking: 'comes in',
    leaves: 'caller',
    seconds: [3, 2, 59],
  });
  const note = { at: START, disposition: 'x'.repeat(40), notes: '語'.repeat(1000) };
  const bytes = Buffer.byteLength(JSON.stringify(learn(fold(call, facts), { note })));
  expect(bytes).toBeLessThanOrEqual(6_144);
  expect(Buffer.byteLength(JSON.stringify(fold(call, facts)))).toBeLessThanOrEqual(2_048);
});
