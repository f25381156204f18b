import type { Config } from '../config';
import {
  type Addressee,
  type Answer,
  mediaAnswer,
  problemAnswer,
  successAnswer,
  webhookAnswer,
} from './answer';
import { cookiesOf } from './cookies';
import { type ErrorCode, Problem } from './errors';
import { type Declaration, type Handler, handle, type Visit } from './handle';
import { keyedHash } from './ids';
import { type Input, readInput, type Schema, type SchemaSource, schemaOf } from './input';
import { askerIn, callerOf, requireSupervisor } from './session';
import { tokenContext } from './tokens';
import type { Asker, Caller, Deps, Media, PublicCaller, Reply, Success } from './types';

/** A use case of a person: what it is given, what comes in, who asks. */
export type UseCase<S extends SchemaSource, Who> = (
  deps: Deps,
  input: Input<S>,
  caller: Who,
) => Promise<Success>;

/** A use case of Twilio: the reply is TwiML, or nothing. */
export type WebhookUseCase<S extends SchemaSource> = (deps: Deps, input: Input<S>) => Promise<Reply>;

function personEndpoint<S extends SchemaSource, Who>(
  auth: Declaration['auth'],
  source: S,
  callerFor: (visit: Visit) => Who,
  useCase: UseCase<S, Who>,
): Handler {
  const schema = schemaOf(source);
  return handle(auth, schema, {
    run: (visit) => answerPerson(visit, schema, callerFor, useCase),
    fail: (problem, to) => problemAnswer(problem, to),
  });
}

async function answerPerson<S extends SchemaSource, Who>(
  visit: Visit,
  schema: () => Schema,
  callerFor: (visit: Visit) => Who,
  useCase: UseCase<S, Who>,
): Promise<Answer> {
  // The caller comes before the input: who may not come in learns nothing about the fields.
  const caller = callerFor(visit);
  const success = await useCase(visit.deps, readInput(schema(), visit.event) as Input<S>, caller);
  return successAnswer(success, visit.to);
}

const session = ({ request, deps }: Visit): Caller => {
  const caller = callerOf(request.headers, tokenContext(deps));
  deps.log.note({ agent: caller.agentId });
  return caller;
};

/** For anybody with a session. Fails with `no_session`, `invalid_token`, `token_expired` before anything is read. */
export function agentEndpoint<S extends SchemaSource>(schema: S, useCase: UseCase<S, Caller>): Handler {
  return personEndpoint('agent', schema, session, useCase);
}

/** For supervisors and administrators; others get `forbidden`. */
export function supervisorEndpoint<S extends SchemaSource>(schema: S, useCase: UseCase<S, Caller>): Handler {
  const supervisor = (visit: Visit): Caller => {
    const caller = session(visit);
    requireSupervisor(caller);
    return caller;
  };
  return personEndpoint('supervisor', schema, supervisor, useCase);
}

/**
 * For anybody with a session, and for customers with a token for their task: the use case has to see to it that these
 * learn of no other task. Fails as `agentEndpoint`.
 */
export function customerEndpoint<S extends SchemaSource>(schema: S, useCase: UseCase<S, Asker>): Handler {
  const asker = ({ request, deps }: Visit): Asker => {
    const who = askerIn(request.headers, tokenContext(deps));
    deps.log.note(who.kind === 'person' ? { agent: who.person.agentId } : { task: who.customer.taskSid });
    return who;
  };
  return personEndpoint('customer', schema, asker, useCase);
}

const FINGERPRINT = ['user-agent', 'accept-language', 'accept-encoding', 'sec-ch-ua', 'sec-ch-ua-platform'];

const FOREIGN =
  'Call this from our own page, from a page whose origin is in CORS_ORIGINS, or from a program that is no browser.';

/** Throws `forbidden` when a page that we don't know made the request. */
function refuseForeignPages({ origin }: Addressee): void {
  if (!origin.trusted) throw new Problem('forbidden', { problem: 'foreign_page', fix: FOREIGN });
}

/**
 * For anybody but pages that we don't know: such a page could act with its visitor's cookie, have its visitors ask for
 * codes, or sign them in as somebody else. Fails with `forbidden` for these. Every one of them limits what it costs by
 * Verify's rate limits, by a cookie or by a token.
 */
export function publicEndpoint<S extends SchemaSource>(
  schema: S,
  useCase: UseCase<S, PublicCaller>,
): Handler {
  const anybody = ({ request, deps, to }: Visit): PublicCaller => {
    refuseForeignPages(to);
    const fingerprint = FINGERPRINT.map((name) => request.headers[name] ?? '').join('\n');
    return {
      client: keyedHash(deps.config.jwtSecret, fingerprint),
      cookies: cookiesOf(request.cookies, to.domain),
    };
  };
  return personEndpoint('public', schema, anybody, useCase);
}

/** A use case that gives out a file to whoever has a link: what it is given, what comes in, the request's headers. */
export type MediaUseCase<S extends SchemaSource> = (
  deps: Deps,
  input: Input<S>,
  headers: Record<string, string>,
) => Promise<Media>;

/**
 * For anybody with a link, but pages that we don't know: the token in it is the right, and the use case has to check it.
 * Failures are told as JSON.
 */
export function mediaEndpoint<S extends SchemaSource>(source: S, useCase: MediaUseCase<S>): Handler {
  const schema = schemaOf(source);
  return handle('public', schema, {
    run: async ({ deps, event, request, to }) => {
      refuseForeignPages(to);
      return mediaAnswer(await useCase(deps, readInput(schema(), event) as Input<S>, request.headers), to);
    },
    fail: (problem, to) => problemAnswer(problem, to),
  });
}

/** What Twilio gets when a webhook fails. */
export type WebhookFailure =
  /** An error status; after a 5xx Twilio delivers again. For status callbacks. */
  | 'status'
  /** As `status`, and always 503 when the time, Twilio or a race was to blame: to be delivered again. For events. */
  | 'event'
  /** TwiML that apologises and ends the call. For webhooks that steer a call. */
  | 'twiml';

/**
 * For Twilio, and only in `*.protected.ts`: the platform has checked the signature by then. The same delivery may come
 * twice, so the use case must be safe to repeat.
 */
export function twilioWebhook<S extends SchemaSource>(
  source: S,
  useCase: WebhookUseCase<S>,
  failure: WebhookFailure = 'status',
): Handler {
  const schema = schemaOf(source);
  return handle('twilio', schema, {
    run: (visit) => answerTwilio(visit, schema, useCase),
    fail: (problem, to, language) =>
      failure === 'twiml' ? apology(language) : failedDelivery(problem, to, failure),
  });
}

async function answerTwilio<S extends SchemaSource>(
  { deps, event, request }: Visit,
  schema: () => Schema,
  useCase: WebhookUseCase<S>,
): Promise<Answer> {
  const delivery = request.headers['i-twilio-idempotency-token'];
  const ours = delivery === undefined ? deps : { ...deps, delivery };
  return webhookAnswer(await useCase(ours, readInput(schema(), event) as Input<S>));
}

/** Said to the person on the line when a webhook that steers their call fails; then the call ends. */
function apology(language: Config['locale']): Answer {
  const say = {
    en: '<Say language="en-US">We are sorry, something went wrong. Please try again later.</Say>',
    es: '<Say language="es-MX">Lo sentimos, algo ha fallado. Inténtelo de nuevo más tarde.</Say>',
  }[language];
  return webhookAnswer(`<?xml version="1.0" encoding="UTF-8"?><Response>${say}<Hangup/></Response>`);
}

const PASSING: ErrorCode[] = ['conflict', 'upstream_busy', 'upstream_failed', 'timeout'];

/** A lost race is worth another delivery; Twilio repeats after 5xx only. */
function failedDelivery(problem: Problem, to: Addressee, failure: WebhookFailure): Answer {
  const again = problem.code === 'conflict' || (failure === 'event' && PASSING.includes(problem.code));
  return problemAnswer(problem, to, again ? 503 : problem.status);
}
