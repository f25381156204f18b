export { type Deadline, OWN_DEADLINE_MS } from '../twilio';
export {
  agentEndpoint,
  customerEndpoint,
  type MediaUseCase,
  mediaEndpoint,
  publicEndpoint,
  supervisorEndpoint,
  twilioWebhook,
  type UseCase,
  type WebhookFailure,
  type WebhookUseCase,
} from './declare';
export { DEFAULT_TENANT } from './deps';
export { type ErrorCode, type ErrorEntry, errorTable, Problem, type ProblemDetails } from './errors';
export type { Declaration, Handler } from './handle';
export { base32, keyedHash, shortHash, unguessable } from './ids';
export type { FieldProblem, Input, Schema, SchemaSource } from './input';
export type { Logger } from './log';
export { maskEmail, maskPhone, maskText } from './mask';
export { problemOf } from './problems';
export { ACCESS_SECONDS, type AccessClaims, askerOf, type CustomerClaims, isSupervisor } from './session';
export {
  type Purpose,
  readToken,
  type StandardClaims,
  signToken,
  type TokenContext,
  tokenContext,
} from './tokens';
export type {
  Asker,
  Caller,
  Cookie,
  Customer,
  Deps,
  Media,
  PublicCaller,
  Reply,
  Role,
  Success,
} from './types';
