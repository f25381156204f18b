/** Fields of a form-encoded body or a query; a key may stand several times, as Twilio's lists do. */
export class Form {
  constructor(private readonly fields: URLSearchParams) {}

  get(name: string): string | undefined {
    return this.fields.get(name) ?? undefined;
  }

  all(name: string): string[] {
    return this.fields.getAll(name);
  }

  has(name: string): boolean {
    return this.fields.has(name);
  }

  /** `true` only for a literal "true", `undefined` when the field is absent. */
  bool(name: string): boolean | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : value.toLowerCase() === 'true';
  }

  int(name: string): number | undefined {
    const value = this.get(name);
    return value === undefined || !/^-?\d+$/.test(value) ? undefined : Number(value);
  }

  keys(): string[] {
    return [...new Set(this.fields.keys())];
  }

  toJSON(): Record<string, string | string[]> {
    const out: Record<string, string | string[]> = {};
    for (const key of this.keys()) {
      const values = this.all(key);
      out[key] = values.length === 1 ? (values[0] ?? '') : values;
    }
    return out;
  }
}

/** A request to `*.twilio.com`, taken apart. Authentication has already been checked. */
export interface RestRequest {
  method: string;
  host: string;
  url: URL;
  /** The variables of the route's path template, decoded. */
  params: Record<string, string>;
  query: Form;
  form: Form;
  /** The value of a JSON body. */
  json?: unknown;
  /** The body as it came, for uploads. */
  body: Buffer;
  headers: Record<string, string>;
}

export interface RestReply {
  status: number;
  json?: unknown;
  body?: Buffer | string;
  headers?: Record<string, string>;
}

/**
 * One operation. `host` and `path` are written exactly as in Twilio's OpenAPI files (`/v1/Services/{ServiceSid}`), so
 * that the contract check finds the same operation.
 */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  host: string;
  path: string;
  handle: (request: RestRequest) => RestReply | Promise<RestReply>;
}

/**
 * The body Twilio answers a failed request with. https://www.twilio.com/docs/usage/twilios-response#exceptions
 */
export class TwilioError extends Error {
  override readonly name = 'TwilioError';

  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  get reply(): RestReply {
    const { status, code, message, headers } = this;
    return {
      status,
      headers,
      json: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    };
  }
}

/** 404 / 20404, in Twilio's words. */
export const notFound = (request: RestRequest): TwilioError =>
  new TwilioError(404, 20404, `The requested resource ${request.url.pathname} was not found`);

/** The value of a parameter that must be there, or 400 / 20001 naming it. */
export function required(request: RestRequest, name: string): string {
  const value = request.form.get(name);
  if (value === undefined || value === '')
    throw new TwilioError(400, 20001, `Missing required parameter ${name} in the post body`);
  return value;
}

export const ok = (json: unknown): RestReply => ({ status: 200, json });
export const created = (json: unknown): RestReply => ({ status: 201, json });
export const noContent = (): RestReply => ({ status: 204 });

function window<T>(
  request: RestRequest,
  all: T[],
): { page: number; size: number; slice: T[]; more: boolean } {
  const size = Math.min(Math.max(request.query.int('PageSize') ?? 50, 1), 1000);
  const page = Math.max(request.query.int('Page') ?? 0, 0);
  return {
    page,
    size,
    slice: all.slice(page * size, (page + 1) * size),
    more: (page + 1) * size < all.length,
  };
}

function address(request: RestRequest, page: number, size: number): URL {
  const url = new URL(request.url);
  url.searchParams.set('PageSize', String(size));
  url.searchParams.set('Page', String(page));
  if (page > 0) url.searchParams.set('PageToken', `PT${page}`);
  else url.searchParams.delete('PageToken');
  return url;
}

/** A page in the form of the newer products (`meta`). https://www.twilio.com/docs/usage/twilios-response#pagination */
export function metaPage<T>(
  request: RestRequest,
  key: string,
  all: T[],
  view: (item: T) => unknown,
): RestReply {
  const { page, size, slice, more } = window(request, all);
  return ok({
    [key]: slice.map(view),
    meta: {
      page,
      page_size: size,
      first_page_url: address(request, 0, size).href,
      previous_page_url: page > 0 ? address(request, page - 1, size).href : null,
      url: address(request, page, size).href,
      next_page_url: more ? address(request, page + 1, size).href : null,
      key,
    },
  });
}

/** A page in the form of the 2010-04-01 API (paths relative to the host). */
export function classicPage<T>(
  request: RestRequest,
  key: string,
  all: T[],
  view: (item: T) => unknown,
): RestReply {
  const { page, size, slice, more } = window(request, all);
  const uri = (at: number) => {
    const url = address(request, at, size);
    return url.pathname + url.search;
  };
  return ok({
    [key]: slice.map(view),
    page,
    page_size: size,
    start: page * size,
    end: page * size + Math.max(slice.length - 1, 0),
    first_page_uri: uri(0),
    previous_page_uri: page > 0 ? uri(page - 1) : null,
    uri: uri(page),
    next_page_uri: more ? uri(page + 1) : null,
  });
}

/** Date as the 2010-04-01 API writes it (RFC 2822, "+0000"). */
export const rfc2822 = (time: number): string => new Date(time).toUTCString().replace('GMT', '+0000');

/** Date as the newer products write it: ISO 8601 without milliseconds. */
export const iso = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
