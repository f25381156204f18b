import { randomBytes } from 'node:crypto';
import twilio, { type Twilio } from 'twilio';

/** The SDK's reading of dates, as the SDK looks it up. */
const dates: Record<
  'iso8601DateTime' | 'rfc2822DateTime',
  (text?: string) => unknown
> = require('twilio/lib/base/deserialize');

// The fake leaves out most dates, which Twilio never does. The SDK would make the present time of each, by a slow way that
// is a good part of what an answer costs.
for (const name of ['iso8601DateTime', 'rfc2822DateTime'] as const) {
  const parse = dates[name];
  dates[name] = (text) => (text === undefined ? undefined : parse(text));
}

let requests: InstanceType<typeof twilio.RequestClient> | undefined;

/** One request the SDK made, as the fake saw it. */
export interface SeenRequest {
  method: string;
  /** Host and path, like `sync.twilio.com/v1/Services/IS…`. */
  url: string;
  form: Record<string, string>;
  headers: Record<string, string>;
}

/** What the fake answers with. */
export interface FakeAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

type Route = [RegExp, (request: SeenRequest, match: RegExpExecArray) => FakeAnswer];

const error = (status: number, code: number): FakeAnswer => ({
  status,
  body: { code, status, message: `error ${code}`, more_info: '' },
});

interface Item {
  key: string;
  data: unknown;
  revision: string;
  ttl: number;
}

interface Verification {
  sid: string;
  to: string;
  code: string;
  checks: number;
}

/**
 * Just enough of Verify and Sync for unit tests of use cases, behind the real SDK, so that requests are counted as they
 * would be made. Scenarios run against the whole emulator instead.
 */
export class FakeTwilio {
  readonly requests: SeenRequest[] = [];
  readonly maps = new Map<string, Map<string, Item>>([
    ['agents', new Map()],
    ['floor', new Map()],
    ['workers', new Map()],
  ]);
  readonly grants: { map: string; identity: string; read: string }[] = [];
  readonly verifications = new Map<string, Verification>();
  /** Called before a request is answered: an answer or an Error to fail with, or undefined to let it through. */
  intercept: (request: SeenRequest) => FakeAnswer | Error | undefined = () => undefined;
  /** As `intercept`, but after the request was carried out: its answer gets lost. */
  lose: (request: SeenRequest) => Error | undefined = () => undefined;
  #revision = 0;

  readonly #routes: Route[] = [
    [/verify\.twilio\.com.*\/Verifications$/, (request) => this.#sendCode(request.form)],
    [/verify\.twilio\.com.*\/VerificationCheck$/, (request) => this.#checkCode(request.form)],
    [/sync\.twilio\.com.*\/Maps$/, (request) => this.#createMap(request.form.UniqueName ?? '')],
    [
      /\/Maps\/([^/]+)\/Permissions\/([^/]+)$/,
      ({ form }, [, map = '', identity = '']) => {
        if (!this.maps.has(map)) return error(404, 20404);
        this.grants.push({ map, identity, read: form.Read ?? '' });
        return { status: 200, body: { identity } };
      },
    ],
    [
      /\/Maps\/([^/]+)\/Items$/,
      (request, [, map = '']) =>
        request.method === 'get' ? this.#listItems(request, map) : this.#createItem(request.form, map),
    ],
    [/\/Maps\/([^/]+)\/Items\/([^/]+)$/, (request, [, map = '', key = '']) => this.#item(request, map, key)],
  ];

  /** A client of the real SDK whose requests end here. */
  client(): Twilio {
    // Made once: it opens no connection, and every invocation has a client of its own.
    requests ??= new twilio.RequestClient();
    const http = Object.create(requests);
    http.request = (options: Parameters<Twilio['httpClient']['request']>[0]) => this.#answer(options);
    return twilio(`AC${'0'.repeat(32)}`, '0'.repeat(32), { httpClient: http });
  }

  /** The items of a map, as JSON. */
  items(map: string): Record<string, unknown> {
    return Object.fromEntries([...(this.maps.get(map) ?? [])].map(([key, { data }]) => [key, data]));
  }

  /** The code last sent to `to`. */
  codeFor(to: string): string {
    return this.verifications.get(to)?.code ?? '';
  }

  async #answer(options: Parameters<Twilio['httpClient']['request']>[0]) {
    const url = options.uri.replace('https://', '');
    const fields = Object.entries({ ...(options.params ?? {}), ...(options.data ?? {}) });
    const request: SeenRequest = {
      method: options.method,
      url,
      form: Object.fromEntries(fields.map(([key, value]) => [key, String(value)])),
      headers: (options.headers ?? {}) as Record<string, string>,
    };
    this.requests.push(request);
    const instead = this.intercept(request);
    if (instead instanceof Error) throw instead;
    const { status, body, headers = {} } = instead ?? this.#route(request);
    const lost = this.lose(request);
    if (lost !== undefined) throw lost;
    return { statusCode: status, body: body as never, headers };
  }

  #route(request: SeenRequest): FakeAnswer {
    for (const [pattern, handle] of this.#routes) {
      const match = pattern.exec(request.url);
      if (match) return handle(request, match);
    }
    throw new Error(`the fake has no ${request.method} ${request.url}`);
  }

  #sendCode({ To = '', Channel = '' }: Record<string, string>): FakeAnswer {
    const pending = this.verifications.get(To) ?? {
      sid: `VE${randomBytes(16).toString('hex')}`,
      to: To,
      code: String(100_000 + this.verifications.size),
      checks: 0,
    };
    this.verifications.set(To, pending);
    return {
      status: 201,
      body: { sid: pending.sid, to: To, channel: Channel, status: 'pending', valid: false },
    };
  }

  #checkCode({ To, VerificationSid, Code }: Record<string, string>): FakeAnswer {
    const found = [...this.verifications.values()].find(
      ({ to, sid }) => to === To || sid === VerificationSid,
    );
    if (found === undefined) return error(404, 20404);
    found.checks += 1;
    if (found.checks > 5) return error(429, 60202);
    const valid = found.code === Code;
    if (valid) this.verifications.delete(found.to);
    return {
      status: 201,
      body: { sid: found.sid, to: found.to, status: valid ? 'approved' : 'pending', valid },
    };
  }

  #createMap(name: string): FakeAnswer {
    if (this.maps.has(name)) return error(409, 54301);
    this.maps.set(name, new Map());
    return { status: 201, body: { sid: 'MP', unique_name: name } };
  }

  #view = (item: Item): FakeAnswer => ({ status: 200, body: item });

  #write(map: Map<string, Item>, key: string, form: Record<string, string>, ttl: number): FakeAnswer {
    this.#revision += 1;
    const item = {
      key,
      data: JSON.parse(form.Data ?? '{}') as unknown,
      revision: String(this.#revision),
      ttl: form.ItemTtl === undefined ? ttl : Number(form.ItemTtl),
    };
    map.set(key, item);
    return this.#view(item);
  }

  #createItem(form: Record<string, string>, name: string): FakeAnswer {
    const map = this.maps.get(name);
    if (map === undefined) return error(404, 20404);
    const key = form.Key ?? '';
    return map.has(key) ? error(409, 54208) : this.#write(map, key, form, 0);
  }

  #listItems({ form }: SeenRequest, name: string): FakeAnswer {
    const map = this.maps.get(name);
    if (map === undefined) return error(404, 20404);
    const keys = [...map.keys()].sort();
    if (form.Order === 'desc') keys.reverse();
    const { From: from } = form;
    const wanted = (key: string) => from === undefined || (form.Order === 'desc' ? key <= from : key >= from);
    const items = keys
      .filter(wanted)
      .slice(0, Number(form.PageSize))
      .map((key) => map.get(key));
    return { status: 200, body: { items, meta: { key: 'items', next_page_url: null } } };
  }

  #item(request: SeenRequest, name: string, encoded: string): FakeAnswer {
    const map = this.maps.get(name);
    const key = decodeURIComponent(encoded);
    const item = map?.get(key);
    if (map === undefined || item === undefined) return error(404, 20404);
    if (request.method === 'get') return this.#view(item);
    const wanted = request.headers['If-Match'];
    if (wanted !== undefined && wanted !== item.revision) return error(412, 54103);
    if (request.method === 'post') return this.#write(map, key, request.form, item.ttl);
    map.delete(key);
    return { status: 204 };
  }
}
