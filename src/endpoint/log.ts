import { maskText } from './mask';

/** One value in a log line. */
export type LogValue = string | number | boolean | undefined;

/** Collects what is known about one request; written once, as one JSON line, when it is answered. */
export interface Logger {
  /** Adds facts to this request's line (`{ call: 'x' }`). Numbers and addresses in texts are masked when written. */
  note(facts: Record<string, LogValue>): void;
  /** Keeps an unexpected error with the request's line: name, code and masked message, no stack of ours in the reply. */
  failure(error: unknown): void;
}

/** A logger whose line is read and written by the endpoint kit. */
export interface RequestLog extends Logger {
  write(facts: Record<string, LogValue>): void;
}

/** Longer texts of errors are cut: masking takes time that grows with the square of the length. */
const LONGEST = 1_000;

/** As text whatever was thrown; what has none (an object whose `toString` is no function) by its kind. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return typeof thrown;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return maskText(textOf(error).slice(0, LONGEST));
  const { code } = error as Error & { code?: unknown };
  const known = typeof code === 'string' || typeof code === 'number' ? ` ${code}` : '';
  const cause = error.cause === undefined ? '' : ` ← ${describe(error.cause)}`;
  return `${error.name}${known}: ${maskText(error.message.slice(0, LONGEST))}${cause}`;
}

/** A request's log. `sink` gets the finished line. */
export function requestLog(sink: (line: string) => void): RequestLog {
  const facts: Record<string, LogValue> = {};
  const failures: string[] = [];
  return {
    note: (more) => {
      Object.assign(facts, more);
    },
    failure: (error) => {
      // Where in our code it happened helps whoever reads the log; what was sent does not belong there.
      const stack = error instanceof Error ? (error.stack?.split('\n')[1]?.trim() ?? '') : '';
      failures.push(stack === '' ? describe(error) : `${describe(error)} (${stack})`);
    },
    write: (last) => {
      const line: Record<string, LogValue | string[]> = { ...facts, ...last };
      for (const [key, value] of Object.entries(line))
        if (typeof value === 'string') line[key] = maskText(value);
      if (failures.length > 0) line.failures = failures;
      sink(JSON.stringify(line));
    },
  };
}
