import { type Caller, type Deps, Problem } from '../endpoint';
import { checkDestination } from '../numbers';

/**
 * The number to call, E.164, if policy allows it: the one gate against toll fraud, for the customer and for guests.
 * Throws `invalid_number`, `number_not_allowed`.
 */
export function destination({ config }: Deps, RecipientNumber: string, caller: Caller): string {
  const number = checkDestination(RecipientNumber, config, caller.phone);
  if (number.ok) return number.e164;
  const details = { field: 'RecipientNumber', problem: number.problem };
  if (number.problem === 'not_a_number')
    throw new Problem('invalid_number', { ...details, fix: 'Send it like +14155550123.' });
  const countries = config.allowedCountries.join(', ');
  throw new Problem('number_not_allowed', {
    ...details,
    fix: `Call an ordinary number (${countries}) of somebody else.`,
  });
}
