import twilio from 'twilio';
import { Clock } from '../clock';
import { Faults } from '../faults';
import { Ids } from '../ids';
import type { Account, Kernel, Product } from '../product';
import { Store } from '../store';
import { Timeline } from '../timeline';
import type { WebhookAnswer, WebhookRequest, Webhooks } from '../webhooks';
import { parseBody } from './body';
import { Contract } from './contract';
import { Form, type RestReply, type RestRequest, type Route, TwilioError } from './rest';
import { Routes } from './routes';

/** Webhooks that go nowhere: a test reads what would have been sent, and says what comes back. */
export class RecordedWebhooks implements Webhooks {
  readonly sent: WebhookRequest[] = [];
  /** The answer to every `request`; empty 200 unless a test sets it. */
  answer: (webhook: WebhookRequest) => WebhookAnswer = () => ({
    status: 200,
    contentType: 'text/xml',
    body: '',
  });

  async request(webhook: WebhookRequest): Promise<WebhookAnswer> {
    this.sent.push(webhook);
    return this.answer(webhook);
  }

  notify(webhook: WebhookRequest): void {
    this.sent.push(webhook);
  }

  stop(): void {}
}

/** A kernel in memory, the same for the same seed, whose webhooks are only recorded. */
export function testKernel(
  options: { seed?: number; account?: Partial<Account> } = {},
): Kernel & { webhooks: RecordedWebhooks } {
  const clock = new Clock();
  const ids = new Ids(options.seed ?? 1);
  const account: Account = {
    sid: ids.sid('AC'),
    authToken: ids.hex(32),
    friendlyName: 'Test account',
    apiKeys: {},
    ...options.account,
  };
  return {
    account,
    clock,
    ids,
    store: new Store(),
    timeline: new Timeline(clock),
    faults: new Faults(),
    webhooks: new RecordedWebhooks(),
  };
}

/** An HTTP request to `*.twilio.com`, as it would arrive through the proxy. */
export interface RawRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/**
 * Finds the route and runs it; a `TwilioError` becomes its reply. Throws when no route answers for the address, and when
 * the reply is not what Twilio's OpenAPI says of that operation.
 */
export async function callRoutes(routes: Routes, raw: RawRequest): Promise<RestReply> {
  const url = new URL(raw.url);
  const hit = routes.find(raw.method, url.host, url.pathname);
  if (!hit) throw new Error(`No route answers for ${raw.method} ${url.host}${url.pathname}`);
  const headers = lowerCased(raw.headers ?? {});
  const body = Buffer.from(raw.body ?? '');
  const { fields, json } = parseBody(body, headers['content-type'] ?? '');
  const reply = await answer(hit.route, {
    method: raw.method,
    host: url.host,
    url,
    params: hit.params,
    query: new Form(url.searchParams),
    form: new Form(fields),
    ...(json === undefined ? {} : { json }),
    ...{ body, headers },
  });
  demandContract(raw.method, url, reply);
  return reply;
}

/**
 * The real Twilio SDK, whose requests go straight to these products' routes: no socket, no proxy. Everything above the
 * wire (serialisation, paging, errors) is the SDK's own, and every answer is held against Twilio's OpenAPI.
 */
export function sdk(kernel: Kernel, products: Product[]): twilio.Twilio {
  const routes = new Routes(products.flatMap((product) => product.routes));
  const httpClient = new twilio.RequestClient();
  httpClient.axios.defaults.adapter = async (config) => {
    const reply = await callRoutes(routes, {
      method: (config.method ?? 'get').toUpperCase(),
      url: httpClient.axios.getUri(config),
      headers: Object.fromEntries(
        Object.entries(config.headers.toJSON()).map(([name, value]) => [name, String(value)]),
      ),
      body: typeof config.data === 'string' || Buffer.isBuffer(config.data) ? config.data : '',
    });
    return {
      data: reply.json === undefined ? textOf(reply.body) : JSON.stringify(reply.json),
      status: reply.status,
      statusText: '',
      headers: lowerCased(reply.headers ?? {}),
      config,
    };
  };
  return twilio(kernel.account.sid, kernel.account.authToken, { httpClient });
}

/** Bytes as they are, a character each. */
const textOf = (body: RestReply['body'] = ''): string =>
  Buffer.isBuffer(body) ? body.toString('latin1') : body;

/** The status and code of the error that `work` ends with; fails when it succeeds. */
export async function failure(
  work: Promise<unknown>,
): Promise<{ status: number; code: number; message: string }> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('value' in outcome) throw new Error(`Expected an error, got ${JSON.stringify(outcome.value)}`);
  const { status, code, message } = outcome.error as { status: number; code: number; message: string };
  return { status, code, message };
}

async function answer(route: Route, request: RestRequest): Promise<RestReply> {
  try {
    return await route.handle(request);
  } catch (error) {
    if (error instanceof TwilioError) return error.reply;
    throw error;
  }
}

/** One for all tests of a file: it reads Twilio's OpenAPI files and compiles what is asked of them. */
const contract = new Contract(new Timeline(new Clock()));

function demandContract(method: string, url: URL, reply: RestReply): void {
  const operation = contract.find(method, url.host, url.pathname);
  if (!operation || reply.status === 501) return;
  const before = contract.report().violations.length;
  contract.checkAnswer(operation, reply);
  const [found] = contract.report().violations.slice(before);
  if (found) throw new Error(`${found.where}: ${found.problems.join('; ')}`);
}

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
