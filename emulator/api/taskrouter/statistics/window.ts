import type { RestRequest } from '../../rest';
import { invalid } from '../errors';
import { readDate } from '../input';

/** Milliseconds since the epoch. */
export interface Window {
  start: number;
  end: number;
}

/** Without dates, the last so many minutes. https://www.twilio.com/docs/taskrouter/api/workspace-statistics */
const USUAL = 15;

/** The time that statistics or events are asked of: `StartDate` and `EndDate`, or `Minutes`. */
export function readWindow({ query }: RestRequest, now: number): Window {
  const minutes = query.int('Minutes');
  if (query.has('Minutes') && (minutes === undefined || minutes < 1))
    throw invalid('Invalid value of parameter Minutes: must be a whole number of at least 1');
  const end = readDate(query.get('EndDate'), 'EndDate') ?? now;
  const start = readDate(query.get('StartDate'), 'StartDate') ?? end - (minutes ?? USUAL) * 60_000;
  if (start > end) throw invalid('StartDate is after EndDate');
  return { start, end };
}
