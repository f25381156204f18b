import { computed, signal } from '@preact/signals';
import type { Answer, Failure, SignedIn } from '../session';

/** The four screens of signing in. */
export type Step = 'email' | 'email-code' | 'phone' | 'phone-code';

/** How the phone's code travels. */
export type Channel = 'sms' | 'call';

/** What signing in is made from; a test brings its own. */
export interface SignInParts {
  send<T>(path: string, body: object): Promise<Answer<T>>;
  failureIn(error: unknown): Failure;
  signedIn(answer: Answer<SignedIn>): void;
  /** Keeps what was typed over a reload of the tab. Never a token or a code. */
  memory: Pick<Storage, 'getItem' | 'setItem'>;
  now(): number;
}

/** A code may be asked for again after this long. Milliseconds. */
export const RESEND_MS = 30_000;
const TYPED = 'cordboard.sign-in';
/** After these the e-mail address has to be proved anew. */
const START_AGAIN = new Set(['token_expired', 'token_used', 'invalid_token']);

/** Signing in: proving an e-mail address, then a phone. What was typed stays, whatever goes wrong. */
export class SignIn {
  readonly step = signal<Step>('email');
  readonly email = signal('');
  readonly phone = signal('');
  readonly code = signal('');
  readonly channel = signal<Channel>('sms');
  readonly busy = signal(false);
  readonly failure = signal<Failure | undefined>(undefined);
  /** Counts codes that were sent again, so that each can be announced. */
  readonly resent = signal(0);
  /** From when on a code may be asked for again; milliseconds since the epoch. */
  readonly resendFrom = signal(0);
  readonly #setupToken = signal('');
  #validateToken = '';

  /** Whom the present code was sent to. */
  readonly sentTo = computed(() => (this.step.value === 'phone-code' ? this.phone.value : this.email.value));

  constructor(private readonly parts: SignInParts) {
    try {
      const typed = JSON.parse(parts.memory.getItem(TYPED) ?? '{}') as { email?: string; phone?: string };
      this.email.value = typed.email ?? '';
      this.phone.value = typed.phone ?? '';
    } catch {
      // What is kept there is not ours: begin with empty boxes.
    }
  }

  keep(): void {
    this.parts.memory.setItem(TYPED, JSON.stringify({ email: this.email.peek(), phone: this.phone.peek() }));
  }

  sendEmailCode(): Promise<void> {
    this.keep();
    return this.#act(async () => {
      await this.parts.send('/setup/email/init', { email: this.email.peek().trim() });
      this.#codeSent('email-code');
    });
  }

  checkEmailCode(): Promise<void> {
    return this.#act(async () => {
      const body = { email: this.email.peek().trim(), code: this.code.peek() };
      const { data } = await this.parts.send<{ token: string }>('/setup/email/validate', body);
      this.#setupToken.value = data.token;
      this.#go('phone');
    });
  }

  sendPhoneCode(channel: Channel = 'sms'): Promise<void> {
    this.keep();
    return this.#act(async () => {
      const body = { token: this.#setupToken.peek(), phoneNumber: this.phone.peek().trim(), channel };
      const { data } = await this.parts.send<{ token: string }>('/setup/phone/init', body);
      this.#validateToken = data.token;
      this.channel.value = channel;
      this.#codeSent('phone-code');
    });
  }

  checkPhoneCode(): Promise<void> {
    return this.#act(async () => {
      const body = { token: this.#validateToken, code: this.code.peek() };
      this.parts.signedIn(await this.parts.send<SignedIn>('/setup/phone/validate', body));
    });
  }

  resend(channel?: Channel): Promise<void> {
    return this.step.peek() === 'phone-code' ? this.sendPhoneCode(channel ?? 'sms') : this.sendEmailCode();
  }

  check(): Promise<void> {
    return this.step.peek() === 'phone-code' ? this.checkPhoneCode() : this.checkEmailCode();
  }

  back(): void {
    // A proved address stays proved for five minutes; back from there means another address.
    this.#go(this.step.peek() === 'phone-code' ? 'phone' : 'email');
    this.failure.value = undefined;
  }

  #codeSent(step: Step): void {
    if (this.step.peek() === step) this.resent.value += 1;
    this.resendFrom.value = this.parts.now() + RESEND_MS;
    this.#go(step);
  }

  #go(step: Step): void {
    this.step.value = step;
    this.code.value = '';
  }

  /** One thing at a time: a second click while the first is under way does nothing. */
  async #act(work: () => Promise<void>): Promise<void> {
    if (this.busy.peek()) return;
    this.busy.value = true;
    this.failure.value = undefined;
    try {
      await work();
    } catch (error) {
      const failure = this.parts.failureIn(error);
      this.failure.value = failure;
      if (failure.code === 'too_many_codes' || failure.code === 'too_many_attempts')
        this.resendFrom.value = this.parts.now() + (failure.retryAfter ?? 60) * 1000;
      if (START_AGAIN.has(failure.code)) this.#go('email');
      else if (failure.code === 'wrong_code' || failure.code === 'code_expired') this.code.value = '';
    } finally {
      this.busy.value = false;
    }
  }
}
