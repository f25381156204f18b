import { ConfigError, readConfig, variables } from '../../src/config';
import { UserError } from '../user-error';

/** Bytes. https://www.twilio.com/docs/serverless/functions-assets/functions/variables#limits, error 82006 */
export const LIMITS = { context: 3072, value: 450 };

/**
 * What Twilio puts into a function's context by itself takes room there too: ACCOUNT_SID, AUTH_TOKEN, DOMAIN_NAME, PATH,
 * SERVICE_SID, ENVIRONMENT_SID; and so does our own note of what was deployed. Bytes, rounded up.
 */
export const TWILIOS_OWN = 350;

/** How many bytes the variables take in a function's context, Twilio's own included. */
export const contextBytes = (values: Record<string, string>): number =>
  Object.entries(values).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    TWILIOS_OWN,
  );

/** What Twilio would have against these variables, a sentence each, with what to do. */
export function contextProblems(values: Record<string, string>): string[] {
  const long = Object.entries(values)
    .filter(([, value]) => Buffer.byteLength(value) > LIMITS.value)
    .map(
      ([name, value]) =>
        `${name} has ${Buffer.byteLength(value)} bytes; a value may have ${LIMITS.value}. Shorten it.`,
    );
  const total = contextBytes(values);
  if (total <= LIMITS.context) return long;
  const [longest] = Object.entries(values).sort(([, a], [, b]) => b.length - a.length);
  return [
    ...long,
    `All variables together have ${total} bytes; above ${LIMITS.context} Twilio may not run the functions (error 82006). Shorten the lists; the longest is ${longest?.[0]}.`,
  ];
}

/** Variables that the functions are never deployed with: an emulator's address is of no use to anybody but this machine. */
const LOCAL = 'TWILIO_SDK_ORIGIN';

/** Every name that a deployment may set, and so may take away. */
export const knownVariables = (): string[] =>
  Object.values(variables())
    .map(({ name }) => name as string)
    .filter((name) => name !== LOCAL);

/** What of the settings is deployed: what Cordboard knows and what is set, be it well or not. */
export const deployableVariables = (present: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    knownVariables()
      .filter((name) => (present[name] ?? '').trim() !== '')
      .map((name) => [name, present[name] ?? '']),
  );

/**
 * The variables that functions are deployed with: those that Cordboard knows and that are set. Whatever else stands in
 * the file would only take room in the 3 KB that a function's context may have. Throws a `UserError` with everything
 * that is wrong.
 */
export function deployedVariables(present: Record<string, string>, file: string): Record<string, string> {
  const values = deployableVariables(present);
  const problems: string[] = [];
  try {
    readConfig(present);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
  }
  problems.push(...contextProblems(values));
  if (problems.length > 0)
    throw new UserError(
      `${file} is not ready, so nothing was deployed:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    );
  return values;
}
