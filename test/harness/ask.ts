import { expectedSignature } from './signature';
import type { Event, World } from './world';

/** What a request is made of; one of `json`, `form`, `body` at most. */
export interface Asked {
  method?: 'GET' | 'POST';
  json?: unknown;
  /** A list where a key is sent more than once. */
  form?: Record<string, string> | [string, string][];
  body?: string;
  query?: Record<string, string> | [string, string][];
  /** Goes into the Authorization header. */
  token?: string;
  /** The refresh cookie's value. */
  cookie?: string;
  headers?: Record<string, string>;
  /** Signs as Twilio does; `wrong` with somebody else's token. */
  signed?: boolean | 'wrong';
}

/** An answer as it came over the wire. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON, or an empty object. */
  body: {
    status?: string;
    code?: string;
    message?: string;
    details?: Record<string, unknown>;
    data: Record<string, unknown>;
  };
  /** The refresh cookie that was set: value and attributes. */
  cookie: { value: string; attributes: string[] } | undefined;
}

/** Name of the refresh cookie. */
export const COOKIE = '__Host-cordboard_session';

function bodyOf({ json, form, body }: Asked): { type?: string; text?: string } {
  if (json !== undefined) return { type: 'application/json', text: JSON.stringify(json) };
  if (form !== undefined)
    return { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(form).toString() };
  return body === undefined ? {} : { text: body };
}

function cookieIn(headers: Headers): Reply['cookie'] {
  const line = headers.getSetCookie().find((text) => text.startsWith(`${COOKIE}=`));
  if (line === undefined) return undefined;
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  return { value: pair.slice(COOKIE.length + 1), attributes };
}

function parsed(text: string): Partial<Reply['body']> {
  try {
    return JSON.parse(text) as Partial<Reply['body']>;
  } catch {
    return {};
  }
}

/** Sends any request at all to a function: what `Client` is too well-behaved for. */
export async function ask(world: World, path: string, asked: Asked = {}): Promise<Reply> {
  const { type, text } = bodyOf(asked);
  const search = new URLSearchParams(asked.query).toString();
  const url = `${world.app}${path}${search === '' ? '' : `?${search}`}`;
  const headers: Record<string, string> = {
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(asked.token === undefined ? {} : { authorization: `Bearer ${asked.token}` }),
    ...(asked.cookie === undefined ? {} : { cookie: `${COOKIE}=${asked.cookie}` }),
    ...(asked.signed === undefined
      ? {}
      : { 'x-twilio-signature': expectedSignature(world, url, text ?? '', asked.signed) }),
    ...asked.headers,
  };
  const response = await fetch(url, {
    method: asked.method ?? 'POST',
    headers,
    redirect: 'manual',
    ...(text === undefined ? {} : { body: text }),
  });
  const answer = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text: answer,
    body: { data: {}, ...parsed(answer) },
    cookie: cookieIn(response.headers),
  };
}

/** A request that somebody made to Twilio. */
export interface RestCall {
  method: string;
  host: string;
  path: string;
  status?: number;
}

/** What Twilio was asked since the test began. */
export async function restCalls(world: World): Promise<RestCall[]> {
  return (await world.timeline('rest')).map(({ data }) => data as unknown as RestCall);
}

/** Requests that ring a phone, send a message or otherwise cost money. */
export const costsMoney = ({ method, path }: RestCall): boolean =>
  method === 'POST' && /\/(Calls|Participants|Messages|Verifications)(\.json)?$/.test(path);

/** A line that a function wrote, and the invocation that it belongs to. */
export interface LogLine {
  text: string;
  invocation: string | undefined;
  /** The line, when it is JSON. */
  json: Record<string, unknown> | undefined;
}

/** What the functions wrote since the test began. */
export async function logLines(world: World): Promise<LogLine[]> {
  const written = (event: Event) => event.data?.level !== undefined;
  return (await world.timeline('function')).filter(written).map(({ summary, data = {} }) => ({
    text: `${summary} ${JSON.stringify(data)}`,
    invocation: data.invocation as string | undefined,
    json: data.log as Record<string, unknown> | undefined,
  }));
}
