import { ENVIRONMENT } from '../testing/invoke';
import {
  ConfigError,
  callerIdsOf,
  hasBrowserCalls,
  RATE_LIMITS,
  readConfig,
  type Variable,
  variables,
} from '.';

function problemsOf(environment: Record<string, unknown>): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

const required = Object.values<Variable<unknown>>(variables()).filter(
  ({ fallback }) => fallback === undefined,
);

test('what is required suffices; the rest has sensible defaults', () => {
  expect(readConfig(ENVIRONMENT)).toMatchObject({
    callerId: '+14155550199',
    allowedEmailDomains: ['example.com'],
    allowedEmails: [],
    allowedCountries: ['US'],
    ringSeconds: { agent: 20, customer: 30 },
    voicemailDetection: 'off',
    locale: 'en',
  });
});

test('an empty environment is told everything that is missing, at once', () => {
  const problems = problemsOf({});
  expect(problems).toHaveLength(required.length);
  for (const { name } of required) expect(problems.join('\n')).toContain(`${name} is missing`);
});

test.each([
  ['CALLER_ID', '4155550199'],
  ['VERIFY_SERVICE_SID', 'IS'],
  ['JWT_SECRET', 'too-short-a-secret'],
  ['JWT_SECRET', variables().jwtSecret.example],
  ['ALLOWED_EMAIL_DOMAINS', ' , '],
  ['ALLOWED_EMAIL_DOMAINS', '*'],
  ['ALLOWED_COUNTRIES', 'USA'],
  ['SUPERVISOR_EMAILS', 'nobody'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://crm.example.com/path'],
  ['RING_SECONDS', '20'],
  ['RING_SECONDS', '1,30'],
  ['VOICEMAIL_DETECTION', 'perhaps'],
  ['MAX_LIVE_CALLS', '0'],
  ['MAX_LIVE_CALLS', '1e3.5'],
  ['HISTORY_DAYS', '366'],
  ['LOCALE', 'fr'],
  ['CALLER_IDS', '+14155550199,4155550198'],
  ['API_KEY_SID', 'AC00000000000000000000000000000000'],
  ['API_KEY_SECRET', 'too-short-a-secret'],
  ['API_KEY_SECRET', variables().apiKeySecret.example],
  ['TWIML_APP_SID', 'Cordboard'],
  ['TWILIO_SDK_ORIGIN', 'https://elsewhere.example'],
  ['TWILIO_SDK_ORIGIN', 'http://localhost:3001@elsewhere.example'],
])('%s=%p is refused without showing a secret', (name, value) => {
  const problems = problemsOf({ ...ENVIRONMENT, [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(name);
  expect(problems[0]).not.toContain('secret-');
});

test('a key without its secret, or the secret without its key, is refused', () => {
  const pair = { API_KEY_SID: variables().apiKeySid.example, API_KEY_SECRET: 'k'.repeat(32) };
  expect(problemsOf({ ...ENVIRONMENT, ...pair })).toEqual([]);
  for (const name of Object.keys(pair))
    expect(problemsOf({ ...ENVIRONMENT, ...pair, [name]: ' ' })).toEqual([
      `${name} is missing: API_KEY_SID and API_KEY_SECRET belong together. Set both, or neither.`,
    ]);
});

test('lists are trimmed and brought into one form', () => {
  const config = readConfig({
    ...ENVIRONMENT,
    ALLOWED_EMAIL_DOMAINS: ' Example.com, @example.org ,',
    ALLOWED_COUNTRIES: 'us, ca',
    SUPERVISOR_EMAILS: 'Lead@Example.com',
    CORS_ORIGINS: 'https://CRM.example.com/',
  });
  expect(config.allowedEmailDomains).toEqual(['example.com', 'example.org']);
  expect(config.allowedCountries).toEqual(['US', 'CA']);
  expect(config.supervisorEmails).toEqual(['lead@example.com']);
  expect(config.corsOrigins).toEqual(['https://crm.example.com']);
});

test('the usual caller id comes first, and none twice', () => {
  const config = readConfig({ ...ENVIRONMENT, CALLER_IDS: '+14155550198,+14155550199' });
  expect(callerIdsOf(config)).toEqual(['+14155550199', '+14155550198']);
});

test('calling from the browser takes a key, its secret and an application', () => {
  const all = {
    API_KEY_SID: variables().apiKeySid.example,
    API_KEY_SECRET: 'a-key-that-is-only-good-for-tests-',
    TWIML_APP_SID: variables().twimlAppSid.example,
  };
  expect(hasBrowserCalls(readConfig({ ...ENVIRONMENT, ...all }))).toBe(true);
  expect(hasBrowserCalls(readConfig({ ...ENVIRONMENT, ...all, TWIML_APP_SID: '' }))).toBe(false);
  expect(hasBrowserCalls(readConfig(ENVIRONMENT))).toBe(false);
});

test('every variable explains itself, and its example is one that works, unless it is a secret', () => {
  for (const variable of Object.values<Variable<unknown>>(variables())) {
    expect(variable.meaning.length).toBeGreaterThan(20);
    if (variable.secret) expect(() => variable.parse(variable.example)).toThrow();
    else expect(() => variable.parse(variable.example)).not.toThrow();
    if (variable.fallback !== undefined) expect(() => variable.parse(variable.fallback ?? '')).not.toThrow();
  }
});

test('a full environment leaves most of the 3 KB of context to the platform', () => {
  const all = Object.values<Variable<unknown>>(variables()).map(({ name, example }) => `${name}=${example}`);
  expect(Buffer.byteLength(all.join('\n'))).toBeLessThan(1500);
});

test("the rate limits' names are free of personal data and unique", () => {
  const names = Object.values(RATE_LIMITS).map(({ uniqueName }) => uniqueName);
  expect(names).toEqual(['email_address', 'email_client', 'phone_number', 'phone_agent']);
});
