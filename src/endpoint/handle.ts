import type { Config } from '../config';
import { ConfigError } from '../config';
import { deadlineIn, OWN_DEADLINE_MS } from '../twilio';
import type { Addressee, Answer } from './answer';
import { createDeps, DEFAULT_TENANT } from './deps';
import { Problem } from './errors';
import type { Schema } from './input';
import { type RequestLog, requestLog } from './log';
import { originOf } from './origin';
import {
  type PlatformCallback,
  type PlatformContext,
  type PlatformEvent,
  type PlatformRequest,
  requestOf,
} from './platform';
import { problemOf } from './problems';
import type { Deps } from './types';

/** What a function says about itself; the repository's tests read it. */
export interface Declaration {
  readonly auth: 'agent' | 'supervisor' | 'customer' | 'public' | 'twilio';
  /** Made when first read. */
  readonly schema: Schema;
}

/** A function as the platform calls it. */
export interface Handler {
  (context: PlatformContext, event: PlatformEvent, callback: PlatformCallback): Promise<void>;
  declaration: Declaration;
}

/** One request, ready for its use case. */
export interface Visit {
  deps: Deps;
  event: PlatformEvent;
  request: PlatformRequest;
  to: Addressee;
}

/** How one kind of endpoint answers. `fail` must not throw. */
export interface Kind {
  run(visit: Visit): Promise<Answer>;
  fail(problem: Problem, to: Addressee, language: Config['locale']): Answer;
}

const NOBODY: Addressee = { origin: { allowed: undefined, trusted: false }, domain: '' };

/** Settles with `work`, or fails with `timeout` at our own deadline; what `work` does later is logged, never thrown. */
function inTime<T>(work: Promise<T>, ms: number, late: (error: unknown) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false;
    const timer = setTimeout(() => {
      over = true;
      reject(new Problem('timeout'));
    }, ms);
    work.then(resolve, (error) => (over ? late(error) : reject(error))).finally(() => clearTimeout(timer));
  });
}

const sink = (line: string) => console.log(line);

/** The one place where the platform's (context, event, callback) is seen: always answers, exactly once, in time. */
async function serve(
  kind: Kind,
  context: PlatformContext,
  event: PlatformEvent,
  callback: PlatformCallback,
): Promise<void> {
  const started = performance.now();
  const deadline = deadlineIn(OWN_DEADLINE_MS);
  const meter = { calls: 0, ms: 0 };
  const log = requestLog(sink);
  const facts = (status: number, code: string) => ({
    endpoint: context.PATH,
    status,
    code,
    ms: Math.round(performance.now() - started),
    upstreamMs: Math.round(meter.ms),
    upstreamCalls: meter.calls,
    tenant: DEFAULT_TENANT,
  });

  let to = NOBODY;
  let language: Config['locale'] = 'en';
  let answer: Answer;
  let code = 'ok';
  try {
    const work = async () => {
      const deps = createDeps(context, { log, deadline, meter });
      language = deps.config.locale;
      const request = requestOf(event);
      if (request === undefined) throw new Problem('reserved_field', { field: 'request' });
      const domain = context.DOMAIN_NAME;
      to = { origin: originOf(request.headers, domain, deps.config.corsOrigins), domain };
      return kind.run({ deps, event, request, to });
    };
    answer = await inTime(work(), OWN_DEADLINE_MS, (error) => lateLine(log, error, facts));
  } catch (error) {
    const problem = problemOf(error);
    code = problem.code;
    noteFailure(log, problem);
    answer = kind.fail(problem, to, language);
  }
  log.write(facts(answer.status, code));
  try {
    callback(null, answer.response);
  } catch (error) {
    // Nobody awaits a function: an error thrown here would end a server that serves many.
    log.failure(error);
    log.write(facts(answer.status, 'not_delivered'));
  }
}

/** A function for the platform. Loading a function runs this and nothing else of the kit, so it does little. */
export function handle(auth: Declaration['auth'], schema: () => Schema, kind: Kind): Handler {
  const handler = (context: PlatformContext, event: PlatformEvent, callback: PlatformCallback) =>
    serve(kind, context, event, callback);
  const declaration: Declaration = {
    auth,
    get schema() {
      return schema();
    },
  };
  return Object.assign(handler, { declaration });
}

/** Failures of ours and of Twilio are kept with their cause; what the caller did wrong is told by its code. */
function noteFailure(log: RequestLog, problem: Problem): void {
  if (problem.cause instanceof ConfigError) for (const line of problem.cause.problems) log.failure(line);
  else if (problem.cause !== undefined) log.failure(problem.cause);
}

function lateLine(
  log: RequestLog,
  error: unknown,
  facts: (status: number, code: string) => Record<string, string | number>,
): void {
  log.failure(error);
  log.write(facts(504, 'late_failure'));
}
