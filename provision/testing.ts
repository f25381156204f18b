import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Twilio } from 'twilio';
import { createKeys } from '../emulator/api/keys';
import { createInbox } from '../emulator/api/messaging';
import { createServerless } from '../emulator/api/serverless';
import { createStudio } from '../emulator/api/studio';
import { createSync } from '../emulator/api/sync';
import { createTaskRouter } from '../emulator/api/taskrouter';
import { sdk } from '../emulator/api/testing';
import { createVerify } from '../emulator/api/verify';
import { world } from '../emulator/voice/testing';
import { apply, type Outputs } from './apply';
import type { Agent } from './people';
import { makePlan, type Plan, type PlanOptions } from './plan';
import { resources } from './resources';

/** What becomes of one request: it never arrives, or its answer is lost, or Twilio refuses it. */
export type Strike = 'before' | 'after' | { status: number; code: number };

const FLOW = readFileSync('studio/inbound.json', 'utf8');
export const DOMAIN = 'cordboard-1234-dev.twil.io';

/** An account in memory, and somebody who provisions it. */
export class BareAccount {
  readonly client: Twilio;
  readonly #world;
  #count = 0;
  #writes = 0;
  #strike: { at: number; how: Strike } | undefined;
  /** The operator's .env. */
  present: Record<string, string> = {};
  agents: Agent[] = [];

  constructor(numbers: string[] = ['+14155550199']) {
    this.#world = world({ numbers });
    const { kernel, voice } = this.#world;
    this.client = sdk(kernel, [
      ...[
        voice.product,
        createKeys(kernel),
        createSync(kernel),
        createTaskRouter(kernel),
        createStudio(kernel),
      ],
      createVerify(kernel, createInbox(kernel)),
      createServerless(kernel, {
        dataDir: os.tmpdir(),
        host: () => Promise.reject(new Error('Nothing is served here')),
      }),
    ]);
    const { httpClient } = this.client;
    if (httpClient === undefined) throw new Error('The SDK has no HTTP client');
    const send = httpClient.request.bind(httpClient);
    httpClient.request = async (request) => {
      this.#count++;
      if (String(request.method).toUpperCase() !== 'GET') this.#writes++;
      const how = this.#count === this.#strike?.at ? this.#strike.how : undefined;
      const lost = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      if (how === 'before') throw lost();
      if (typeof how === 'object') {
        const body = { status: how.status, code: how.code, message: 'No', more_info: '' } as never;
        return { ...(await send({ ...request, method: 'get' })), statusCode: how.status, body };
      }
      const answer = await send(request);
      if (how === 'after') throw lost();
      return answer;
    };
  }

  /** The `at`-th request from now on is struck, counted from 1. */
  strike(at: number, how: Strike): void {
    this.#strike = { at: this.#count + at, how };
  }

  /** Runs something and tells how many requests it took. */
  async counted<T>(work: () => Promise<T>): Promise<{ result: T; requests: number; writes: number }> {
    const [count, writes] = [this.#count, this.#writes];
    const result = await work();
    return { result, requests: this.#count - count, writes: this.#writes - writes };
  }

  #declared(domain: string | undefined) {
    return resources({
      ...{ account: this.client.accountSid, present: this.present, domain, deployed: undefined },
      ...{ flow: FLOW, agents: this.agents },
    });
  }

  #options(more: Partial<PlanOptions>): PlanOptions {
    const { present } = this;
    return {
      ...{ present, allowSpend: false, deep: false },
      known: new Set(Object.values(present)),
      ...more,
    };
  }

  plan(more: Partial<PlanOptions> = {}, domain: string | undefined = DOMAIN): Promise<Plan> {
    return makePlan(this.client, this.#declared(domain), this.#options(more));
  }

  /** Plans and applies, and keeps what would be written into .env. */
  async apply(more: Partial<PlanOptions> = {}, domain: string | undefined = DOMAIN): Promise<Outputs> {
    const plan = await this.plan(more, domain);
    const outputs = await apply(this.client, this.#declared(domain), plan, this.#options(more));
    this.present = { ...this.present, ...outputs };
    return outputs;
  }

  /** How many things of each kind the account holds; what only tells of changes is left out. */
  sizes(): Record<string, number> {
    const { store } = this.#world.kernel;
    return Object.fromEntries(
      Object.entries(store.snapshot())
        .map(([name, all]): [string, number] => [name, all.length])
        .filter(([name, size]) => size > 0 && !/event|log|revision/i.test(name)),
    );
  }
}
