import fc from 'fast-check';
import { isOpen, parseHours } from './hours';

const at = (text: string) => new Date(text);

test('without hours it is always open', () => {
  expect(isOpen(parseHours(''), 'UTC', at('2026-11-21T03:00:00Z'))).toBe(true);
});

test('the clock on the wall of the time zone counts, in summer and winter', () => {
  const hours = parseHours('Mon-Fri 08:00-18:00;  sat 09:00-13:00');
  // A Friday: 17:59 in New York is 22:59 UTC in winter and 21:59 in summer.
  expect(isOpen(hours, 'America/New_York', at('2026-11-20T22:59:00Z'))).toBe(true);
  expect(isOpen(hours, 'America/New_York', at('2026-11-20T23:00:00Z'))).toBe(false);
  expect(isOpen(hours, 'America/New_York', at('2026-07-17T21:59:00Z'))).toBe(true);
  expect(isOpen(hours, 'America/New_York', at('2026-07-17T22:00:00Z'))).toBe(false);
  expect(isOpen(hours, 'America/New_York', at('2026-11-21T17:00:00Z'))).toBe(true);
  expect(isOpen(hours, 'America/New_York', at('2026-11-22T17:00:00Z'))).toBe(false);
});

test('a night shift goes on in the next day, and days over the end of the week', () => {
  const hours = parseHours('sat-sun 22:00-06:00');
  expect(isOpen(hours, 'UTC', at('2026-11-21T23:00:00Z'))).toBe(true);
  expect(isOpen(hours, 'UTC', at('2026-11-22T05:59:00Z'))).toBe(true);
  expect(isOpen(hours, 'UTC', at('2026-11-23T05:59:00Z'))).toBe(true);
  expect(isOpen(hours, 'UTC', at('2026-11-23T06:00:00Z'))).toBe(false);
});

test.each([
  'monday 08:00-18:00',
  'mon 8-18',
  'mon 08:00-25:00',
  'mon 08:00-08:00',
  'mon 08:61-18:00',
  'xyz 08:00-09:00',
])('%s is refused with an example', (text) => {
  expect(() => parseHours(text)).toThrow('mon-fri 08:00-18:00');
});

test('00:00-24:00 on all days is always open, in any zone', () => {
  fc.assert(
    fc.property(fc.date({ min: at('2000-01-01'), max: at('2100-01-01'), noInvalidDate: true }), (when) =>
      isOpen(parseHours('sun-sat 00:00-24:00'), 'Asia/Kathmandu', when),
    ),
  );
});
