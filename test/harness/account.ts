import { readFileSync } from 'node:fs';
import { ProxyAgent, request } from 'undici';
import type { World } from './world';

/** What a program with the account's credentials does, such as a Twilio flow that calls an agent's browser. */
export class Account {
  readonly #environment: Record<string, string>;
  readonly #proxy: ProxyAgent;

  constructor(world: World) {
    const { emulator } = world.local;
    this.#environment = emulator.environment();
    this.#proxy = new ProxyAgent({
      uri: emulator.proxyUrl,
      requestTls: { ca: readFileSync(emulator.caFile) },
    });
  }

  /** Calls somebody from the account's number, and does what the TwiML says once they answer. Resolves with the CallSid. */
  async call(to: string, twiml: string): Promise<string> {
    const form = { To: to, From: '+14155550199', Twiml: twiml };
    return (await this.#ask<{ sid: string }>('POST', 'Calls.json', form)).sid;
  }

  async statusOf(callSid: string): Promise<string> {
    return (await this.#ask<{ status: string }>('GET', `Calls/${callSid}.json`)).status;
  }

  /** Ends a call: `canceled` before it is answered, `completed` after. */
  async end(callSid: string, status: 'canceled' | 'completed'): Promise<void> {
    await this.#ask('POST', `Calls/${callSid}.json`, { Status: status });
  }

  async deleteRecording(sid: string): Promise<void> {
    await this.#ask('DELETE', `Recordings/${sid}.json`);
  }

  close(): Promise<void> {
    return this.#proxy.close();
  }

  async #ask<T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    form: Record<string, string> = {},
  ): Promise<T> {
    const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = this.#environment;
    const { statusCode, body } = await request(`https://api.twilio.com/2010-04-01/Accounts/${sid}/${path}`, {
      method,
      dispatcher: this.#proxy,
      headers: {
        authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`,
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      body: method === 'POST' ? new URLSearchParams(form).toString() : null,
    });
    const text = await body.text();
    const answer = (text === '' ? {} : JSON.parse(text)) as T & { message?: string };
    if (statusCode >= 400) throw new Error(`${method} ${path}: ${statusCode} ${answer.message}`);
    return answer;
  }
}
