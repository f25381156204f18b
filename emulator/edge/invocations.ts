import type { IncomingMessage } from 'node:http';
import type { Timeline } from '../timeline';
import type { PlainError } from './messages';

/** One run of a function. */
export interface Invocation {
  id: string;
  method: string;
  path: string;
  /** The call it is about, where the request names one. */
  callSid: string | undefined;
}

/** Remembered after its end, because a function may still log. */
const REMEMBERED = 500;

/** The object that a log line is as JSON; undefined for any other text. */
function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Ids are long and alike; their beginning tells them apart well enough. */
const shortened = (value: string): string =>
  /^(?=\w*\d)\w{16,}$/.test(value) ? `${value.slice(0, 6)}…` : value;

/** A log line in JSON as a person reads it: `leg agent, status 204, ms 28`. The whole of it stays in the event's data. */
function outline(said: Record<string, unknown>, path: string | undefined): string {
  const parts = Object.entries(said).flatMap(([key, value]) => {
    if (value === path || value === null) return [];
    if (typeof value === 'object') return [`${key} ${JSON.stringify(value)}`];
    return [`${key} ${typeof value === 'string' ? shortened(value) : String(value)}`];
  });
  return parts.join(', ').slice(0, 500);
}

/** Puts runs of functions, what they log and how they fail on the timeline. */
export class Invocations {
  #last = 0;
  #known = new Map<string, Invocation>();

  constructor(private readonly timeline: Timeline) {}

  begin(request: IncomingMessage, body: Buffer): Invocation {
    const id = String(++this.#last);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const form = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '');
    const named = (form ? new URLSearchParams(body.toString()) : url.searchParams).get('CallSid');
    const invocation = {
      id,
      method: request.method ?? 'GET',
      path: url.pathname,
      callSid: named && /^CA[0-9a-f]{32}$/.test(named) ? named : undefined,
    };
    this.#known.set(id, invocation);
    this.#known.delete(String(this.#last - REMEMBERED));
    return invocation;
  }

  /** The function that ran; undefined for what no function did, or one that is long over. */
  pathOf(id: string | undefined): string | undefined {
    return id === undefined ? undefined : this.#known.get(id)?.path;
  }

  end(invocation: Invocation, status: number, ms: number): void {
    const code = status >= 500 ? ' (error 82002)' : '';
    this.#add(
      invocation,
      `${invocation.method} ${invocation.path}: ${status}${code}`,
      {
        status,
        ...(code ? { code: 82002 } : {}),
      },
      ms,
    );
  }

  /** The platform answered in the function's place; `reason` is what the caller did not get to see. */
  failedWith(invocation: Invocation, message: string, reason: string): void {
    this.#add(invocation, `${invocation.path}: ${message}`, {
      level: 'error',
      reason: reason.slice(0, 5000),
    });
  }

  /** A line that a function wrote; one in JSON is kept as what it says. */
  log(text: string, level: string, id: string | undefined): void {
    const invocation = id === undefined ? undefined : this.#known.get(id);
    const where = invocation ? `${invocation.path}: ` : '';
    const said = objectIn(text);
    const summary = said === undefined ? text.slice(0, 500) : outline(said, invocation?.path);
    this.#add(invocation, `${where}${summary}`, {
      level,
      ...(said === undefined ? {} : { log: said }),
    });
  }

  error(error: PlainError, id: string | undefined): void {
    const invocation = id === undefined ? undefined : this.#known.get(id);
    const where = invocation ? `${invocation.path}: ` : '';
    this.#add(invocation, `${where}${error.name}: ${error.message}`, { level: 'error', ...error });
  }

  #add(
    invocation: Invocation | undefined,
    summary: string,
    data: Record<string, unknown>,
    ms?: number,
  ): void {
    this.timeline.add({
      kind: 'function',
      summary,
      ...(ms === undefined ? {} : { ms: Math.round(ms * 10) / 10 }),
      ...(invocation?.callSid ? { callSid: invocation.callSid } : {}),
      data: { ...(invocation ? { invocation: invocation.id, path: invocation.path } : {}), ...data },
    });
  }
}
