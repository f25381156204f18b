import fc from 'fast-check';
import { same } from '../../testing/same';
import { type CallState, decideBrowser, decideDial, decided, factsOf, learn, phaseOf } from '.';
import { garbage, historyOf, newCall, SID, START, story } from './testing';

const ringing = newCall({ agent: { sid: SID.agent, status: 'in-progress' } });
const press = (call: CallState | undefined, digits: string | undefined = '1', now = START, sid = SID.agent) =>
  decideDial(call, { sid, digits }, { at: now, by: 'me' });

test('a key pressed by the agent dials, with a claim that says so', () => {
  expect(press(ringing)).toEqual({
    do: 'dial',
    claim: {
      agent: { sid: SID.agent, status: 'in-progress', answered: START },
      key: START,
      dialled: { at: START, by: 'me' },
    },
  });
});

test('a key before any callback has named the line is good too', () => {
  expect(press(newCall()).do).toBe('dial');
});

test('the same key delivered again joins and does not dial', () => {
  const claimed = learn(ringing, { key: START, dialled: { at: START, by: 'other' } });
  expect(press(claimed, '1', START + 500)).toEqual({ do: 'join' });
});

test('who has lost the answer to their claim dials all the same', () => {
  const claimed = learn(ringing, { key: START, dialled: { at: START, by: 'me' } });
  expect(press(claimed).do).toBe('dial');
});

test('a claim whose owner has died is taken over, after a look', () => {
  const claimed = learn(ringing, { key: START, dialled: { at: START, by: 'other' } });
  expect(press(claimed, '1', START + 10_001).do).toBe('look-and-dial');
});

test.each([[''], ['hello'], [' 1']])('%p is no key', (digits) => {
  expect(press(ringing, digits)).toEqual({ do: 'refuse' });
});

test('nobody dials for a call that is gone, is over, or on another line', () => {
  expect(press(undefined)).toEqual({ do: 'refuse' });
  expect(press(learn(ringing, { agent: { sid: SID.agent, status: 'completed' } }))).toEqual({ do: 'refuse' });
  expect(press(ringing, '1', START, SID.customer)).toEqual({ do: 'refuse' });
});

test('a call that is being ended says why instead of dialling', () => {
  expect(press(learn(ringing, { asked: { at: START, by: 'agent' } }))).toEqual({
    do: 'say',
    reason: 'ended_in_page',
  });
  expect(press(learn(ringing, { capped: START }))).toEqual({ do: 'say', reason: 'cap_reached' });
});

test('a customer who was busy before the agent got in is not dialled again', () => {
  const busy = learn(ringing, {
    dialled: { at: START, by: 'other' },
    customer: { sid: SID.customer, status: 'busy', ended: START },
  });
  expect(press(busy)).toEqual({ do: 'say', reason: 'customer_busy' });
});

test('a browser dials by coming onto the line, for the call it was claimed for, with the line that came first', () => {
  const claimed = newCall({ kind: 'browser' });
  const me = { at: START, by: 'me' };
  const decision = decideBrowser(claimed, SID.agent, me);
  expect(decision).toEqual({
    do: 'dial',
    claim: { agent: { sid: SID.agent, status: 'in-progress', answered: START }, key: START, dialled: me },
  });
  const taken = learn(claimed, 'claim' in decision ? decision.claim : {});
  expect(decideBrowser(taken, SID.agent, { at: START + 1, by: 'again' })).toEqual({ do: 'join' });
  expect(decideBrowser(taken, SID.customer, { at: START + 1, by: 'other' })).toEqual({ do: 'refuse' });
  expect(decideBrowser(newCall(), SID.agent, me)).toEqual({ do: 'refuse' });
  expect(decideBrowser(undefined, SID.agent, me)).toEqual({ do: 'refuse' });
});

test('the call of a browser that never came is given up after 15 s, and is then over', () => {
  const claimed = newCall({ kind: 'browser' });
  const policy = { voicemailDetection: 'off' } as const;
  expect(decided(claimed, START + 15_000, policy)).toEqual({});
  const lapsed = learn(claimed, decided(claimed, START + 15_001, policy));
  expect(phaseOf(lapsed)).toBe('ended');
  expect(decideBrowser(lapsed, SID.agent, { at: START + 16_000, by: 'me' }).do).toBe('say');
  expect(decided(newCall(), START + 60_000, policy)).toEqual({});
});

test('no history dials without a key, and none dials twice', () => {
  const whatever = fc.oneof(
    story.map((told) => historyOf(told).callbacks),
    fc.array(garbage, { maxLength: 12 }),
  );
  const digits = fc.option(fc.constantFrom('', '1', '*', '#', '0123', 'x', ' '), { nil: undefined });
  const presses = fc.array(
    fc.record({ after: fc.nat(14), digits, sid: fc.constantFrom(SID.agent, SID.customer) }),
  );
  fc.assert(
    fc.property(whatever, presses, (callbacks, pressed) => {
      let call = newCall();
      let dialled = 0;
      let requests = 0;
      for (let step = 0; step <= 14; step += 1) {
        for (const { digits: keys, sid } of pressed.filter(({ after }) => after === step)) {
          requests += 1;
          const decision = decideDial(
            call,
            { sid, digits: keys },
            { at: START + step, by: `request ${requests}` },
          );
          if (decision.do !== 'dial' && decision.do !== 'look-and-dial') continue;
          expect(keys).toMatch(/^[0-9*#]+$/);
          same(call.agent?.sid ?? sid, sid);
          dialled += 1;
          call = learn(call, decision.claim);
        }
        const callback = callbacks[step];
        if (callback !== undefined) call = learn(call, factsOf(callback, START));
      }
      expect(dialled).toBeLessThanOrEqual(1);
      if (dialled === 0) expect(call.dialled).toBeUndefined();
    }),
    { numRuns: 10_000 },
  );
});
