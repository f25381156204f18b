import { heardTime } from '../ui/clock';

/** A request that came to nothing. `code` is one of the functions' error codes, or `offline`. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly code: string,
    readonly details: { problem?: string; field?: string; call?: string } = {},
    /** Seconds to wait before trying again, when the answer tells. */
    readonly retryAfter?: number,
  ) {
    super(code);
  }
}

/** What the functions answer with; see the README. */
interface Wire {
  status?: string;
  code?: string;
  data?: unknown;
  details?: Failure['details'];
}

/** What came back, and when it was said: `Date` of the answer, so that a wrong clock here does no harm. */
export interface Answer<T> {
  data: T;
  /** Milliseconds since the epoch, by the server's clock. */
  at: number;
}

/** Sends JSON to one of our functions. Throws `Failure`. */
export async function send<T>(path: string, body: object = {}, token?: string): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Failure('offline');
  }
  const wire = (await response.json().catch(() => ({}))) as Wire;
  if (response.ok && wire.status === 'success') {
    const at = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(at)) heardTime(at);
    return { data: wire.data as T, at: Number.isNaN(at) ? Date.now() : at };
  }
  const wait = Number(response.headers.get('retry-after'));
  throw new Failure(wire.code ?? 'internal', wire.details ?? {}, wait > 0 ? wait : undefined);
}

/** The failure in whatever was thrown; a bug of ours is shown as one of the service. */
export const failureIn = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure('internal');
