import * as v from 'valibot';
import type { SyncModel } from '../../api/sync';
import type { Timer } from '../../clock';
import type { Kernel } from '../../product';
import { type AccessToken, AccessTokenError, type AccessTokens } from '../access-token';
import type { Caller } from './cds/request';

/** A token that does not open this socket; `code` is what the SDK gets as `errorCode`. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * How long before its end the client hears of it; of a token that has less than that left it does not, milliseconds.
 * https://www.twilio.com/docs/sync/identity-and-access-tokens, https://github.com/twilio/twilio-chat-demo-js/issues/44
 */
const WARNING = 3 * 60 * 1000;

const SyncGrant = v.looseObject({ service_sid: v.exactOptional(v.string(), 'default') });

/** Whose socket it is, and until when. */
export class Session {
  /** Set once a token was accepted. */
  caller: Caller | undefined;
  #token: AccessToken | undefined;
  #timers: Timer[] = [];

  constructor(
    private readonly kernel: Kernel,
    private readonly model: SyncModel,
    private readonly tokens: AccessTokens,
    private readonly on: { aboutToExpire: () => void; expired: () => void },
  ) {}

  /** Accepts a token, the first or a newer one of the same person for the same service. Throws `TokenRefused`. */
  show(text: string): Caller {
    const token = this.#verify(text);
    const grant = v.safeParse(SyncGrant, token.grants.data_sync);
    const service = grant.success ? this.model.services.find(grant.output.service_sid) : undefined;
    if (!service) throw new TokenRefused(20106, 'Invalid access token grants');
    const caller = { identity: token.identity, serviceSid: service.sid };
    if (this.caller && (this.caller.identity !== caller.identity || this.caller.serviceSid !== service.sid))
      throw new TokenRefused(20101, 'The new token is of another identity or service');
    this.#token = token;
    this.caller = caller;
    return caller;
  }

  /** Starts to tell when the token nears its end and when it has come. */
  watch(): void {
    if (!this.#token) return;
    const left = this.#token.expiresAt - this.kernel.clock.now();
    this.end();
    this.#timers = [this.kernel.clock.setTimeout(this.on.expired, left)];
    if (left > WARNING)
      this.#timers.push(this.kernel.clock.setTimeout(this.on.aboutToExpire, left - WARNING));
  }

  /** Stops to watch. */
  end(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers = [];
  }

  #verify(text: string): AccessToken {
    try {
      return this.tokens.verify(text);
    } catch (error) {
      if (error instanceof AccessTokenError) throw new TokenRefused(error.code, error.message);
      throw error;
    }
  }
}
