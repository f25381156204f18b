import { createHash, createHmac } from 'node:crypto';

/** A webhook as it goes out: where to, and what the signature covers. */
export interface Signed {
  /** The full URL without its fragment; for JSON with the digest of the body added to the query. */
  url: string;
  signature: string;
}

const hmac = (token: string, text: string): string =>
  createHmac('sha1', token).update(Buffer.from(text, 'utf8')).digest('base64');

/**
 * Signs a request whose fields are in a form body (none for GET: then they are in the URL): the URL, then each name and
 * value in the order of the names. https://www.twilio.com/docs/usage/security#validating-requests
 */
export function signForm(token: string, url: string, params: Record<string, string>): Signed {
  const fields = Object.keys(params).sort();
  return {
    url,
    signature: hmac(
      token,
      fields.reduce((text, name) => text + name + params[name], url),
    ),
  };
}

/** Signs a request with any other body: its SHA-256 goes into the URL, and the URL is signed. */
export function signBody(token: string, url: string, body: string): Signed {
  const digest = createHash('sha256').update(body).digest('hex');
  const full = `${url}${url.includes('?') ? '&' : '?'}bodySHA256=${digest}`;
  return { url: full, signature: hmac(token, full) };
}
