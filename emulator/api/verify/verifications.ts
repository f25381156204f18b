import type { Kernel } from '../../product';
import type { Collection } from '../../store';
import type { Channel, Verification, VerifyService } from './entities';
import { verifyError } from './errors';
import { LIMITS } from './limits';

/** What starting a verification takes. */
export interface Start {
  to: string;
  channel: Channel;
  customCode?: string | undefined;
  amount: string | null;
  payee: string | null;
}

/** The life of verifications: started, sent again, checked, ended. Knows nothing of REST, nor of how a code is sent. */
export class Verifications {
  readonly #all: Collection<Verification>;
  /** By service and address: the SID of the one that may still be under way. */
  readonly #current: Collection<string>;

  constructor(private readonly kernel: Kernel) {
    this.#all = kernel.store.collection('verify.verifications');
    this.#current = kernel.store.collection('verify.current');
  }

  /**
   * Starts one, or counts another send of the one under way for that address, which keeps its SID, its code and its
   * end. Throws 60203 after five sends, 60202 after five wrong codes: then only its end helps.
   */
  start(service: VerifyService, given: Start): Verification {
    const now = this.kernel.clock.now();
    const pending = this.pending(service.sid, given.to);
    if (pending && pending.failedChecks >= LIMITS.checks) throw verifyError(60202);
    if (pending && pending.sends.length >= LIMITS.sends) throw verifyError(60203);
    const verification = pending ?? this.#create(service, given, now);
    verification.channel = given.channel;
    verification.amount = given.amount;
    verification.payee = given.payee;
    if (given.customCode !== undefined) verification.code = given.customCode;
    verification.sends.push({ sid: this.kernel.ids.sid('VL'), channel: given.channel, at: now });
    verification.dateUpdated = now;
    this.#note(verification, `sent by ${given.channel}`);
    return verification;
  }

  /** The one under way, by SID or by address. One that ended (approved, canceled, expired) is gone, as at Twilio. */
  pending(serviceSid: string, address: string): Verification | undefined {
    const found = this.#all.get(this.#current.get(`${serviceSid} ${address}`) ?? address);
    if (found?.serviceSid !== serviceSid || found.status !== 'pending') return undefined;
    return this.kernel.clock.now() < found.dateCreated + LIMITS.codeLifetime * 1000 ? found : undefined;
  }

  /** Approves it if the code (and, for a payment, its amount and payee) is right. Throws 60202 after five wrong ones. */
  check(
    verification: Verification,
    given: { code: string; amount: string | null; payee: string | null },
  ): Verification {
    if (verification.failedChecks >= LIMITS.checks) throw verifyError(60202);
    const right =
      given.code === verification.code &&
      given.amount === verification.amount &&
      given.payee === verification.payee;
    if (right) return this.end(verification, 'approved');
    verification.failedChecks++;
    verification.dateUpdated = this.kernel.clock.now();
    this.#note(verification, `wrong code, ${verification.failedChecks} of ${LIMITS.checks}`);
    return verification;
  }

  end(verification: Verification, status: 'approved' | 'canceled'): Verification {
    verification.status = status;
    verification.dateUpdated = this.kernel.clock.now();
    this.#current.delete(`${verification.serviceSid} ${verification.to}`);
    this.#note(verification, status);
    return verification;
  }

  /** Forgets all verifications of a service. */
  clear(serviceSid: string): void {
    for (const verification of this.#all.values()) {
      if (verification.serviceSid !== serviceSid) continue;
      this.#all.delete(verification.sid);
      this.#current.delete(`${serviceSid} ${verification.to}`);
    }
  }

  #create(service: VerifyService, { to, channel }: Start, now: number): Verification {
    const verification: Verification = {
      sid: this.kernel.ids.sid('VE'),
      serviceSid: service.sid,
      to,
      channel,
      status: 'pending',
      code: this.kernel.ids.digits(service.codeLength),
      amount: null,
      payee: null,
      sends: [],
      failedChecks: 0,
      dateCreated: now,
      dateUpdated: now,
    };
    this.#all.set(verification.sid, verification);
    this.#current.set(`${service.sid} ${to}`, verification.sid);
    return verification;
  }

  #note(verification: Verification, what: string): void {
    this.kernel.timeline.add({
      kind: 'verify',
      summary: `verification of ${verification.to}: ${what}`,
      data: { sid: verification.sid, channel: verification.channel, status: verification.status },
    });
  }
}
