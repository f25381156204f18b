import type { Account, Kernel } from '../../product';
import type { Collection } from '../../store';
import type { Inbox } from '../messaging/inbox';
import { notFound, type RestRequest } from '../rest';
import type { RateLimit, VerifyService } from './entities';
import { RateLimits } from './rate-limits';
import { Verifications } from './verifications';

/** A code that is to be spoken on a phone. */
export interface VoiceCode {
  /** E.164. */
  to: string;
  /** What is said, in `locale`. */
  speech: string;
  locale: string;
  code: string;
  /** Keys to press after the call is answered, to reach an extension. */
  sendDigits?: string;
}

export interface VerifyOptions {
  /** Rings a phone and reads the code to whoever answers. The inbox gets it in any case. */
  onVoiceCode?: (code: VoiceCode) => void;
  /** Whether an e-mail integration is set up; without one the channel `email` answers 60217. Default true. */
  mailer?: boolean;
}

/** What every group of routes needs. */
export interface VerifyRoom {
  account: Account;
  kernel: Kernel;
  inbox: Inbox;
  options: VerifyOptions;
  services: Collection<VerifyService>;
  rateLimits: RateLimits;
  verifications: Verifications;
}

export const createRoom = (kernel: Kernel, inbox: Inbox, options: VerifyOptions): VerifyRoom => ({
  account: kernel.account,
  kernel,
  inbox,
  options,
  services: kernel.store.collection('verify.services'),
  rateLimits: new RateLimits(kernel),
  verifications: new Verifications(kernel),
});

/** The service that the address names, or 404. */
export function serviceOf(room: VerifyRoom, request: RestRequest, variable = 'ServiceSid'): VerifyService {
  const service = room.services.get(request.params[variable] ?? '');
  if (!service) throw notFound(request);
  return service;
}

/** The rate limit that the address names, or 404. */
export function rateLimitOf(room: VerifyRoom, request: RestRequest, variable: string): RateLimit {
  const limit = room.rateLimits.find(serviceOf(room, request).sid, request.params[variable] ?? '');
  if (!limit) throw notFound(request);
  return limit;
}
