import type { IncomingMessage } from 'node:http';
import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks';

/** The fields of a form; a name that stands several times has a list, as the signature counts it. */
function fields(body: string): Record<string, string | string[]> {
  const all: Record<string, string | string[]> = {};
  const form = new URLSearchParams(body);
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name);
    all[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return all;
}

/**
 * Whether Twilio signed this request. `origins`: what the caller may have known this place as (`https://domain`,
 * `http://localhost:3000`). https://www.twilio.com/docs/usage/security#validating-requests
 */
export function isSigned(token: string, request: IncomingMessage, body: Buffer, origins: string[]): boolean {
  const signature = request.headers['x-twilio-signature'];
  if (typeof signature !== 'string' || signature === '') return false;
  const form = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '');
  const text = body.toString();
  return origins.some((origin) => {
    const url = origin + request.url;
    return form || text === ''
      ? validateRequest(token, signature, url, fields(text))
      : validateRequestWithBody(token, signature, url, text);
  });
}
