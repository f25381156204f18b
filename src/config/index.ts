import { PACKED_PROBLEM, packedIn } from './packed';
import type { Variable } from './variable';
import { account } from './variables/account';
import { calls } from './variables/calls';
import { keys } from './variables/keys';
import { page } from './variables/page';
import { people } from './variables/people';
import { recording } from './variables/recording';
import { work } from './variables/work';

export { DISPOSITION, type Dispositions, dispositionsFor } from './dispositions';
export { isOpen, nextOpening, type OpenSpan, wallClock } from './hours';
export { PACKED, unpacked } from './packed';
export { RATE_LIMITS, type RateLimit } from './rate-limits';
export type { Variable } from './variable';

/**
 * Every environment variable there is, by the name it has in `Config`, in the order of `sample.env`. Made when asked for:
 * every function loads this file, and most of that would be making the catalogue.
 */
export const variables = () => ({
  ...account(),
  ...work(),
  ...keys(),
  ...people(),
  ...calls(),
  ...recording(),
  ...page(),
});

/** The environment, read and checked. Lists are empty, not absent. */
export type Config = { [Key in keyof Catalogue]: ReturnType<Catalogue[Key]['parse']> };

type Catalogue = ReturnType<typeof variables>;

/** The numbers that calls may be shown as coming from, E.164; the first is used when none is chosen. */
export const callerIdsOf = ({ callerId, callerIds }: Pick<Config, 'callerId' | 'callerIds'>): string[] => [
  ...new Set([callerId, ...callerIds]),
];

/** Whether agents can call in the browser. */
export const hasBrowserCalls = ({ apiKeySid, apiKeySecret, twimlAppSid }: Config): boolean =>
  apiKeySid !== undefined && apiKeySecret !== undefined && twimlAppSid !== undefined;

/** The environment is not usable; `problems` has one sentence per variable, all of them, and no value of a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  }
}

/** What was read last, and the texts it was read from. */
let last: { texts: string[]; config: Config } | undefined;
let names: string[] | undefined;

/**
 * Reads the environment (in a function: Twilio's context). Throws one `ConfigError` that names everything wrong. A
 * function's instance serves many requests with the same environment, and reads it once.
 */
export function readConfig(environment: Record<string, unknown>): Config {
  names ??= Object.values<Variable<unknown>>(variables()).map(({ name }) => name);
  const packed = packedIn(environment);
  if (packed === undefined) throw new ConfigError([PACKED_PROBLEM]);
  const textIn = (name: string): string => textOf(environment[name]) || textOf(packed[name]);
  const texts = names.map(textIn);
  if (last?.texts.every((text, at) => text === texts[at])) return last.config;
  const config = Object.freeze(parsed(textIn));
  last = { texts, config };
  return config;
}

const textOf = (raw: unknown): string => (typeof raw === 'string' ? raw.trim() : '');

function parsed(textIn: (name: string) => string): Config {
  const config: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [key, declared] of Object.entries<Variable<unknown>>(variables())) {
    const text = textIn(declared.name);
    if (text === '' && declared.fallback === undefined) {
      problems.push(`${declared.name} is missing. ${declared.meaning}`);
      continue;
    }
    try {
      config[key] = declared.parse(text === '' ? (declared.fallback ?? '') : text);
    } catch (error) {
      problems.push(`${declared.name} ${error instanceof Error ? error.message : 'is wrong'}.`);
    }
  }
  // The one without the other would only show when somebody asks for a token.
  const key = ['API_KEY_SID', 'API_KEY_SECRET'];
  const [missing, ...both] = key.filter((name) => textIn(name) === '');
  const wrong = problems.some((problem) => problem.startsWith('API_KEY_'));
  if (missing !== undefined && both.length === 0 && !wrong)
    problems.push(
      `${missing} is missing: API_KEY_SID and API_KEY_SECRET belong together. Set both, or neither.`,
    );
  if (problems.length > 0) throw new ConfigError(problems);
  return config as Config;
}
