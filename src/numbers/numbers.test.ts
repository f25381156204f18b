import fc from 'fast-check';
import { checkDestination, readNumber } from '.';

const policy = {
  allowedCountries: ['US', 'CA', 'GB'],
  doNotCall: ['+14155550142'],
  callerId: '+14155550199',
  callerIds: [],
};
const AGENT = '+14155550101';
const check = (text: string) => checkDestination(text, policy, AGENT);
const problem = (text: string) => {
  const result = check(text);
  return result.ok ? result.e164 : result.problem;
};

test.each([
  ['+14155550123'],
  [' +1 (415) 555-0123 '],
  ['415.555.0123'],
  ['(415) 555 0123'],
  ['1-415-555-0123'],
])('%p is read as the number it is', (text) => {
  expect(check(text)).toEqual({ ok: true, e164: '+14155550123', country: 'US' });
});

test('the fictional 555-01xx numbers pass without a switch that could be left on', () => {
  for (let last = 100; last < 200; last += 1) expect(readNumber(`+14155550${last}`, ['US']).ok).toBe(true);
});

test.each([
  ['', 'not_a_number'],
  ['hello', 'not_a_number'],
  ['911', 'not_a_number'],
  ['+1911', 'not_a_number'],
  ['112', 'not_a_number'],
  ['999', 'not_a_number'],
  ['88022', 'not_a_number'],
  ['+1415555', 'not_a_number'],
  ['+141555501234', 'not_a_number'],
  ['+00000000000', 'not_a_number'],
  ['call +14155550123 now', 'not_a_number'],
  ['+14155550123 ext. 4', 'not_a_number'],
  ['+14155550123;ext=4', 'not_a_number'],
  ['sip:spock@example.com', 'not_a_number'],
  ['client:spock', 'not_a_number'],
  ['9'.repeat(5000), 'not_a_number'],
  ['+18765550123', 'country_not_allowed'],
  ['+4915123456789', 'country_not_allowed'],
  ['+80012345678', 'country_not_allowed'],
  ['+19005551234', 'kind_not_allowed'],
  ['+449012345678', 'kind_not_allowed'],
  ['+447012345678', 'kind_not_allowed'],
  ['+448450123456', 'kind_not_allowed'],
  ['+445512345678', 'kind_not_allowed'],
  [AGENT, 'own_number'],
  ['(415) 555-0101', 'own_number'],
  [policy.callerId, 'caller_id'],
  ['+1 415 555 0142', 'do_not_call'],
])('%p is refused: %s', (text, expected) => {
  expect(problem(text)).toBe(expected);
});

test('whatever is typed gives an answer, and what passes is E.164', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...'+0123456789 ()-.;ext='), maxLength: 24 }),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const result = check(text);
      if (!result.ok) return typeof result.problem === 'string';
      return /^\+[1-9]\d{6,14}$/.test(result.e164) && policy.allowedCountries.includes(result.country);
    }),
    { numRuns: 3000 },
  );
});
