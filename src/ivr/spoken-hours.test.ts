import fc from 'fast-check';
import { isOpen } from '../config';
import { parseHours } from '../config/hours';
import { spokenHours, spokenOpening } from './spoken-hours';

test.each([
  {
    hours: 'mon-fri 08:00-18:00; sat 09:00-13:00',
    en: 'Monday to Friday from 8 AM to 6 PM, and on Saturday from 9 AM to 1 PM',
    es: 'de lunes a viernes de las 8 de la mañana a las 6 de la tarde, y los sábados de las 9 de la mañana a la 1 de la tarde',
  },
  {
    hours: 'mon 09:00-12:00; mon 13:30-17:00; wed 09:00-12:00; wed 13:30-17:00',
    en: 'on Monday and Wednesday from 9 AM to noon and from 1:30 PM to 5 PM',
    es: 'los lunes y miércoles de las 9 de la mañana al mediodía y de la 1:30 de la tarde a las 5 de la tarde',
  },
  {
    hours: 'sat-sun 22:00-06:00',
    en: 'on Saturday and Sunday from 10 PM to 6 AM',
    es: 'los sábados y domingos de las 10 de la noche a las 6 de la mañana',
  },
  { hours: 'sun-sat 00:00-24:00', en: 'every day all day', es: 'todos los días todo el día' },
  {
    hours: 'sun-sat 12:00-24:00',
    en: 'every day from noon to midnight',
    es: 'todos los días del mediodía a la medianoche',
  },
  {
    hours: 'sun 10:00-12:00; tue-thu 08:00-09:00; sat 08:00-09:00',
    en: 'Tuesday to Thursday and Saturday from 8 AM to 9 AM, and on Sunday from 10 AM to noon',
    es: 'los martes a jueves y sábados de las 8 de la mañana a las 9 de la mañana, y los domingos de las 10 de la mañana al mediodía',
  },
])('$hours is told in both languages', ({ hours, en, es }) => {
  expect(spokenHours(parseHours(hours), 'en')).toBe(en);
  expect(spokenHours(parseHours(hours), 'es')).toBe(es);
});

test('always open: nothing is told of hours', () => {
  expect(spokenHours(undefined, 'en')).toBeUndefined();
  expect(spokenOpening(undefined, 'UTC', new Date(), 'en')).toBeUndefined();
});

test.each([
  { at: '2026-11-20T07:00:00Z', en: 'today at 8 AM', es: 'hoy a las 8 de la mañana' },
  { at: '2026-11-20T19:00:00Z', en: 'tomorrow at 1 PM', es: 'mañana a la 1 de la tarde' },
  { at: '2026-11-21T19:00:00Z', en: 'on Monday at 8 AM', es: 'el lunes a las 8 de la mañana' },
])('at $at it opens again $en', ({ at, en, es }) => {
  const hours = parseHours('mon-fri 08:00-18:00; sat 13:00-14:00');
  expect(spokenOpening(hours, 'UTC', new Date(at), 'en')).toBe(en);
  expect(spokenOpening(hours, 'UTC', new Date(at), 'es')).toBe(es);
});

test('the day is that of the time zone', () => {
  const hours = parseHours('mon-fri 08:00-18:00');
  // Sunday evening in New York.
  expect(spokenOpening(hours, 'America/New_York', new Date('2026-11-23T03:00:00Z'), 'en')).toBe(
    'tomorrow at 8 AM',
  );
});

const HALF_HOUR = 1_800_000;
const spans = fc.array(
  fc
    .record({ day: fc.nat(6), from: fc.nat(47), length: fc.integer({ min: 1, max: 48 }) })
    .map(({ day, from, length }) => ({ day, from: from * 30, to: Math.min(1440, (from + length) * 30) })),
  { minLength: 1, maxLength: 6 },
);

test('whatever the hours, both languages tell them whole, and the same ones alike', () => {
  fc.assert(
    fc.property(spans, fc.constantFrom('en' as const, 'es' as const), (given, locale) => {
      const text = spokenHours(given, locale) ?? '';
      expect(text).not.toBe('');
      expect(text).not.toMatch(/undefined|NaN| {2}|^ | $|\bde el\b|\ba el\b/);
      expect(spokenHours([...given].reverse(), locale)).toBe(text);
    }),
  );
});

test('whenever it is closed, it opens at the time that is told', () => {
  fc.assert(
    fc.property(spans, fc.nat(7 * 48 - 1), (given, half) => {
      const at = new Date(Date.UTC(2026, 10, 22) + half * HALF_HOUR);
      fc.pre(!isOpen(given, 'UTC', at));
      const told = spokenOpening(given, 'UTC', at, 'en') ?? '';
      let opening = at.getTime();
      while (!isOpen(given, 'UTC', new Date(opening))) opening += HALF_HOUR;
      const time = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', timeStyle: 'short' }).format(opening);
      const words = time
        .replace(/\s/, ' ')
        .replace(':00', '')
        .replace('12 AM', 'midnight')
        .replace(/^12 PM/, 'noon');
      expect(told.endsWith(` at ${words}`)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
