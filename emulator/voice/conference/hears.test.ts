import fc from 'fast-check';
import { hears, type Voice } from './hears';

const voice = (callSid: string, more: Partial<Voice> = {}): Voice => ({
  callSid,
  status: 'connected',
  muted: false,
  hold: false,
  coaching: false,
  callSidToCoach: null,
  ...more,
});

const started = { started: true };
const agent = voice('CAagent');
const customer = voice('CAcustomer');

test('two people in a started conference hear each other, and nobody hears themselves', () => {
  expect(hears(started, agent, customer)).toBe(true);
  expect(hears(started, customer, agent)).toBe(true);
  expect(hears(started, agent, agent)).toBe(false);
});

test('nobody hears anybody before it starts', () => {
  expect(hears({ started: false }, agent, customer)).toBe(false);
});

test('who is muted hears and is not heard', () => {
  const muted = voice('CAcustomer', { muted: true });
  expect(hears(started, agent, muted)).toBe(false);
  expect(hears(started, muted, agent)).toBe(true);
});

test('who is on hold neither hears nor is heard', () => {
  const held = voice('CAcustomer', { hold: true });
  expect(hears(started, agent, held)).toBe(false);
  expect(hears(started, held, agent)).toBe(false);
});

test('a coach hears all and is heard by the one who is coached', () => {
  const coach = voice('CAcoach', { coaching: true, callSidToCoach: 'CAagent' });
  expect(hears(started, agent, coach)).toBe(true);
  expect(hears(started, customer, coach)).toBe(false);
  expect(hears(started, coach, customer)).toBe(true);
  expect(hears(started, coach, agent)).toBe(true);
});

const anyVoice = (callSid: string) =>
  fc.record<Voice>({
    callSid: fc.constant(callSid),
    status: fc.constantFrom('queued', 'ringing', 'connected'),
    muted: fc.boolean(),
    hold: fc.boolean(),
    coaching: fc.boolean(),
    callSidToCoach: fc.constantFrom(null, 'CA1', 'CA2', 'CA3'),
  });

test('whatever their state: being silenced never makes anybody heard by more people', () => {
  fc.assert(
    fc.property(fc.boolean(), anyVoice('CA1'), anyVoice('CA2'), (isStarted, listener, speaker) => {
      const before = hears({ started: isStarted }, listener, speaker);
      for (const silenced of [{ muted: true }, { hold: true }, { status: 'ringing' as const }])
        expect(hears({ started: isStarted }, listener, { ...speaker, ...silenced })).toBe(false);
      expect(hears({ started: false }, listener, speaker)).toBe(false);
      if (before) expect(hears({ started: true }, { ...listener, muted: true }, speaker)).toBe(true);
    }),
  );
});
