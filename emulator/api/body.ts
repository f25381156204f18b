import type { IncomingMessage } from 'node:http';
import { TwilioError } from './rest';

/** More than any upload of the emulated products: an asset may have 25 MB. https://www.twilio.com/docs/serverless/api#limitations */
const LARGEST = 30 * 1024 * 1024;

/** The whole body of a request. Throws 413 / 20413 when it is larger than Twilio would take. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) throw new TwilioError(413, 20413, 'Request Entity Too Large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a body holds, by its media type: fields of a form, a JSON value, or neither (an upload). */
export interface ParsedBody {
  fields: URLSearchParams;
  json?: unknown;
}

/** Throws 400 / 20001 when it says that it is JSON and is not. */
export function parseBody(body: Buffer, contentType: string): ParsedBody {
  const media = contentType.split(';')[0]?.trim().toLowerCase();
  if (body.length === 0) return { fields: new URLSearchParams() };
  if (media === 'application/json') {
    try {
      return { fields: new URLSearchParams(), json: JSON.parse(body.toString()) as unknown };
    } catch {
      throw new TwilioError(400, 20001, 'The body of the request is not valid JSON');
    }
  }
  if (media === 'multipart/form-data') return { fields: new URLSearchParams() };
  return { fields: new URLSearchParams(body.toString()) };
}
