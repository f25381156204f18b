import { ask, type Reply } from './ask';
import type { World } from './world';

/** The steps of signing up, in order. */
export type Step = 'askEmailCode' | 'proveEmail' | 'askPhoneCode' | 'provePhone';
export const STEPS: readonly Step[] = ['askEmailCode', 'proveEmail', 'askPhoneCode', 'provePhone'];

/** Somebody on their way in, step by step; what a step gives them goes into the next. */
export class Newcomer {
  /** Of the e-mail step. */
  setupToken = '';
  /** Of the first phone step. */
  phoneToken = '';
  accessToken = '';
  cookie = '';
  agentId = '';

  constructor(
    private readonly world: World,
    readonly email: string,
    readonly phone: string,
  ) {}

  askEmailCode(): Promise<Reply> {
    return ask(this.world, '/setup/email/init', { json: { email: this.email } });
  }

  async proveEmail(code?: string): Promise<Reply> {
    const fields = { email: this.email, code: code ?? (await this.emailCode()) };
    const reply = await ask(this.world, '/setup/email/validate', { json: fields });
    if (reply.status === 200) this.setupToken = String(reply.body.data.token);
    return reply;
  }

  async askPhoneCode(channel?: 'sms' | 'call'): Promise<Reply> {
    const fields = { token: this.setupToken, phoneNumber: this.phone, ...(channel ? { channel } : {}) };
    const reply = await ask(this.world, '/setup/phone/init', { json: fields });
    if (reply.status === 200) this.phoneToken = String(reply.body.data.token);
    return reply;
  }

  async provePhone(code?: string): Promise<Reply> {
    const fields = { token: this.phoneToken, code: code ?? (await this.phoneCode()) };
    const reply = await ask(this.world, '/setup/phone/validate', { json: fields });
    if (reply.status === 200) {
      this.accessToken = String(reply.body.data.accessToken);
      this.agentId = (reply.body.data.agent as { id: string }).id;
      this.cookie = reply.cookie?.value ?? '';
    }
    return reply;
  }

  emailCode(): Promise<string> {
    return this.world.client().codeFor(this.email);
  }

  phoneCode(): Promise<string> {
    return this.world.client().codeFor(this.phone);
  }

  /** All steps from one to another, both included; throws when one fails. */
  async goes(from: Step, to: Step): Promise<this> {
    for (const step of STEPS.slice(STEPS.indexOf(from), STEPS.indexOf(to) + 1)) {
      const reply = await this[step]();
      if (reply.status !== 200) throw new Error(`${this.email} ${step}: ${reply.status} ${reply.text}`);
    }
    return this;
  }

  signsUp(): Promise<this> {
    return this.goes('askEmailCode', 'provePhone');
  }

  /** A new access token, and a new cookie, for the one that is held. */
  async refresh(cookie = this.cookie): Promise<Reply> {
    const reply = await ask(this.world, '/session/refresh', { cookie });
    if (reply.status === 200) {
      this.accessToken = String(reply.body.data.accessToken);
      this.cookie = reply.cookie?.value ?? '';
    }
    return reply;
  }

  me(token = this.accessToken): Promise<Reply> {
    return ask(this.world, '/session/me', { token });
  }
}

/** Another code than this one, in every digit. */
export const wrong = (code: string): string =>
  code.replace(/./g, (digit) => String((Number(digit) + 1) % 10));
