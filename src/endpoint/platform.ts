import type { Twilio } from 'twilio';

/** What the platform hands a function beside its event: the environment, the domain, and the SDK's client. */
export interface PlatformContext extends Record<string, unknown> {
  DOMAIN_NAME: string;
  /** The function's own path, with its slash. */
  PATH: string;
  getTwilioClient(): Twilio;
}

/** Query and body in one object, and under `request` the headers and cookies, unless a field of that name hid them. */
export type PlatformEvent = Record<string, unknown>;

/** Takes the answer; must be called exactly once. */
export type PlatformCallback = (error: null, response: PlatformResponse) => void;

/** `Twilio.Response`, as far as we use it. https://www.twilio.com/docs/serverless/functions-assets/functions/invocation */
export interface PlatformResponse {
  setStatusCode(status: number): unknown;
  setBody(body: object | string): unknown;
  appendHeader(name: string, value: string): unknown;
  setCookie(name: string, value: string, attributes: string[]): unknown;
}

/** Headers (names in lower case) and cookies (names as they are) of a request. */
export interface PlatformRequest {
  headers: Record<string, string>;
  cookies: Record<string, string>;
}

/** An empty answer. The class is a global of the platform, as an answer of any other class is not recognised. */
export function newResponse(): PlatformResponse {
  const { Response } = (globalThis as unknown as { Twilio: { Response: new () => PlatformResponse } }).Twilio;
  return new Response();
}

function strings(value: unknown, nameOf = (key: string) => key): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const out: Record<string, string> = Object.create(null);
  for (const [key, entry] of Object.entries(value)) if (typeof entry === 'string') out[nameOf(key)] = entry;
  return out;
}

/**
 * The request's headers and cookies; undefined when a field named `request` has taken their place. A header sent twice
 * (a list) is left out, as none of those we read may be. Keys like `request[headers][origin]` count as that field, where
 * the platform has left them as they were sent. A JSON body or a nested query that imitates the whole shape can't be
 * told: it replaces the cookies along with the headers, so that its sender can only pretend to have less than they could
 * have sent anyway.
 */
export function requestOf(event: PlatformEvent): PlatformRequest | undefined {
  if (Object.keys(event).some((key) => /^request\s*[[.]/i.test(key))) return undefined;
  const request = event.request as { headers?: unknown; cookies?: unknown } | undefined;
  if (typeof request !== 'object' || request === null) return undefined;
  const headers = strings(request.headers, (name) => name.toLowerCase());
  const cookies = strings(request.cookies);
  return headers && cookies ? { headers, cookies } : undefined;
}
