import {
  country,
  domain,
  e164,
  email,
  listOf,
  loopback,
  oneOf,
  optional,
  origin,
  rings,
  secret,
  sid,
  someOf,
  webAddress,
  whole,
  zone,
} from './config-values';
import { parseHours } from './hours';

export { isOpen, type OpenSpan, wallClock } from './hours';
export { RATE_LIMITS, type RateLimit } from './rate-limits';

/**
 * One environment variable: what it is for and how it is read. `parse` gets the trimmed text and returns its value, or
 * throws an Error whose message says what it should be.
 */
export interface Variable<T> {
  name: string;
  /** What for, in a sentence for whoever fills in `.env`. */
  meaning: string;
  /** A value that passes the check; what `sample.env` shows. */
  example: string;
  /** The text that stands when the variable is absent or empty; absent = required. */
  fallback?: string;
  /** Must never be logged or shown. */
  secret?: boolean;
  parse(text: string): T;
}

/**
 * Every environment variable there is, by the name it has in `Config`. Made when asked for: every function loads this
 * file, and most of that would be making the catalogue.
 */
export const variables = () =>
  ({
    callerId: {
      name: 'CALLER_ID',
      meaning: 'The number that is shown to whoever is called. A voice number of this Twilio account.',
      example: '+14155550199',
      parse: e164,
    },
    callerIds: {
      name: 'CALLER_IDS',
      meaning:
        'Further voice numbers of this Twilio account that an agent may choose to be shown, separated by commas.',
      example: '+14155550198',
      fallback: '',
      parse: (text: string) => listOf(text, e164),
    },
    verifyServiceSid: {
      name: 'VERIFY_SERVICE_SID',
      meaning: 'The Twilio Verify service that sends and checks codes.',
      example: 'VA00000000000000000000000000000000',
      parse: (text: string) => sid(text, 'VA'),
    },
    syncServiceSid: {
      name: 'SYNC_SERVICE_SID',
      meaning: 'The Twilio Sync service that holds people, calls and live state.',
      example: 'IS00000000000000000000000000000000',
      parse: (text: string) => sid(text, 'IS'),
    },
    workspaceSid: {
      name: 'WORKSPACE_SID',
      meaning:
        'The TaskRouter workspace whose events count. Without it those of every workspace of the account do.',
      example: 'WS00000000000000000000000000000000',
      fallback: '',
      parse: (text: string) => optional(text, (given) => sid(given, 'WS')),
    },
    workflowSid: {
      name: 'WORKFLOW_SID',
      meaning:
        'The TaskRouter workflow that gives out incoming work. Without it nobody can be called by a customer.',
      example: 'WW00000000000000000000000000000000',
      fallback: '',
      parse: (text: string) => optional(text, (given) => sid(given, 'WW')),
    },
    eligibleActivities: {
      name: 'ELIGIBLE_ACTIVITIES',
      meaning:
        'Activities that count as at work in queue-status, separated by commas. Upper and lower case are the same.',
      example: 'in-call,post-call,available',
      fallback: 'in-call,post-call,available',
      parse: (text: string) => someOf(text, (name) => name.toLowerCase(), 'in-call,post-call,available'),
    },
    afterCallSeconds: {
      name: 'AFTER_CALL_SECONDS',
      meaning: "How long an agent has for the note after a customer's call before the next one may come.",
      example: '60',
      fallback: '60',
      parse: (text: string) => whole(text, 5, 3600),
    },
    businessHours: {
      name: 'BUSINESS_HOURS',
      meaning:
        'When calls are taken, in TIME_ZONE: days and times, separated by semicolons. Without it always.',
      example: 'mon-fri 08:00-18:00; sat 09:00-13:00',
      fallback: '',
      parse: parseHours,
    },
    timeZone: {
      name: 'TIME_ZONE',
      meaning: 'The time zone of BUSINESS_HOURS, by its IANA name.',
      example: 'America/New_York',
      fallback: 'UTC',
      parse: zone,
    },
    waitMusic: {
      name: 'WAIT_MUSIC',
      meaning: 'Address of the music for callers who wait, best half a minute. Without it one of our own.',
      example: 'https://example.com/music.mp3',
      fallback: '',
      parse: (text: string) => optional(text, webAddress),
    },
    apiKeySid: {
      name: 'API_KEY_SID',
      meaning:
        'The API key that signs what a browser shows to Twilio. Without it no live view and no calls from the browser.',
      example: 'SK00000000000000000000000000000000',
      fallback: '',
      parse: (text: string) => optional(text, (given) => sid(given, 'SK')),
    },
    apiKeySecret: {
      name: 'API_KEY_SECRET',
      meaning: 'The secret of that key, which Twilio tells only once.',
      example: 'replace-me-by-the-secret-of-the-key',
      fallback: '',
      secret: true,
      parse: (text: string) => optional(text, secret),
    },
    twimlAppSid: {
      name: 'TWIML_APP_SID',
      meaning:
        'The TwiML application that calls from a browser go to. Without it agents call with their phones only.',
      example: 'AP00000000000000000000000000000000',
      fallback: '',
      parse: (text: string) => optional(text, (given) => sid(given, 'AP')),
    },
    jwtSecret: {
      name: 'JWT_SECRET',
      meaning:
        'Signs sessions and one-time tokens. At least 32 characters; make one: openssl rand -base64 32',
      example: 'replace-me-by-openssl-rand-base64-32',
      secret: true,
      parse: secret,
    },
    jwtSecretPrevious: {
      name: 'JWT_SECRET_PREVIOUS',
      meaning:
        'The JWT_SECRET of before, while it is being changed: what it has signed is still taken. Nothing new is signed with it.',
      example: 'replace-me-by-the-jwt-secret-of-before',
      fallback: '',
      secret: true,
      parse: (text: string) => optional(text, secret),
    },
    allowedEmailDomains: {
      name: 'ALLOWED_EMAIL_DOMAINS',
      meaning: 'Who may sign up: e-mail domains, separated by commas. Subdomains are not included.',
      example: 'example.com',
      parse: (text: string) => someOf(text, domain, 'example.com'),
    },
    allowedEmails: {
      name: 'ALLOWED_EMAILS',
      meaning: 'Single e-mail addresses that may sign up beside those domains, separated by commas.',
      example: 'guest@partner.example',
      fallback: '',
      parse: (text: string) => listOf(text, email),
    },
    allowedCountries: {
      name: 'ALLOWED_COUNTRIES',
      meaning:
        'Countries whose numbers may be called and verified (ISO codes). The first one is the default country.',
      example: 'US,CA',
      fallback: 'US',
      parse: (text: string) => someOf(text, country, 'US'),
    },
    supervisorEmails: {
      name: 'SUPERVISOR_EMAILS',
      meaning: 'People who may see the floor and act on other calls, separated by commas.',
      example: 'lead@example.com',
      fallback: '',
      parse: (text: string) => listOf(text, email),
    },
    adminEmails: {
      name: 'ADMIN_EMAILS',
      meaning: 'People who may change the set-up, separated by commas. They are supervisors too.',
      example: 'boss@example.com',
      fallback: '',
      parse: (text: string) => listOf(text, email),
    },
    corsOrigins: {
      name: 'CORS_ORIGINS',
      meaning:
        'Origins of other pages that may call these functions, separated by commas. The own page needs none.',
      example: 'https://crm.example.com',
      fallback: '',
      parse: (text: string) => listOf(text, origin),
    },
    doNotCall: {
      name: 'DO_NOT_CALL',
      meaning: 'Numbers that are never called, in E.164 form, separated by commas.',
      example: '+14155550142',
      fallback: '',
      parse: (text: string) => listOf(text, e164),
    },
    ringSeconds: {
      name: 'RING_SECONDS',
      meaning: 'How long a phone rings: the agent, then the customer, in seconds.',
      example: '20,30',
      fallback: '20,30',
      parse: rings,
    },
    voicemailDetection: {
      name: 'VOICEMAIL_DETECTION',
      meaning:
        'When a machine answers the customer: off, tell the agent, or hangup. Twilio charges for the detection.',
      example: 'off',
      fallback: 'off',
      parse: (text: string) => oneOf(text, ['off', 'tell', 'hangup']),
    },
    maxLiveCalls: {
      name: 'MAX_LIVE_CALLS',
      meaning: 'How many calls may be under way at once, over all agents.',
      example: '20',
      fallback: '20',
      parse: (text: string) => whole(text, 1, 1000),
    },
    maxCallsPerHour: {
      name: 'MAX_CALLS_PER_HOUR',
      meaning: 'How many calls one agent may start in an hour.',
      example: '60',
      fallback: '60',
      parse: (text: string) => whole(text, 1, 1000),
    },
    historyDays: {
      name: 'HISTORY_DAYS',
      meaning: 'How long an ended call stays in the history.',
      example: '30',
      fallback: '30',
      // Sync keeps an item for a year at most. https://www.twilio.com/docs/sync/limits
      parse: (text: string) => whole(text, 1, 365),
    },
    sdkOrigin: {
      name: 'TWILIO_SDK_ORIGIN',
      meaning:
        'Where the browser SDKs of the page connect instead of to Twilio: an emulator on this machine. Leave it out elsewhere.',
      example: 'http://localhost:3001',
      fallback: '',
      parse: (text: string) => loopback(text),
    },
    locale: {
      name: 'LOCALE',
      meaning: 'The language of codes and of what is said on the phone: en or es.',
      example: 'en',
      fallback: 'en',
      parse: (text: string) => oneOf(text, ['en', 'es']),
    },
  }) as const satisfies Record<string, Variable<unknown>>;

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

/** Reads the environment (in a function: Twilio's context). Throws one `ConfigError` that names everything wrong. */
export function readConfig(environment: Record<string, unknown>): Config {
  const config: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [key, declared] of Object.entries<Variable<unknown>>(variables())) {
    const raw = environment[declared.name];
    const text = typeof raw === 'string' ? raw.trim() : '';
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
  const [missing, ...both] = key.filter((name) => String(environment[name] ?? '').trim() === '');
  const wrong = problems.some((problem) => problem.startsWith('API_KEY_'));
  if (missing !== undefined && both.length === 0 && !wrong)
    problems.push(
      `${missing} is missing: API_KEY_SID and API_KEY_SECRET belong together. Set both, or neither.`,
    );
  if (problems.length > 0) throw new ConfigError(problems);
  return config as Config;
}
