import type { IncomingMessage } from 'node:http';

/**
 * What Twilio's platform lets through to a function.
 * https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow and error 82008
 */
export const LIMITS = {
  /** Milliseconds a function has to call back. */
  time: 10_000,
  /** Bytes and number of all headers together. */
  headerBytes: 15_000,
  headers: 90,
  /** Bytes of a request's body; what the toolkit gives as the platform's own limit. */
  body: 6 * 1024 * 1024,
};

/** A request that the platform answers itself. `code`: Twilio's error code, where there is one. */
export interface Refusal {
  status: number;
  message: string;
  code?: number;
}

/** What the headers break, or undefined. */
export function headerRefusal(request: IncomingMessage): Refusal | undefined {
  const bytes = request.rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text) + 2, 0);
  if (bytes <= LIMITS.headerBytes && request.rawHeaders.length / 2 <= LIMITS.headers) return undefined;
  return { status: 431, code: 82008, message: 'Headers or cookies too large' };
}

/** Reads the body, or says that it is too large. Rejects when the caller breaks off. */
export async function readBody(request: IncomingMessage): Promise<Buffer | Refusal> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on, without keeping it: a caller that is still sending would not see the answer.
    if (size <= LIMITS.body) chunks.push(chunk);
  }
  if (size > LIMITS.body) return { status: 413, code: 20413, message: 'Request Entity Too Large' };
  return Buffer.concat(chunks);
}

/** What a body breaks by its method or by what it says it is, or undefined. */
export function bodyRefusal(request: IncomingMessage, body: Buffer): Refusal | undefined {
  if (body.length === 0) return undefined;
  if (request.method === 'GET' || request.method === 'HEAD')
    return { status: 403, message: 'A GET request cannot have a body' };
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null) return undefined;
  } catch {
    // Said below, as for a JSON text that is a bare number or string.
  }
  return { status: 400, message: 'The body of the request is not a valid JSON object' };
}
