import { callable } from '../callbacks';
import { isOpen } from '../config';
import type { Deps } from '../endpoint';
import { takesCalls } from './task';
import { type Locale, sentence } from './words';

/** Keys of who waits. */
export const ALTERNATIVE_KEYS = { callback: '1', message: '2' } as const;

/** Whether callers may leave a message. */
export const takesMessages = ({ config }: Pick<Deps, 'config'>): boolean =>
  takesCalls(config) && config.voicemailSeconds > 0;

/**
 * The number that a caller who waits may be called back at, E.164; undefined when that is not offered: switched off,
 * after hours, or a number that policy forbids.
 */
export function callbackNumber(deps: Deps, from: string): string | undefined {
  const { callbacks, businessHours, timeZone } = deps.config;
  if (!callbacks || !takesCalls(deps.config) || !isOpen(businessHours, timeZone, deps.now()))
    return undefined;
  return callable(deps, from);
}

/** What there is besides waiting. */
export interface Alternatives {
  callback: boolean;
  message: boolean;
}

/** What a caller may do instead of waiting; undefined when there is nothing. */
export function alternativesFor(deps: Deps, from: string): Alternatives | undefined {
  const callback = callbackNumber(deps, from) !== undefined;
  const message = takesMessages(deps);
  return callback || message ? { callback, message } : undefined;
}

/** What is said of it. */
export const alternativesText = ({ callback, message }: Alternatives, locale: Locale): string =>
  [
    ...(callback ? [sentence('offerCallback', locale)] : []),
    ...(message ? [sentence('offerMessage', locale)] : []),
  ].join(' ');
