/** What went wrong with a request to Twilio, told apart by status and code, never by text. */
export type Failure =
  /** Twilio answered with an error. https://www.twilio.com/docs/usage/twilios-response#exceptions */
  | { kind: 'answer'; status: number; code: number | undefined }
  /** No answer in time: it may or may not have been done. */
  | { kind: 'timeout' }
  /** The connection failed: it may or may not have been done. */
  | { kind: 'connection'; code: string };

/** Twilio did not answer within the time allowed. */
export class UpstreamTimeout extends Error {
  override readonly name = 'UpstreamTimeout';

  constructor(readonly afterMs: number) {
    super(`no answer from Twilio within ${Math.round(afterMs)} ms`);
  }
}

/** Error codes of node and axios that mean: no complete answer came back. */
const TIMEOUTS = ['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT'];
const CONNECTION = [
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPROTO',
  'ERR_BAD_RESPONSE',
  'ERR_NETWORK',
];

/** How `error`, thrown by the SDK, failed; undefined when it is no failure of a request at all (a bug of ours). */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof UpstreamTimeout) return { kind: 'timeout' };
  if (!(error instanceof Error)) return undefined;
  const { status, code } = error as Error & { status?: unknown; code?: unknown };
  if (typeof status === 'number' && status >= 400)
    return { kind: 'answer', status, code: typeof code === 'number' ? code : undefined };
  if (typeof code !== 'string') return undefined;
  if (TIMEOUTS.includes(code)) return { kind: 'timeout' };
  return CONNECTION.includes(code) ? { kind: 'connection', code } : undefined;
}

/** True when Twilio answered `error` with one of these error codes or (below 1000) HTTP statuses. */
export function answered(error: unknown, ...codes: number[]): boolean {
  const failure = failureOf(error);
  if (failure?.kind !== 'answer') return false;
  const { code, status } = failure;
  return codes.some((wanted) => (wanted < 1000 ? status === wanted : code === wanted));
}

/** True when nobody can know whether the request was carried out. */
export function ambiguous(error: unknown): boolean {
  const failure = failureOf(error);
  return failure?.kind === 'timeout' || failure?.kind === 'connection';
}
