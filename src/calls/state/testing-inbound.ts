import fc from 'fast-check';
import { learn } from '.';
import { CLAIM_MS } from './claims';
import type { CallState, Facts } from './facts';
import { claims, type Obligation, obligations } from './obligations';
import { START } from './testing';

export const LINES = { agent: `CA${'a'.repeat(32)}`, caller: `CA${'c'.repeat(32)}` };
const ROOM = `CF${'f'.repeat(32)}`;

/** A caller as the assignment claims an agent for them. */
export const newOffer = (facts: Facts & Pick<CallState, 'kind'> = {}): CallState => ({
  v: 1,
  id: '1k0000000abcdefghijkl',
  at: START,
  from: facts.kind === 'browser' ? `client:${'a'.repeat(20)}` : '+14155550101',
  to: '+14155550123',
  conference: 'c'.repeat(32),
  who: 'spock@example.com',
  direction: 'inbound',
  offer: {
    task: `WT${'1'.repeat(32)}`,
    reservation: `WR${'1'.repeat(32)}`,
    worker: `WK${'1'.repeat(32)}`,
    caller: LINES.caller,
    reason: 'support',
    language: 'en',
    name: 'Tuvok',
    queued: START - 90_000,
    answerBy: START + 20_000,
  },
  ...facts,
});

/** How an offer may go. */
export interface OfferStory {
  kind: 'phone' | 'browser';
  agent: 'no answer' | 'busy' | 'failed' | 'presses nothing' | 'declines in the page' | 'takes';
  /** The caller leaves before the agent has taken them. */
  gone: boolean;
  /** What comes of taking them. */
  taking: 'comes in' | 'has hung up' | 'offer is gone' | 'cannot be brought' | 'taker dies before accepting';
  leaves: 'caller' | 'agent' | 'page';
  seconds: [number, number, number];
}

export const offerStory: fc.Arbitrary<OfferStory> = fc.record({
  kind: fc.constantFrom('phone', 'browser'),
  agent: fc.oneof(
    { weight: 5, arbitrary: fc.constant('takes' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom('no answer', 'busy', 'failed', 'presses nothing', 'declines in the page'),
    },
  ),
  gone: fc.boolean(),
  taking: fc.oneof(
    { weight: 4, arbitrary: fc.constant('comes in' as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        'has hung up',
        'offer is gone',
        'cannot be brought',
        'taker dies before accepting',
      ),
    },
  ),
  leaves: fc.constantFrom('caller', 'agent', 'page'),
  seconds: fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 8 }), fc.nat(600)),
});

/** What becomes known of a story, bit by bit. Times are whole seconds, as Twilio's are. */
export function factsOfStory(told: OfferStory): { call: CallState; facts: Facts[] } {
  const facts: Facts[] = [];
  const [ring, think, talk] = told.seconds;
  const answered = START + ring * 1000;
  const taken = answered + think * 1000;
  const end = taken + (talk + 1) * 1000;
  const { agent: sid, caller } = LINES;
  const call = newOffer(told.kind === 'browser' ? { kind: 'browser' } : {});
  facts.push({ agent: { sid, status: 'ringing', ringing: START } });
  const over = (status: 'no-answer' | 'busy' | 'failed' | 'completed', ended: number): Facts => ({
    agent: { sid, status, ended },
  });
  if (told.gone) facts.push({ withdrawn: { at: answered - 500, by: 'customer' } });
  const statuses = { 'no answer': 'no-answer', busy: 'busy', failed: 'failed' } as const;
  if (told.agent === 'declines in the page') {
    facts.push({ asked: { at: answered, by: 'agent' } }, over('no-answer', answered + 1000));
    return { call, facts };
  }
  if (told.agent !== 'takes' && told.agent !== 'presses nothing') {
    facts.push(over(statuses[told.agent], answered));
    return { call, facts };
  }
  facts.push({ agent: { sid, status: 'in-progress', answered } });
  if (told.agent === 'presses nothing' || told.gone) {
    facts.push(over('completed', taken));
    return { call, facts };
  }
  facts.push({ key: taken, dialled: { at: taken, by: 'somebody' } });
  if (told.taking === 'taker dies before accepting') facts.push(over('completed', end));
  else if (told.taking === 'offer is gone')
    facts.push({ refused: 0, withdrawn: { at: taken, by: 'system' } }, over('completed', end));
  else if (told.taking === 'cannot be brought')
    facts.push({ accepted: taken, refused: 0 }, over('completed', end));
  else if (told.taking === 'has hung up')
    facts.push(
      { accepted: taken, customer: { sid: caller, status: 'completed', ended: taken } },
      over('completed', end),
    );
  else {
    facts.push(
      { customer: { sid: caller, joined: taken }, rooms: { [ROOM]: { joined: { customer: 1 }, left: {} } } },
      { agent: { sid }, rooms: { [ROOM]: { joined: { agent: 2 }, left: {} } } },
    );
    const left = told.leaves === 'caller' ? caller : sid;
    facts.push(
      { rooms: { [ROOM]: { joined: {}, left: {}, ended: true, endedBy: left } } },
      over('completed', end),
    );
    if (told.leaves === 'page') facts.push({ asked: { at: end, by: 'agent' } });
    if (told.leaves !== 'agent') facts.push({ customer: { sid: caller, status: 'completed', ended: end } });
    else facts.push({ released: end });
  }
  return { call, facts };
}

export const fold = (call: CallState, facts: readonly Facts[]): CallState =>
  facts.reduce(learn, learn(call, {}));

/** What Twilio and TaskRouter know, whatever we do: does one thing, and tells what becomes known by it. */
export interface Acts {
  perform(what: Obligation, at: number, call: CallState): Facts;
}

export const OFF = { voicemailDetection: 'off' } as const;

/** Settles an offer as the functions do, again and again with time passing, until the call is archived. */
export function settle(known: CallState, truth: Acts): CallState {
  let call = known;
  for (let round = 0; round < 12; round += 1) {
    // The end of the agent's line is told in the end, whatever else was lost; then time passes.
    const at = (known.agent?.ended ?? START) + 6000 + round * (CLAIM_MS + 1);
    const me = { at, by: `test${round}` };
    const todo = obligations(call, me, OFF);
    if (todo.some((what) => what.do === 'archive')) return learn(call, { archived: at });
    call = learn(call, claims(call, todo, me));
    for (const what of todo) call = learn(call, truth.perform(what, at, call));
  }
  return call;
}
