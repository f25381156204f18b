import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { RequestClient, Twilio } from 'twilio';
import { createKeys } from '../emulator/api/keys';
import { createInbox } from '../emulator/api/messaging';
import { createServerless } from '../emulator/api/serverless';
import { createStudio } from '../emulator/api/studio';
import { createSync } from '../emulator/api/sync';
import { createTaskRouter } from '../emulator/api/taskrouter';
import { sdk } from '../emulator/api/testing';
import { createVerify } from '../emulator/api/verify';
import type { HostedProject } from '../emulator/options';
import { world } from '../emulator/voice/testing';
import { apply, type Outputs } from './apply';
import { tellingRequests } from './failure';
import type { Agent } from './people';
import { makePlan, type Plan, type PlanOptions } from './plan';
import { resources } from './resources';

/** What becomes of one request: it never arrives, or its answer is lost, or Twilio refuses it. */
export type Strike = 'before' | 'after' | { status: number; code: number };

const FLOW = readFileSync('studio/inbound.json', 'utf8');
export const DOMAIN = 'cordboard-1234-dev.twil.io';

type Adapter = Extract<RequestClient['axios']['defaults']['adapter'], (...args: never[]) => unknown>;
type Answer = Awaited<ReturnType<Adapter>>;

const refusal = ({ status, code }: { status: number; code: number }) => ({
  status,
  data: JSON.stringify({ status, code, message: 'No', more_info: '' }),
});

/** What is deployed to it does not run: nobody asks. */
const served = async ({ domain = '' }: { domain?: string }): Promise<HostedProject> => ({
  ...{ url: `https://${domain}`, domain },
  restart: async () => undefined,
  logs: () => [],
  close: async () => undefined,
});

/** An account in memory, and somebody who provisions it. */
export class BareAccount {
  readonly client: Twilio;
  readonly #world;
  readonly #serverless: ReturnType<typeof createServerless>;
  readonly #folder = path.join(os.tmpdir(), `account-${randomUUID()}`);
  /** `POST https://sync.twilio.com/v1/Services`, in their order. */
  readonly asked: string[] = [];
  #strike: { hits: (asked: string, body: unknown) => boolean; how: Strike } | undefined;
  /** The operator's .env. */
  present: Record<string, string> = {};
  agents: Agent[] = [];

  constructor(numbers: string[] = ['+14155550199']) {
    this.#world = world({ numbers });
    const { kernel, voice } = this.#world;
    this.#serverless = createServerless(kernel, { dataDir: this.#folder, host: served });
    const client = sdk(kernel, [
      ...[
        voice.product,
        createKeys(kernel),
        createSync(kernel),
        createTaskRouter(kernel),
        createStudio(kernel),
      ],
      createVerify(kernel, createInbox(kernel)),
      this.#serverless,
    ]);
    this.client = tellingRequests(client);
    const { axios } = client.httpClient as RequestClient;
    const send = axios.defaults.adapter as Adapter;
    axios.defaults.adapter = async (config): Promise<Answer> => {
      const asked = `${(config.method ?? 'get').toUpperCase()} ${axios.getUri(config)}`;
      this.asked.push(asked);
      const how = this.#strike?.hits(asked, config.data) ? this.#strike.how : undefined;
      const lost = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      if (how === 'before') throw lost();
      if (typeof how === 'object') return { ...{ config, headers: {}, statusText: '' }, ...refusal(how) };
      const answer = await send(config);
      if (how === 'after') throw lost();
      return answer;
    };
  }

  /** The `at`-th request from now on is struck, counted from 1. */
  strike(at: number, how: Strike): void {
    const struck = this.asked.length + at;
    this.#strike = { hits: () => this.asked.length === struck, how };
  }

  /** Every request that `match` fits is struck, until `heal`. */
  strikeAll(match: RegExp, how: Strike): void {
    this.#strike = { hits: (asked) => match.test(asked), how };
  }

  /**
   * Every request is struck the first time that it is made. Whoever begins anew each time goes on from everywhere that a
   * run can have ended at.
   */
  strikeEachOnce(how: Strike): void {
    const seen = new Set<string>();
    const hits = (asked: string, body: unknown): boolean => {
      const whole = typeof body === 'string' ? `${asked} ${body}` : asked;
      // Each run makes a build of its own.
      const one = whole.replace(/\b(ZB|ZN)[0-9a-f]{32}/g, '$1');
      if (seen.has(one)) return false;
      seen.add(one);
      return true;
    };
    this.#strike = { hits, how };
  }

  heal(): void {
    this.#strike = undefined;
  }

  /** Runs something and tells how many requests it took. */
  async counted<T>(work: () => Promise<T>): Promise<{ result: T; requests: number; writes: number }> {
    const count = this.asked.length;
    const result = await work();
    const asked = this.asked.slice(count);
    return { result, requests: asked.length, writes: asked.filter((one) => !one.startsWith('GET')).length };
  }

  #declared(domain: string | undefined) {
    return resources({
      ...{ account: this.client.accountSid, present: this.present, domain, deployed: undefined },
      ...{ flow: FLOW, flows: { all: new Set(), own: undefined }, agents: this.agents },
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
  /** All that the account holds, as one text to look through. */
  everything(): string {
    return JSON.stringify(this.#world.kernel.store.snapshot());
  }

  /** What the account holds of one kind. */
  held<T>(collection: string): T[] {
    return this.#world.kernel.store.collection<T>(collection).values();
  }

  /** What lies on the disk for what was deployed goes. */
  async close(): Promise<void> {
    await this.#serverless.stop?.();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
