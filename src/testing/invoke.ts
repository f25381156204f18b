// By path: the package keeps the class its server answers with to itself, and no other is like the platform's.
import { Response } from '../../node_modules/@twilio/runtime-handler/dist/dev-runtime/internal/response';
import type { Handler } from '../endpoint';
import type { FakeTwilio } from './fake-twilio';

/** An environment in which everything required is set. */
export const ENVIRONMENT = {
  CALLER_ID: '+14155550199',
  VERIFY_SERVICE_SID: `VA${'1'.repeat(32)}`,
  SYNC_SERVICE_SID: `IS${'1'.repeat(32)}`,
  JWT_SECRET: 'a-secret-that-is-only-good-for-tests',
  ALLOWED_EMAIL_DOMAINS: 'example.com',
};

/** What a request is made of. */
export interface Asked {
  headers?: Record<string, unknown>;
  cookies?: Record<string, string>;
  environment?: Record<string, unknown>;
}

/** What came back. */
export interface Answered {
  status: number;
  headers: Record<string, unknown>;
  /** The parsed JSON, or the text. */
  body: Record<string, unknown> & { data: Record<string, unknown>; details: Record<string, unknown> };
  /** Cookies set, by name. */
  cookies: Record<string, { value: string; attributes: string }>;
  /** How often the function called back. */
  calls: number;
  /** The log line. */
  log: Record<string, unknown>;
}

function cookiesOf(lines: string[]): Answered['cookies'] {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*);?(.*)$/.exec(line) ?? [];
      return [name, { value, attributes }];
    }),
  );
}

/** Invocations under way: their log lines are kept from the console until the last one is done. */
let running = 0;
/** The console's own, meanwhile. */
let told = console.log;

/** Calls a function as the platform does, with the toolkit's own response class. */
export async function invoke(
  handler: Handler,
  twilio: FakeTwilio,
  fields: Record<string, unknown> = {},
  asked: Asked = {},
): Promise<Answered> {
  Object.assign(globalThis, { Twilio: { Response } });
  const context = {
    ...ENVIRONMENT,
    ...asked.environment,
    DOMAIN_NAME: 'example.twil.io',
    PATH: '/test',
    getTwilioClient: () => twilio.client(),
  };
  const event = { request: { headers: asked.headers ?? {}, cookies: asked.cookies ?? {} }, ...fields };
  const answers: Response[] = [];
  const lines: string[] = [];
  if (running === 0) told = console.log;
  console.log = (line: string) => lines.push(line);
  running += 1;
  try {
    await handler(context, event, (_, response) => answers.push(response as Response));
  } finally {
    running -= 1;
    if (running === 0) console.log = told;
  }
  const [first] = answers;
  if (first === undefined) throw new Error('the function did not call back');
  const { statusCode: status, body: text } = first.serialize();
  const headers = first.serialize().headers as Record<string, unknown>;
  const body: unknown = headers['Content-Type'] === 'application/json' ? JSON.parse(String(text)) : text;
  return {
    status,
    headers,
    body: body as Answered['body'],
    cookies: cookiesOf((headers['Set-Cookie'] ?? []) as string[]),
    calls: answers.length,
    log: JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>,
  };
}
