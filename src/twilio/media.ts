import type { Twilio } from 'twilio';
import type { Deadline } from './deadline';
import { UpstreamTimeout } from './failure';

/** Part of a file: from a byte on, to a byte (both included) or to the end; or the last `suffix` bytes. */
export type Range = { from: number; to?: number } | { suffix: number };

/** What Twilio has of a file. */
export type MediaPart =
  /** `total` is undefined where Twilio does not say how long it all is. */
  | { kind: 'part'; bytes: Buffer; from: number; total: number | undefined; whole: boolean }
  /** The file has no such part. */
  | { kind: 'outside'; total: number | undefined }
  /** Asked for as a whole it is longer than was asked for at most. */
  | { kind: 'too-long' }
  | { kind: 'gone' }
  /** Anything else, by its status. */
  | { kind: 'failed'; status: number };

const rangeHeader = (range: Range): string =>
  'suffix' in range ? `bytes=-${range.suffix}` : `bytes=${range.from}-${range.to ?? ''}`;

const numberIn = (text: string | null): number | undefined =>
  text !== null && /^\d+$/.test(text) ? Number(text) : undefined;

/** Reads `length` bytes of a body from the byte `skip` on, and no more: the rest is never fetched. */
async function read(body: ReadableStream<Uint8Array> | null, skip: number, length: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let [ahead, wanted] = [skip, length];
  if (body === null) return Buffer.alloc(0);
  // Leaving the loop cancels the stream.
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    const rest = chunk.subarray(Math.min(ahead, chunk.length));
    ahead -= chunk.length - rest.length;
    chunks.push(rest.subarray(0, wanted));
    wanted -= Math.min(wanted, rest.length);
    if (wanted === 0) break;
  }
  return Buffer.concat(chunks);
}

/** Of a partial answer. https://www.rfc-editor.org/rfc/rfc9110#field.content-range */
async function partial(response: Response, most: number): Promise<MediaPart> {
  const [, from, , total] =
    /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  if (from === undefined) return { kind: 'failed', status: response.status };
  const bytes = await read(response.body, 0, most);
  return { kind: 'part', bytes, from: Number(from), total: numberIn(total ?? null), whole: false };
}

/** Of an answer with the whole file: a server need not know parts. */
async function cut(response: Response, range: Range | undefined, most: number): Promise<MediaPart> {
  const total = numberIn(response.headers.get('content-length'));
  if (range === undefined) {
    if (total !== undefined && total > most) return { kind: 'too-long' };
    const bytes = await read(response.body, 0, most + 1);
    if (bytes.length > most) return { kind: 'too-long' };
    return { kind: 'part', bytes, from: 0, total: bytes.length, whole: true };
  }
  if (total === undefined && 'suffix' in range) return { kind: 'outside', total };
  const from = 'suffix' in range ? Math.max(0, (total ?? 0) - range.suffix) : range.from;
  const to = 'suffix' in range ? undefined : range.to;
  if (total !== undefined && from >= total) return { kind: 'outside', total };
  const bytes = await read(response.body, from, Math.min(most, to === undefined ? most : to - from + 1));
  if (bytes.length === 0) return { kind: 'outside', total };
  return { kind: 'part', bytes, from, total, whole: false };
}

/**
 * Fetches a file of the account, or part of it, with the account's own credentials; at most `most` bytes. The SDK's client
 * reads text only. One request, and what it is redirected to, where the credentials don't go along.
 *
 * @param path without the account: `Recordings/RE….wav`
 */
export async function fetchMedia(
  client: Pick<Twilio, 'accountSid' | 'username' | 'password'>,
  path: string,
  range: Range | undefined,
  { most, deadline }: { most: number; deadline: Deadline },
): Promise<MediaPart> {
  const ms = deadline.remaining();
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new UpstreamTimeout(ms)), ms);
  const credentials = Buffer.from(`${client.username}:${client.password}`).toString('base64');
  try {
    const response = await fetch(`https://api.twilio.com/2010-04-01/Accounts/${client.accountSid}/${path}`, {
      headers: {
        authorization: `Basic ${credentials}`,
        // Parts are counted in bytes of the file, not of what it may be packed into.
        'accept-encoding': 'identity',
        ...(range === undefined ? {} : { range: rangeHeader(range) }),
      },
      signal: abort.signal,
    });
    if (response.status === 206) return await partial(response, most);
    if (response.status === 200) return await cut(response, range, most);
    await response.body?.cancel();
    if (response.status === 416) {
      const [, total] = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
      return { kind: 'outside', total: numberIn(total ?? null) };
    }
    return response.status === 404 || response.status === 410
      ? { kind: 'gone' }
      : { kind: 'failed', status: response.status };
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : connectionFailure(error);
  } finally {
    clearTimeout(timer);
  }
}

/** `fetch` hides what broke as the cause of a TypeError. */
function connectionFailure(error: unknown): unknown {
  const { cause } = error as { cause?: unknown };
  return error instanceof TypeError && cause instanceof Error ? cause : error;
}
