export { type Deadline, deadlineIn, OWN_DEADLINE_MS } from './deadline';
export { ERRORS, type ErrorCode, type ErrorEntry, Problem, type ProblemDetails } from './errors';
export type { Logger } from './log';
export { maskEmail, maskPhone, maskText } from './mask';
export type { Caller, Cookie, Deps, PublicCaller, Reply, Role, Success } from './types';
