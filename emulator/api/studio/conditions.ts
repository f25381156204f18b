/**
 * What a `match` may ask, by its type in the definition: the tested value first, then what it is compared with.
 * https://www.twilio.com/docs/studio/widget-library/split-based-on
 */
export const CONDITIONS: Record<string, (tested: string, value: string) => boolean> = {
  equal_to: (tested, value) => tested === value,
  not_equal_to: (tested, value) => tested !== value,
  matches_any_of: (tested, value) => list(value).includes(tested),
  does_not_match_any_of: (tested, value) => !list(value).includes(tested),
  is_blank: (tested) => tested === '',
  is_not_blank: (tested) => tested !== '',
  regex: (tested, value) => expression(value)?.test(tested) ?? false,
  contains: (tested, value) => tested.includes(value),
  does_not_contain: (tested, value) => !tested.includes(value),
  starts_with: (tested, value) => tested.startsWith(value),
  does_not_start_with: (tested, value) => !tested.startsWith(value),
  less_than: (tested, value) => number(tested) < number(value),
  greater_than: (tested, value) => number(tested) > number(value),
  is_before_time: (tested, value) => timeOfDay(tested) < timeOfDay(value),
  is_after_time: (tested, value) => timeOfDay(tested) > timeOfDay(value),
  is_before_date: (tested, value) => date(tested) < date(value),
  is_after_date: (tested, value) => date(tested) > date(value),
};

/** Whether a condition holds. Blanks around a value and the case of letters do not count. */
export function holds(type: string, tested: string, value: string): boolean {
  const condition = Object.hasOwn(CONDITIONS, type) ? CONDITIONS[type] : undefined;
  // An expression says for itself what the case of letters is to it.
  return (
    (type === 'regex' ? condition?.(tested.trim(), value) : condition?.(plain(tested), plain(value))) ?? false
  );
}

const plain = (text: string): string => text.trim().toLowerCase();

const list = (text: string): string[] => text.split(',').map((one) => one.trim());

/** NaN for what is no number: no comparison with it holds. */
const number = (text: string): number => (text === '' ? Number.NaN : Number(text));

function expression(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

/** Minutes since midnight of `9:30`, `09:30:15`, `9:30 pm` or the time within an ISO date; NaN for anything else. */
function timeOfDay(text: string): number {
  const match = /(?:^|t|\s)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?/.exec(text);
  if (!match) return Number.NaN;
  const [, hours = '', minutes = '', seconds = '0', half] = match;
  const hour = half ? (Number(hours) % 12) + (half === 'pm' ? 12 : 0) : Number(hours);
  if (hour > 23 || Number(minutes) > 59) return Number.NaN;
  return hour * 60 + Number(minutes) + Number(seconds) / 60;
}

/** A moment, ms; dates without a zone are UTC. NaN for what is no date. */
function date(text: string): number {
  const written = text.toUpperCase();
  return Date.parse(/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(written) ? `${written}Z` : written);
}
