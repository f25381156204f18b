import { type OpenSpan, wallClock } from '../config';
import type { Locale } from './words';

const DAY = 24 * 60;
const WEEK = 7 * DAY;

const DAYS: Record<Locale, string[]> = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  es: ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'],
};
/** A week as people tell it begins on Monday. */
const MONDAY_FIRST = [1, 2, 3, 4, 5, 6, 0];

interface Times {
  from: number;
  /** Above 1440: on the next day. */
  to: number;
}

const allDay = ({ from, to }: Times): boolean => from === 0 && to === DAY;

/** The times of one day, in order, those that touch joined. */
function timesOf(spans: OpenSpan[], day: number): Times[] {
  const joined: Times[] = [];
  const ofDay = spans.filter((span) => span.day === day).sort((a, b) => a.from - b.from);
  for (const { from, to } of ofDay) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** The times of each day; a night shift belongs to the day on which it begins. */
function byDay(spans: OpenSpan[]): Times[][] {
  const week = MONDAY_FIRST.map((_, day) => timesOf(spans, day));
  const nights = week.map((times) => times.find(({ from, to }) => to === DAY && from > 0));
  nights.forEach((evening, day) => {
    const tomorrow = week[(day + 1) % 7] ?? [];
    const morning = tomorrow[0];
    if (evening === undefined || morning === undefined || morning.from > 0 || allDay(morning)) return;
    evening.to = DAY + morning.to;
    tomorrow.shift();
  });
  return week;
}

function clock(minute: number): { hour: number; digits: string } {
  const hour = Math.floor((minute % DAY) / 60);
  const rest = minute % 60;
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  return { hour, digits: rest === 0 ? `${twelve}` : `${twelve}:${String(rest).padStart(2, '0')}` };
}

function englishTime(minute: number): string {
  if (minute % DAY === 0) return 'midnight';
  if (minute % DAY === DAY / 2) return 'noon';
  const { hour, digits } = clock(minute);
  return `${digits} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** With its article: las 8 de la mañana. */
function spanishTime(minute: number): string {
  if (minute % DAY === 0) return 'la medianoche';
  if (minute % DAY === DAY / 2) return 'el mediodía';
  const { hour, digits } = clock(minute);
  const part = hour < 6 ? 'madrugada' : hour < 12 ? 'mañana' : hour < 19 ? 'tarde' : 'noche';
  const article = hour % 12 === 1 ? 'la' : 'las';
  return `${article} ${digits} de la ${part}`;
}

/** de el → del, a el → al. */
const contracted = (text: string): string => text.replace(/\b(de|a) el\b/g, (_, word) => `${word}l`);

function spokenTimes(times: Times, locale: Locale): string {
  if (allDay(times)) return locale === 'en' ? 'all day' : 'todo el día';
  return locale === 'en'
    ? `from ${englishTime(times.from)} to ${englishTime(times.to)}`
    : contracted(`de ${spanishTime(times.from)} a ${spanishTime(times.to)}`);
}

function list(parts: string[], locale: Locale): string {
  const last = parts.at(-1) ?? '';
  const and = locale === 'en' ? 'and' : 'y';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${and} ${last}`;
}

/** On that day of every week: los sábados. */
const plural = (day: string, locale: Locale): string =>
  locale === 'es' && !day.endsWith('s') ? `${day}s` : day;

/** Monday to Friday; Saturday and Sunday; Monday, Wednesday and Friday. `at`: places in the week, from Monday, in order. */
function spokenDays(at: number[], locale: Locale): string {
  if (at.length === 7) return locale === 'en' ? 'every day' : 'todos los días';
  const name = (place: number) => DAYS[locale][MONDAY_FIRST[place] ?? 0] ?? '';
  const runs: number[][] = [];
  for (const place of at) {
    const run = runs.at(-1);
    if (run?.at(-1) === place - 1) run.push(place);
    else runs.push([place]);
  }
  const parts = runs.flatMap((run) => {
    const [first = 0] = run;
    const last = run.at(-1) ?? first;
    if (run.length < 3) return run.map((place) => plural(name(place), locale));
    return [locale === 'en' ? `${name(first)} to ${name(last)}` : `${name(first)} a ${name(last)}`];
  });
  if (locale === 'en') return `on ${list(parts, locale)}`.replace(/^on (\w+ to)/, '$1');
  const [only = []] = runs;
  return runs.length === 1 && only.length > 2 ? `de ${parts[0]}` : `los ${list(parts, locale)}`;
}

/**
 * Opening hours as one says them: `Monday to Friday from 8 AM to 6 PM, and on Saturday from 9 AM to noon`. Undefined
 * when it is always open.
 */
export function spokenHours(spans: OpenSpan[] | undefined, locale: Locale): string | undefined {
  if (spans === undefined) return undefined;
  const week = byDay(spans);
  const groups = new Map<string, number[]>();
  MONDAY_FIRST.forEach((day, place) => {
    const times = week[day] ?? [];
    if (times.length === 0) return;
    const told = list(
      times.map((time) => spokenTimes(time, locale)),
      locale,
    );
    groups.set(told, [...(groups.get(told) ?? []), place]);
  });
  const parts = [...groups].map(([told, at]) => `${spokenDays(at, locale)} ${told}`);
  const and = locale === 'en' ? ', and ' : ', y ';
  return parts.length < 2 ? parts[0] : `${parts.slice(0, -1).join(', ')}${and}${parts.at(-1)}`;
}

/** When it opens next: `tomorrow at 8 AM`. Undefined when it never does, or never closes. */
export function spokenOpening(
  spans: OpenSpan[] | undefined,
  timeZone: string,
  at: Date,
  locale: Locale,
): string | undefined {
  if (spans === undefined || spans.length === 0) return undefined;
  const now = wallClock(timeZone, at);
  const minute = now.day * DAY + now.minute;
  const ahead = spans.map(({ day, from }) => (day * DAY + from - minute + WEEK) % WEEK || WEEK);
  const soonest = Math.min(...ahead);
  const days = Math.floor((now.minute + soonest) / DAY);
  const time = (now.minute + soonest) % DAY;
  const day = DAYS[locale][(now.day + days) % 7] ?? '';
  if (locale === 'en') {
    const when = ['today', 'tomorrow'][days] ?? `on ${day}`;
    return `${when} at ${englishTime(time)}`;
  }
  const when = ['hoy', 'mañana'][days] ?? `el ${day}`;
  return contracted(`${when} a ${spanishTime(time)}`);
}
