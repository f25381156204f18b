import { type CallState, decideAnswer, type Facts, joinFacts, learn, obligations, viewOf } from '.';
import { START } from './testing';
import { LINES, newOffer } from './testing-inbound';

const policy = { voicemailDetection: 'off' } as const;
const me = { at: START + 30_000, by: 'test' };
const from = { by: 'ada@example.com', agent: 'a'.repeat(20), call: '1k0000000abcdefghijkm', id: 'aaaaaaaa' };

/** Belle is asked by Ada to take Carl over. */
function asked(kind: 'cold' | 'warm', ...facts: Facts[]): CallState {
  const call = newOffer();
  const offer = { ...(call.offer as NonNullable<CallState['offer']>), transfer: { ...from, kind } };
  return learn({ ...call, offer }, facts.reduce(joinFacts, {}));
}
const sid = LINES.agent;
const up: Facts = { agent: { sid, status: 'in-progress', answered: START } };
const over = (status: 'completed' | 'busy' | 'no-answer' | 'failed'): Facts => ({
  agent: { sid, status, ended: START + 20_000 },
});
const consulted: Facts = { ...up, key: START, accepted: START, consulted: START };
const dialled: Facts = { dialled: { at: START + 20_000, by: 'x' } };
const cameIn: Facts = { customer: { sid: LINES.caller, joined: START + 21_000 } };
const news = (call: CallState): string[] =>
  obligations(call, me, policy).flatMap((what) => (what.do === 'tell-first' ? [what.news] : []));
const line = { sid, digits: '1' };

test.each([
  { what: 'is busy', facts: [over('busy')], told: 'busy' },
  { what: 'does not answer', facts: [over('no-answer')], told: 'no_answer' },
  { what: 'cannot be reached', facts: [over('failed')], told: 'unreachable' },
  { what: 'presses nothing', facts: [up, over('completed')], told: 'no_answer' },
  { what: 'declines', facts: [{ asked: { at: START, by: 'agent' as const } }], told: 'declined' },
  {
    what: 'is asked no longer',
    facts: [{ withdrawn: { at: START, by: 'system' as const } }],
    told: 'no_answer',
  },
  { what: 'hangs up after a consultation', facts: [consulted, over('completed')], told: 'left' },
  { what: 'has the customer', facts: [up, dialled, cameIn], told: 'done' },
])('the first call is told, until it has heard it, that the colleague $what', ({ facts, told }) => {
  const call = asked('warm', ...facts);
  expect(news(call)).toEqual([told]);
  expect(news(learn(call, { passed: me.at }))).toEqual([]);
});

test('who is consulted does not bring the customer, and nobody believes that they have', () => {
  expect(decideAnswer(asked('warm', up), line, me).do).toBe('consult');
  const call = asked('warm', consulted);
  expect(obligations(call, me, policy)).toEqual([]);
  expect(viewOf(call).offer?.transfer).toEqual({ by: from.by, kind: 'warm', consulting: true });
  // Asked once more, because the answer was lost.
  expect(decideAnswer(call, line, me).do).toBe('consult');
});

test('who comes out of a consultation is brought the customer, or hangs up', () => {
  const after = { ...line, after: true };
  expect(decideAnswer(asked('warm', consulted), after, me).do).toBe('leave');
  expect(decideAnswer(asked('warm', consulted, dialled), after, me).do).toBe('join');
  expect(decideAnswer(asked('warm', up), after, me).do).toBe('leave');
});

test('a consultation that came to nothing ends the task, and nobody is sent to the queue', () => {
  const call = asked('warm', consulted, over('completed'), { passed: me.at });
  expect(obligations(call, me, policy).map((what) => what.do)).toEqual(['wrap-up']);
  expect(viewOf(call)).toMatchObject({ phase: 'ended', reason: 'agent_hung_up', outcome: 'consulted' });
});

test('a customer who could not be brought stays where they were', () => {
  const call = asked('cold', up, { key: START, accepted: START, refused: 0 }, dialled, over('completed'));
  expect(obligations(call, me, policy).map((what) => what.do)).toEqual(['tell-first', 'wrap-up']);
  expect(news(call)).toEqual(['unreachable']);
});

test('a customer who was brought and then lost their new agent goes to the queue', () => {
  const call = asked('cold', up, { accepted: START }, dialled, cameIn, over('completed'), { passed: START });
  expect(obligations(call, me, policy).map((what) => what.do)).toContain('return-customer');
});
