import { ConfigError, PACKED, readConfig, unpacked, type Variable, variables } from '../../src/config';
import { UserError } from '../user-error';

/** Bytes. https://www.twilio.com/docs/serverless/functions-assets/functions/variables#limits, error 82006 */
export const LIMITS = { context: 3072, value: 450 };

/**
 * What Twilio puts into a function's context by itself takes room there too: ACCOUNT_SID, AUTH_TOKEN, DOMAIN_NAME, PATH,
 * SERVICE_SID, ENVIRONMENT_SID. Bytes, rounded up.
 */
export const TWILIOS_OWN = 300;

/** How many bytes the settings take in a function's context, Twilio's own variables included. */
export const contextBytes = (values: Record<string, string>): number =>
  Object.entries(packed(values)).reduce(
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

/** What of the settings is deployed, be it well or not: what Cordboard knows, what is set, and not to what stands anyway. */
export const deployableVariables = (present: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.values<Variable<unknown>>(variables()).flatMap(({ name, fallback = '' }) => {
      const value = present[name] ?? '';
      return name === LOCAL || ['', fallback].includes(value.trim()) ? [] : [[name, value] as const];
    }),
  );

/** The settings that functions have, by the variables of their environment. */
export const settingsIn = (environment: Record<string, string>): Record<string, string> =>
  deployableVariables(unpacked(environment));

/** What signs sessions, so that it is seen at once whether it has been changed. */
const ALONE = ['JWT_SECRET', 'JWT_SECRET_PREVIOUS'];

/**
 * The variables that settings are deployed as: one has as many as fit, so that they change together (an API key and its
 * secret above all), and each of the others stands alone.
 */
export function packed(values: Record<string, string>): Record<string, string> {
  let together: Record<string, string> = {};
  const alone: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const more = { ...together, [name]: value };
    const fits = Buffer.byteLength(JSON.stringify(more)) <= LIMITS.value;
    if (fits && !ALONE.includes(name)) together = more;
    else alone[name] = value;
  }
  return { [PACKED]: JSON.stringify(together), ...alone };
}

/**
 * The settings that functions are deployed with: those that Cordboard knows and that are set. Whatever else stands in
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
