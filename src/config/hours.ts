/** A span of one week in which calls are taken: a day (0 = Sunday), from and to in minutes since midnight. */
export interface OpenSpan {
  day: number;
  from: number;
  /** Exclusive; 1440 is the end of the day. */
  to: number;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const SHAPE = 'should be like mon-fri 08:00-18:00; sat 09:00-13:00';
const PART = /^([a-z]{3})(?:-([a-z]{3}))? (\d{2}):(\d{2})-(\d{2}):(\d{2})$/;

function minutes(hour: string | undefined, minute: string | undefined): number {
  const value = Number(hour) * 60 + Number(minute);
  if (Number(minute) > 59 || value > 24 * 60) throw new Error(SHAPE);
  return value;
}

function spansOf(part: string): OpenSpan[] {
  const [, first, last = first, ...times] = PART.exec(part) ?? [];
  const start = DAYS.indexOf(first ?? '');
  const end = DAYS.indexOf(last ?? '');
  if (start < 0 || end < 0) throw new Error(SHAPE);
  const from = minutes(times[0], times[1]);
  const to = minutes(times[2], times[3]);
  if (from === to) throw new Error(SHAPE);
  // fri-mon goes over the end of the week.
  const days = Array.from({ length: ((end - start + 7) % 7) + 1 }, (_, n) => (start + n) % 7);
  return days.flatMap((day) =>
    from < to
      ? [{ day, from, to }]
      : // 22:00-06:00 goes on in the next day.
        [
          { day, from, to: 24 * 60 },
          { day: (day + 1) % 7, from: 0, to },
        ],
  );
}

/** Reads `BUSINESS_HOURS`; undefined when empty: always open. Throws an Error that says what it should be like. */
export function parseHours(text: string): OpenSpan[] | undefined {
  const parts = text
    .toLowerCase()
    .split(';')
    .map((part) => part.trim().replace(/\s+/g, ' '))
    .filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.flatMap(spansOf);
}

/** A moment on the clock on the wall of `timeZone` (an IANA name): the day (0 = Sunday), and minutes since midnight. */
export function wallClock(timeZone: string, at: Date): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
  const day = DAYS.indexOf(part('weekday').toLowerCase());
  return { day, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}

/** Whether calls are taken at a moment, by the clock on the wall of `timeZone`. */
export function isOpen(spans: OpenSpan[] | undefined, timeZone: string, at: Date): boolean {
  if (spans === undefined) return true;
  const { day, minute } = wallClock(timeZone, at);
  return spans.some((span) => span.day === day && span.from <= minute && minute < span.to);
}

const DAY = 24 * 60;
const WEEK = 7 * DAY;
const MINUTE_MS = 60_000;
/** Where clocks were put forward an hour may be missing; nowhere more than a few. Minutes. */
const MISSING = 240;

/**
 * When calls are taken next: `at` itself when they are now. The clock on the wall counts, also when it is put forward or
 * back in between. Hours that no clock shows on that day begin with the next minute there is.
 */
export function nextOpening(spans: OpenSpan[] | undefined, timeZone: string, at: Date): Date {
  if (spans === undefined || isOpen(spans, timeZone, at)) return at;
  const now = wallClock(timeZone, at);
  const minute = now.day * DAY + now.minute;
  const ahead = Math.min(...spans.map(({ day, from }) => (day * DAY + from - minute + WEEK) % WEEK || WEEK));
  const wanted = (minute + ahead) % WEEK;
  const begun = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
  const guess = new Date(begun + ahead * MINUTE_MS);
  const there = wallClock(timeZone, guess);
  const off = ((wanted - there.day * DAY - there.minute + WEEK + WEEK / 2) % WEEK) - WEEK / 2;
  const opens = Math.max(begun + MINUTE_MS, guess.getTime() + off * MINUTE_MS);
  for (let later = 0; later < MISSING; later += 1) {
    const moment = new Date(opens + later * MINUTE_MS);
    if (isOpen(spans, timeZone, moment)) return moment;
  }
  return new Date(opens);
}
