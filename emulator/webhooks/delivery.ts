import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { type Domains, isLoopback, type OwnHost } from '../domains';
import type { Kernel } from '../product';
import type { WebhookAnswer, WebhookRequest, Webhooks } from '../webhooks';
import { attempt, nothing, type Outcome } from './attempt';
import { WebhookFaults } from './faults';
import { type Delivery, mayRetry, readOverrides } from './overrides';
import { signBody, signForm } from './signature';

/** Twilio follows these. https://www.twilio.com/docs/api/errors/11216 */
const REDIRECTS = [301, 302, 303, 307];
const MOST_REDIRECTS = 10;
/** Longer bodies are kept on the timeline as their beginning only. */
const KEPT = 20_000;

/** One delivery: the webhook as it goes to one address, through all attempts and redirects. */
interface Errand {
  webhook: WebhookRequest;
  token: string;
  delivery: Delivery;
  /** When the first attempt began; the total time counts from there. */
  started: number;
  attempts: number;
}

/**
 * Breaks off all that is under way at once. Each request listens to it until it is over, so there are as many listeners as
 * requests: no sign of a leak, which is what Node takes more than ten for.
 */
function breakOff(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Delivers webhooks to hosted projects and to loopback, and to nothing else. */
export class WebhookDelivery implements Webhooks {
  #abort = breakOff();
  #faults: WebhookFaults;
  #stopped = false;

  constructor(
    private readonly kernel: Omit<Kernel, 'webhooks'>,
    private readonly domains: Domains,
  ) {
    this.#faults = new WebhookFaults(kernel);
  }

  async request(webhook: WebhookRequest): Promise<WebhookAnswer> {
    const first = await this.#deliver(webhook);
    if (!webhook.fallbackUrl || first.errorCode === undefined) return first;
    return this.#deliver({
      ...webhook,
      purpose: `${webhook.purpose}, fallback`,
      url: webhook.fallbackUrl,
      method: webhook.fallbackMethod ?? 'POST',
      params: { ...webhook.params, ErrorCode: String(first.errorCode), ErrorUrl: webhook.url },
    });
  }

  notify(webhook: WebhookRequest): void {
    void this.request(webhook);
  }

  /** Breaks off what is under way; later webhooks are delivered again (reset, restore). */
  abandon(): void {
    this.#abort.abort();
    this.#abort = breakOff();
    this.#faults.clear();
  }

  stop(): void {
    this.#stopped = true;
    this.abandon();
  }

  async #deliver(webhook: WebhookRequest): Promise<WebhookAnswer> {
    const { signal } = this.#abort;
    const gone = () => this.#stopped || signal.aborted;
    if (gone()) return answerOf(nothing(undefined, 'the emulator has stopped'));
    let url: URL;
    try {
      url = new URL(webhook.url);
    } catch {
      const outcome = nothing(undefined, 'not an absolute URL');
      this.#record(webhook, webhook.url, outcome, 0, {});
      return answerOf(outcome, 11100);
    }
    const { delivery, problems } = readOverrides(url.hash);
    if (problems.length > 0)
      this.kernel.timeline.violation(
        `Connection overrides of ${url.host}${url.pathname}: ${problems.join('; ')}`,
        { url: webhook.url, problems },
        webhook.callSid,
      );
    const errand = { webhook, token: randomUUID(), delivery, started: performance.now(), attempts: 0 };
    for (;;) {
      const outcome = await this.#follow(errand, url, signal);
      // Timers may fire a fraction of a millisecond early; what is left then is no time for another attempt.
      const spent = performance.now() - errand.started >= delivery.totalTimeout - 5;
      const again =
        errand.attempts <= delivery.retries &&
        !spent &&
        mayRetry(delivery.policies, outcome.status, outcome.failure);
      if (!again || gone()) return answerOf(outcome);
    }
  }

  /** One attempt, and where its redirects lead. */
  async #follow(errand: Errand, first: URL, signal: AbortSignal): Promise<Outcome> {
    errand.attempts++;
    let url = first;
    let { webhook } = errand;
    for (let redirects = 0; ; redirects++) {
      const outcome = await this.#once({ ...errand, webhook }, url, signal);
      if (outcome.status < 300 || outcome.status >= 400) return outcome;
      const location = outcome.headers.location;
      if (!REDIRECTS.includes(outcome.status) || !location || !URL.canParse(location, url)) return outcome;
      if (redirects === MOST_REDIRECTS) return { ...outcome, reason: 'too many redirects' };
      url = new URL(location, url);
      if (outcome.status !== 307) webhook = { ...webhook, method: 'GET', params: {} };
    }
  }

  async #once(errand: Errand, target: URL, signal: AbortSignal): Promise<Outcome> {
    const { webhook, token, delivery } = errand;
    const { method } = webhook;
    const url = new URL(target);
    url.hash = '';
    if (method === 'GET')
      for (const [name, value] of Object.entries(webhook.params)) url.searchParams.append(name, value);
    const json = method === 'POST' && webhook.json !== undefined ? JSON.stringify(webhook.json) : undefined;
    const { authToken } = this.kernel.account;
    const signed =
      json === undefined
        ? signForm(authToken, url.href, method === 'GET' ? {} : webhook.params)
        : signBody(authToken, url.href, json);
    const form = method === 'GET' ? undefined : new URLSearchParams(webhook.params).toString();
    const body = json ?? form;
    const headers: Record<string, string> = {
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'i-twilio-idempotency-token': token,
      'x-twilio-signature': signed.signature,
      'x-home-region': 'us1',
    };
    if (body !== undefined) {
      headers['content-type'] =
        json === undefined ? 'application/x-www-form-urlencoded; charset=UTF-8' : 'application/json';
      headers['content-length'] = String(Buffer.byteLength(body));
    }
    const send = async (): Promise<Outcome> => {
      const own = this.domains.own(url.host);
      if (own) return inside(own, url, webhook);
      const port = this.domains.port(url.host);
      if (port === undefined && !isLoopback(url.hostname)) return nothing(undefined, this.#foreign(url.host));
      const left = delivery.totalTimeout - (performance.now() - errand.started);
      return this.kernel.clock.track(
        attempt({ url: new URL(signed.url), port, method, headers, body }, delivery, left, signal),
      );
    };
    return this.#faults.apply(method, signed.url, errand.attempts, async (note) => {
      const began = performance.now();
      const outcome = await send();
      if (!signal.aborted)
        this.#record(webhook, signed.url, outcome, performance.now() - began, {
          attempt: errand.attempts,
          signature: signed.signature,
          idempotencyToken: token,
          ...note,
        });
      return outcome;
    });
  }

  #foreign(host: string): string {
    const hosted = this.domains.list();
    return (
      `${host} is not on this machine, and no request leaves it. Webhooks reach localhost` +
      (hosted.length > 0 ? ` and ${hosted.join(', ')}` : '')
    );
  }

  #record(
    webhook: WebhookRequest,
    url: string,
    outcome: Outcome,
    ms: number,
    data: Record<string, unknown>,
  ): void {
    const result = outcome.status === 0 ? `no answer: ${outcome.reason}` : String(outcome.status);
    const where = URL.canParse(url) ? new URL(url).host + new URL(url).pathname : url;
    this.kernel.timeline.add({
      kind: 'webhook',
      summary: `${webhook.method} ${where} (${webhook.purpose}): ${result}`,
      ms: Math.round(ms * 10) / 10,
      ...(webhook.callSid ? { callSid: webhook.callSid } : {}),
      ...(webhook.conferenceSid ? { conferenceSid: webhook.conferenceSid } : {}),
      data: {
        purpose: webhook.purpose,
        method: webhook.method,
        url,
        params: webhook.json ?? webhook.params,
        ...data,
        status: outcome.status,
        contentType: outcome.headers['content-type'],
        reply: outcome.body.slice(0, KEPT),
      },
    });
  }
}

/** Asks a host of Twilio's own, in this process: nothing of it waits on the network, so it has no timeout. */
async function inside(own: OwnHost, url: URL, { params }: WebhookRequest): Promise<Outcome> {
  const { status, contentType, body } = await own({
    url,
    params: { ...Object.fromEntries(url.searchParams), ...params },
  });
  return { status, headers: { 'content-type': contentType }, body };
}

/** What Twilio makes of the last outcome. Codes: https://www.twilio.com/docs/api/errors#1-1xxxx */
function answerOf(outcome: Outcome, code = codeOf(outcome)): WebhookAnswer {
  return {
    status: outcome.status,
    contentType: String(outcome.headers['content-type'] ?? ''),
    body: outcome.body,
    ...(code === undefined ? {} : { errorCode: code }),
  };
}

function codeOf({ status, failure, reason }: Outcome): number | undefined {
  if (status === 0) return failure === undefined ? 11210 : 11205;
  if (status < 300) return undefined;
  if (status >= 400) return 11200;
  return reason === 'too many redirects' ? 11215 : 11216;
}
