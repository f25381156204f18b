import type { Failure } from '../session';
import { countryNames, isText, t } from '.';

/** A sentence that says what went wrong and what to do. `countries`: the ones whose numbers are allowed. */
export function sentenceFor(failure: Failure, countries: readonly string[] = []): string {
  const { code, details, retryAfter } = failure;
  const number = `number.${details.problem ?? ''}`;
  if ((code === 'number_not_allowed' || code === 'invalid_number') && isText(number))
    return t(number, { countries: countryNames(countries) });
  const key = `error.${code}`;
  const minutes = Math.max(1, Math.ceil((retryAfter ?? 60) / 60));
  return t(isText(key) ? key : 'error.internal', { minutes });
}
