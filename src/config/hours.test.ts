import fc from 'fast-check';
import { isOpen, nextOpening, parseHours } from './hours';

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

test.each([
  { what: 'now, when it is open', from: '2026-11-20T15:00:30Z', opens: '2026-11-20T15:00:30Z' },
  { what: 'tomorrow', from: '2026-11-18T23:30:30Z', opens: '2026-11-19T13:00:00Z' },
  { what: 'after the weekend', from: '2026-11-20T23:00:00Z', opens: '2026-11-23T13:00:00Z' },
  { what: 'after clocks went back', from: '2026-10-30T22:00:00Z', opens: '2026-11-02T13:00:00Z' },
  { what: 'after clocks went forward', from: '2026-03-06T23:00:00Z', opens: '2026-03-09T12:00:00Z' },
])('it opens next: $what', ({ from, opens }) => {
  const hours = parseHours('mon-fri 08:00-18:00');
  expect(nextOpening(hours, 'America/New_York', at(from))).toEqual(at(opens));
});

test('it is open when it opens next, which is within eight days and not long after it could be', () => {
  const zones = ['UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
  const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  const clock = fc.integer({ min: 0, max: 95 }).map((quarter) => {
    const minutes = String((quarter % 4) * 15).padStart(2, '0');
    return `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${minutes}`;
  });
  const part = fc
    .tuple(fc.constantFrom(...days), clock, clock)
    .filter(([, from, to]) => from !== to)
    .map(([day, from, to]) => `${day} ${from}-${to}`);
  const when = fc.date({ min: at('2024-01-01'), max: at('2030-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...zones),
      when,
      (parts, zone, from) => {
        const hours = parseHours(parts.join(';'));
        const opens = nextOpening(hours, zone, from);
        const before = (minutes: number) => new Date(opens.getTime() - minutes * 60_000);
        expect(isOpen(hours, zone, opens)).toBe(true);
        expect(opens.getTime() - from.getTime()).toBeLessThanOrEqual(8 * 86_400_000);
        // Nothing was open between: seen every quarter of an hour of the last day.
        for (let ago = 1; ago <= 96 && before(ago * 15) > from; ago += 1)
          expect(isOpen(hours, zone, before(ago * 15))).toBe(false);
      },
    ),
    { numRuns: 40 },
  );
});
