import * as v from 'valibot';
import { type Config, type Variable, variables } from '../config';
import { type Caller, type Deps, Problem, type Success } from '../endpoint';
import { accountChecks } from './account-checks';
import { examineAll } from './check';
import type { Health } from './contract';
import { workChecks } from './work-checks';

/** Input of /setup/doctor: none. */
export const NoInput = () => v.object({});

/** The settings that checks ask for, as they stand in the environment. */
function settingsOf(config: Config): Record<string, string> {
  const entries = Object.entries<Variable<unknown>>(variables()).flatMap(([key, { name, secret }]) => {
    const value = config[key as keyof Config];
    if (secret || value === undefined) return [];
    return [[name, Array.isArray(value) ? value.join(',') : String(value)] as const];
  });
  return Object.fromEntries(entries);
}

/**
 * What is wrong with the account that the functions run in, and what to do about it: the checks of `npm run doctor` that
 * need no file. For administrators; fails with `forbidden` for others. Reads only.
 */
export async function showHealth(deps: Deps, _: object, caller: Caller): Promise<Success> {
  if (!caller.roles.includes('admin'))
    throw new Problem('forbidden', { fix: 'Ask an administrator; ADMIN_EMAILS names them.' });
  const findings = await examineAll([...accountChecks, ...workChecks], {
    twilio: deps.twilio(),
    settings: settingsOf(deps.config),
    domain: new URL(deps.webhookUrl('/')).host,
  });
  const data: Health = { well: findings.every(({ verdict }) => verdict !== 'broken'), findings };
  return { message: data.well ? 'Everything that was looked at works.' : 'Something does not work.', data };
}
