import fc from 'fast-check';
import { same } from '../../testing/same';
import {
  type CallState,
  decideAnswer,
  type Facts,
  hasEnded,
  isServed,
  learn,
  type Obligation,
  obligations,
  viewOf,
  wasAccepted,
} from '.';
import { CLAIM_MS } from './claims';
import { START } from './testing';
import { fold, newOffer, OFF, settle } from './testing-inbound';

const AGENT = `CA${'a'.repeat(32)}`;
const CARL = `CA${'c'.repeat(32)}`;
const ROOM = `CF${'f'.repeat(32)}`;
const MESSAGE = { id: `RE${'1'.repeat(32)}`, seconds: 9 };

/** A customer who is to be called, as the assignment claims an agent for them. */
function newCallback(message: boolean, kind: 'phone' | 'browser' = 'phone'): CallState {
  const { direction: _direction, offer, ...call } = newOffer(kind === 'browser' ? { kind } : {});
  const { caller: _caller, ...about } = offer ?? {
    task: '',
    reservation: '',
    worker: '',
    queued: 0,
    answerBy: 0,
  };
  const callback = { attempt: 1, of: 3 };
  return { ...call, offer: { ...about, callback, ...(message ? { message: MESSAGE } : {}) } };
}

/** How a callback may go. */
interface Story {
  kind: 'phone' | 'browser';
  message: boolean;
  agent: 'no answer' | 'presses nothing' | 'declines in the page' | 'takes';
  /** TaskRouter takes it back before the agent has taken it. */
  gone: boolean;
  /** What comes of taking it. */
  taking:
    | 'only listens'
    | 'offer is gone'
    | 'taker dies'
    | 'cannot dial'
    | 'busy'
    | 'no-answer'
    | 'failed'
    | 'talks';
  leaves: 'customer' | 'agent' | 'page';
}

const story: fc.Arbitrary<Story> = fc
  .record({
    kind: fc.constantFrom('phone' as const, 'browser' as const),
    message: fc.boolean(),
    agent: fc.oneof(
      { weight: 5, arbitrary: fc.constant('takes' as const) },
      { weight: 3, arbitrary: fc.constantFrom('no answer', 'presses nothing', 'declines in the page') },
    ),
    gone: fc.boolean(),
    taking: fc.constantFrom(
      ...([
        'only listens',
        'offer is gone',
        'taker dies',
        'cannot dial',
        'busy',
        'no-answer',
        'failed',
      ] as const),
      'talks' as const,
      'talks' as const,
    ),
    leaves: fc.constantFrom('customer' as const, 'agent' as const, 'page' as const),
  })
  .map((told) => (told.taking === 'only listens' ? { ...told, message: true } : told));

/** What becomes known of a story, bit by bit. */
function factsOf(told: Story): { call: CallState; facts: Facts[] } {
  const call = newCallback(told.message, told.kind);
  const at = (seconds: number) => START + seconds * 1000;
  const facts: Facts[] = [{ agent: { sid: AGENT, status: 'ringing', ringing: at(0) } }];
  const over = (seconds: number, status: 'no-answer' | 'completed' = 'completed'): Facts => ({
    agent: { sid: AGENT, status, ended: at(seconds) },
  });
  const done = () => ({ call, facts });
  if (told.gone) facts.push({ withdrawn: { at: at(3), by: 'system' } });
  if (told.agent === 'declines in the page') facts.push({ asked: { at: at(5), by: 'agent' } });
  if (told.agent === 'declines in the page' || told.agent === 'no answer') facts.push(over(6, 'no-answer'));
  if (told.agent === 'declines in the page' || told.agent === 'no answer') return done();
  facts.push({ agent: { sid: AGENT, status: 'in-progress', answered: at(5) } });
  if (told.agent === 'presses nothing' || told.gone) {
    facts.push(over(15));
    return done();
  }
  if (told.message) facts.push({ key: at(7), accepted: at(7) });
  if (told.taking === 'only listens') {
    facts.push(over(20));
    return done();
  }
  facts.push({ key: at(7), dialled: { at: at(20), by: 'somebody' } });
  if (told.taking === 'taker dies') facts.push(over(30));
  else if (told.taking === 'offer is gone' && !told.message)
    facts.push({ refused: 0, withdrawn: { at: at(20), by: 'system' } }, over(22));
  else if (told.taking === 'cannot dial' || told.taking === 'offer is gone')
    facts.push({ refused: 0, accepted: at(20) }, over(22));
  else if (told.taking !== 'talks')
    facts.push({ customer: { sid: CARL, status: told.taking, ended: at(30) } }, over(33));
  else {
    facts.push(
      { customer: { sid: CARL, status: 'in-progress', answered: at(25) } },
      { customer: { sid: CARL, joined: at(25) }, rooms: { [ROOM]: { joined: { customer: 2 }, left: {} } } },
      { agent: { sid: AGENT }, rooms: { [ROOM]: { joined: { agent: 1 }, left: {} } } },
    );
    if (told.leaves === 'page') facts.push({ asked: { at: at(60), by: 'agent' } });
    const endedBy = told.leaves === 'customer' ? CARL : AGENT;
    facts.push(
      { rooms: { [ROOM]: { joined: {}, left: {}, ended: true, endedBy } } },
      { customer: { sid: CARL, status: 'completed', ended: at(60), seconds: 35 } },
      over(60),
    );
  }
  return done();
}

const stories = story.map((told) => ({ told, ...factsOf(told) }));

/** What Twilio and TaskRouter know, whatever we do: the truth that obligations act on. */
class Truth {
  reservation: 'open' | 'ours' | 'gone';
  customerUp: boolean;
  wrapped = 0;

  constructor(told: Story, full: CallState) {
    const accepted = wasAccepted(full);
    this.reservation = accepted ? 'ours' : full.withdrawn === undefined ? 'open' : 'gone';
    if (told.taking === 'taker dies' && full.dialled !== undefined && !accepted) this.reservation = 'open';
    this.customerUp = full.customer !== undefined && full.customer.ended === undefined;
  }

  /** Does one thing, and tells what becomes known by it. */
  perform(what: Obligation, at: number, call: CallState): Facts {
    switch (what.do) {
      case 'reject':
        if (this.reservation === 'ours') return { accepted: at };
        this.reservation = 'gone';
        return { rejected: at };
      case 'hang-up':
      case 'tell':
        if (what.sid === AGENT) return { agent: { sid: AGENT, status: 'completed', ended: at } };
        this.customerUp = false;
        return { customer: { sid: CARL, status: 'completed', ended: at } };
      case 'find-customer':
        if (this.customerUp) return { customer: { sid: CARL } };
        if (this.reservation === 'ours') return { accepted: at, refused: 0 };
        return this.reservation === 'open' ? { refused: 0 } : { refused: 0, withdrawn: { at, by: 'system' } };
      case 'wrap-up':
        this.wrapped += 1;
        expect(hasEnded(call)).toBe(true);
        return { wrapped: at };
      default:
        return {};
    }
  }
}

test('what is known of a callback, shuffled and repeated, adds up to the same', () => {
  const deliveries = stories.chain((told) =>
    fc
      .array(fc.constantFrom(...told.facts), { maxLength: 5 })
      .chain((again) =>
        fc.tuple(
          fc.constant(told),
          fc.shuffledSubarray([...told.facts, ...again], { minLength: told.facts.length + again.length }),
        ),
      ),
  );
  fc.assert(
    fc.property(deliveries, ([{ call, facts }, heard]) => {
      same(fold(call, heard), fold(call, facts));
      same(viewOf(fold(call, heard)), viewOf(fold(call, facts)));
    }),
    { numRuns: 3000 },
  );
});

test('whatever is lost, once the agent is gone no line is up, TaskRouter knows, and it is in the history', () => {
  const lossy = stories.chain(({ told, call, facts }) => {
    const end = facts.filter(({ agent }) => agent?.ended !== undefined);
    // Our own writes: without them nobody was dialled.
    const own = facts.filter(({ dialled, accepted }) => (dialled ?? accepted) !== undefined);
    return fc
      .shuffledSubarray(facts)
      .map((heard) => ({ told, call, full: fold(call, facts), heard: [...heard, ...end, ...own] }));
  });
  fc.assert(
    fc.property(lossy, ({ told, call, full, heard }) => {
      const truth = new Truth(told, full);
      const last = settle(fold(call, heard), truth);
      expect(last.archived).toBeDefined();
      same(truth.customerUp, false);
      same(truth.reservation === 'open', false);
      same(truth.wrapped, truth.reservation === 'ours' ? 1 : 0);
    }),
    { numRuns: 3000 },
  );
});

test('a callback is served when they talked, or its message was only heard', () => {
  fc.assert(
    fc.property(
      stories.filter(({ told }) => told.agent === 'takes' && !told.gone),
      ({ told, call, facts }) => {
        const full = fold(call, facts);
        if (!wasAccepted(full)) return;
        same(isServed(full), told.taking === 'talks' || told.taking === 'only listens');
      },
    ),
    { numRuns: 1000 },
  );
});

test('while the agent is there and nobody has left, nothing is done', () => {
  fc.assert(
    fc.property(
      stories.filter(({ told }) => told.agent === 'takes' && !told.gone && told.taking === 'talks'),
      fc.nat(5),
      ({ call, facts }, n) => {
        const heard = fold(call, facts.slice(0, n));
        same(obligations(heard, { at: START + 30_000, by: 'test' }, OFF), []);
      },
    ),
    { numRuns: 1000 },
  );
});

test('only a key, or the click that answers, takes a callback, and once', () => {
  const me = { at: START + 1000, by: 'a' };
  const call = newCallback(false);
  const line = (digits?: string) => ({ sid: AGENT, digits });
  expect(decideAnswer(call, line(), me).do).toBe('silence');
  expect(decideAnswer(newCallback(false, 'browser'), line(), me).do).toBe('take');
  const first = decideAnswer(call, line('1'), me);
  if (first.do !== 'take') throw new Error(first.do);
  const claimed = learn(call, first.claim);
  expect(decideAnswer(claimed, line('1'), { at: START + 2000, by: 'b' }).do).toBe('join');
  const late = { at: START + 1001 + CLAIM_MS, by: 'b' };
  expect(decideAnswer(claimed, line('1'), late).do).toBe('look-and-take');
  expect(decideAnswer(learn(claimed, { customer: { sid: CARL } }), line('1'), late).do).toBe('join');
});
