import { cookieToSet } from './cookies';
import { errorTable, type Problem } from './errors';
import type { Origin } from './origin';
import { newResponse, type PlatformResponse } from './platform';
import type { FileAnswer, Media, Reply, Success } from './types';

/** Where an answer goes: what its headers depend on. */
export interface Addressee {
  origin: Origin;
  domain: string;
}

/** A response and its status, which the platform's class doesn't tell. */
export interface Answer {
  status: number;
  response: PlatformResponse;
}

function reply(status: number, type: string, body: object | string, { origin }: Addressee): PlatformResponse {
  const response = newResponse();
  response.setStatusCode(status);
  response.appendHeader('Content-Type', type);
  // Answers hold what is only for their reader.
  response.appendHeader('Cache-Control', 'no-store');
  response.appendHeader('Vary', 'Origin');
  if (origin.allowed !== undefined) {
    response.appendHeader('Access-Control-Allow-Origin', origin.allowed);
    response.appendHeader('Access-Control-Allow-Credentials', 'true');
  }
  response.setBody(body);
  return response;
}

const json = (status: number, body: object, to: Addressee): PlatformResponse =>
  reply(status, 'application/json', body, to);

/** https://www.rfc-editor.org/rfc/rfc8288 */
const nextLink = (next: Record<string, string>): string => `<?${new URLSearchParams(next)}>; rel="next"`;

function fileReply(status: number, { name, type, text, next }: FileAnswer, to: Addressee): PlatformResponse {
  const response = reply(status, `${type}; charset=utf-8`, text, to);
  response.appendHeader('Content-Disposition', `attachment; filename="${name}"`);
  if (next !== undefined) response.appendHeader('Link', nextLink(next));
  if (to.origin.allowed !== undefined) response.appendHeader('Access-Control-Expose-Headers', 'Link');
  return response;
}

/** The answer to a request that succeeded. */
export function successAnswer(success: Success, to: Addressee): Answer {
  const { message, data, beside = {}, file, status = 200, cookies = [] } = success;
  const response =
    file === undefined
      ? json(status, { ...beside, status: 'success', message, data }, to)
      : fileReply(status, file, to);
  for (const cookie of cookies) {
    const { name, attributes } = cookieToSet(cookie, to.domain);
    response.setCookie(name, cookie.value, attributes);
  }
  return { status, response };
}

/** The answer to a request that failed; `status` other than the table's for webhooks that Twilio should send again. */
export function problemAnswer(problem: Problem, to: Addressee, status = problem.status): Answer {
  const { code, details } = problem;
  const message = errorTable()[code].message;
  const body = { status: 'error', code, message, ...(details === undefined ? {} : { details }) };
  const response = json(status, body, to);
  if (details?.retryAfter !== undefined) response.appendHeader('Retry-After', String(details.retryAfter));
  return { status, response };
}

/**
 * The answer with a file. The platform sends a Buffer as it is, which is how it serves private assets.
 * https://www.twilio.com/docs/serverless/functions-assets/assets
 */
export function mediaAnswer({ status, headers, body }: Media, { origin }: Addressee): Answer {
  const response = newResponse();
  response.setStatusCode(status);
  for (const [name, value] of Object.entries(headers)) response.appendHeader(name, value);
  response.appendHeader('Vary', 'Origin');
  if (origin.allowed !== undefined) response.appendHeader('Access-Control-Allow-Origin', origin.allowed);
  response.setBody(body);
  return { status, response };
}

/** The answer to a webhook: TwiML, JSON or nothing. TwiML always as text: the platform doesn't recognise a bundled TwiML object. */
export function webhookAnswer(reply: Reply): Answer {
  const status = reply === undefined ? 204 : 200;
  const response = newResponse();
  response.setStatusCode(status);
  if (reply !== undefined) {
    response.appendHeader('Content-Type', typeof reply === 'string' ? 'text/xml' : 'application/json');
    response.setBody(reply);
  }
  return { status, response };
}
