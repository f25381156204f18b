import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';

export type ControlErrorCode =
  | 'invalid' // 400: the body or the query is wrong
  | 'forbidden' // 403: asked from a web page elsewhere
  | 'not-found' // 404: no such path, or no such handset
  | 'wrong-method' // 405: the path exists, with another method
  | 'conflict' // 409: not possible in the present state
  | 'too-large' // 413: the body is larger than anything the control API takes
  | 'failed'; // 500: a bug of the emulator

const STATUS: Record<ControlErrorCode, number> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  'wrong-method': 405,
  conflict: 409,
  'too-large': 413,
  failed: 500,
};

/** A refused control request; `message` names what is wrong and what would be right. */
export class ControlError extends Error {
  override readonly name = 'ControlError';

  constructor(
    readonly code: ControlErrorCode,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }

  get status(): number {
    return STATUS[this.code];
  }
}

/** This machine, as it stands in a request's `Host`. */
export const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Refuses what does not come from this machine's own page or a program: a page elsewhere sends its own `Origin`, and a
 * name that was rebound to 127.0.0.1 stands in `Host`.
 */
export function checkOrigin(headers: IncomingMessage['headers']): void {
  const { host = '', origin } = headers;
  if (!LOOPBACK.test(host))
    throw new ControlError(
      'forbidden',
      `The host "${host}" is not this machine; use http://localhost or http://127.0.0.1`,
    );
  if (origin !== undefined && origin !== `http://${host}`)
    throw new ControlError(
      'forbidden',
      `A page of ${origin} may not drive the emulator; only its own page and programs may`,
    );
}

/** The body as JSON; an empty body is an empty object. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and thrown away, so that the client gets to see the answer.
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw new ControlError('too-large', `The body may have at most ${limit} bytes`);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ControlError('invalid', `The body is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

type Issue = v.BaseIssue<unknown>;

function explain(issue: Issue, root: string): string {
  const path = v.getDotPath(issue) ?? root;
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return `${path}: is not known here; leave it out`;
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `${path}: is missing`;
  return `${path}: ${issue.message}`;
}

/**
 * `input` as `schema` has it, or `invalid` with one line for each field that is wrong. `root` names the whole
 * (`body`, `query`); `example` is a right one.
 */
export function parse<const S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  root: string,
  example: unknown,
): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  // A list is an object to valibot, which then looks for the fields in it.
  const fields =
    Array.isArray(input) && !Array.isArray(example)
      ? [`${root}: give an object, not a list`]
      : result.issues.map((issue) => explain(issue, root));
  throw new ControlError(
    'invalid',
    `${fields.join('. ')}. A right ${root} is, for example, ${JSON.stringify(example)}`,
    { fields },
  );
}

const SECURITY = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Answers with a recording. */
export function sendWav(response: ServerResponse, wav: Buffer): void {
  response.writeHead(200, {
    ...SECURITY,
    'content-type': 'audio/wav',
    'content-length': String(wav.length),
  });
  response.end(wav);
}

/** Answers with JSON that no cache keeps. */
export function sendJson(
  response: ServerResponse,
  status: number,
  json: unknown,
  headers: Record<string, string> = {},
): void {
  const body = Buffer.from(JSON.stringify(json));
  response.writeHead(status, {
    ...SECURITY,
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
  });
  response.end(body);
}

/** Answers with the error: `{code, message, details?}`. */
export function sendError(response: ServerResponse, error: ControlError): void {
  const { status, code, message, details } = error;
  const { allow } = details;
  sendJson(
    response,
    status,
    { code, message, ...(Object.keys(details).length > 0 ? { details } : {}) },
    Array.isArray(allow) ? { allow: allow.join(', ') } : {},
  );
}
