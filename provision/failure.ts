import { AsyncLocalStorage } from 'node:async_hooks';
import type { Twilio } from 'twilio';

/** What went wrong between us and Twilio, with what to do about it. Its message is for the person at the terminal. */
export class ProvisionError extends Error {
  override readonly name = 'ProvisionError';
}

export const CREDENTIALS =
  'Twilio does not accept the credentials. Copy the Account SID and the Auth Token from the Console (Account, API keys & tokens); a token that was rotated is no longer valid, a sub-account has a token of its own, and one that is suspended is refused like this as well. Of API keys only a main one may do everything';

const SUSPENDED =
  'The account is suspended or closed; a sub-account is, too, when its main account is. Look at its balance and at the mails of Twilio, and have it activated in the Console (Billing), or by its main account';

const REFUSED = 'These credentials may not do that. Use the account’s Auth Token';

/** Errors of Twilio whose own words do not say what to do. https://www.twilio.com/docs/api/errors */
const ADVICE: Record<number, string> = {
  10001: SUSPENDED,
  20003: CREDENTIALS,
  20005: SUSPENDED,
  20008: 'These are test credentials, which can make nothing. Use the live ones of the Console',
  20429: 'Twilio asks to slow down, and did so again after several tries. Wait a minute',
  21102:
    'There are as many services of this product as an account may have; those of sub-accounts count for the main account. Remove one that nobody needs, or ask Twilio for more',
  21404: 'A trial account may hold one number only. Upgrade it, or release the other one',
  21422: 'Somebody else has just bought that number',
  90010: SUSPENDED,
};

/** Products as they are called where permissions are given. https://www.twilio.com/docs/iam/api-keys/restricted-api-keys */
const PRODUCTS: Record<string, string> = {
  'serverless.twilio.com': 'Functions & Assets',
  'serverless-upload.twilio.com': 'Functions & Assets',
  'sync.twilio.com': 'Sync',
  'taskrouter.twilio.com': 'TaskRouter',
  'verify.twilio.com': 'Verify',
  'studio.twilio.com': 'Studio',
};

/** A restricted key can have no permission for these at all. */
const NEVER = ['Functions & Assets', 'Sync'];
/** Only a main key, or the token, may ask for these. https://www.twilio.com/docs/iam/api-keys */
const MAIN = ['Accounts', 'Keys'];

/** A request, as far as it may be told. */
interface Asked {
  method: string;
  url: URL;
}

/** `POST sync.twilio.com/v1/Services/IS…/Maps` */
const shown = ({ method, url }: Asked): string =>
  `${method} ${url.host}${url.pathname.replace(/\b([A-Z]{2})[0-9a-f]{32}\b/g, '$1…')}`;

/** Which permission a request takes: `Sync, write`. */
function permission({ method, url }: Asked): { product: string; resource: string; name: string } {
  const resource = /\/([A-Za-z]+)(\.json)?(\/[^/]+)?$/.exec(url.pathname)?.[1] ?? '';
  const product = PRODUCTS[url.host] ?? (/Numbers/.test(resource) ? 'Phone Numbers' : 'Voice');
  const action = { GET: 'read', DELETE: 'delete' }[method] ?? 'create and update';
  return { product, resource, name: `${product}, ${resource}: ${action}` };
}

interface Refusal {
  status?: number;
  code?: number | string;
  message?: string;
  moreInfo?: string;
}

const AGAIN = 'Then run this again: it goes on from what is there.';

function refused({ code, message }: Refusal, asked: Asked | undefined): string {
  const given = asked === undefined ? undefined : permission(asked);
  const key =
    given === undefined
      ? 'give the restricted API key the permission'
      : MAIN.includes(given.resource)
        ? 'take a main API key: a standard or restricted one may neither open the account nor make keys'
        : NEVER.includes(given.product)
          ? `for ${given.product} a restricted API key cannot have a permission: take a standard one`
          : `give the restricted API key the permission "${given.name}"`;
  return `${REFUSED}; or ${key} (Console, Account, API keys & tokens). A product that the account does not have yet is refused like this as well, and so is everything when an account is suspended (${code ?? 403}: ${message})`;
}

/** In a sentence or two what happened and what helps. `what` was to be done: `create Sync map "agents"`. */
export function explain(error: unknown, what: string, asked?: Asked): string {
  const { status, code, message = String(error), moreInfo } = error as Refusal;
  const told = `Could not ${what}${asked === undefined ? '' : ` (${shown(asked)})`}.`;
  const advice = typeof code === 'number' ? ADVICE[code] : undefined;
  if (status === 401) return `${told} ${advice ?? CREDENTIALS}. ${AGAIN}`;
  // 20003 says "Permission denied", of credentials that are good as well.
  const isRefused = status === 403 && (advice === undefined || code === 20003);
  if (isRefused) return `${told} ${refused({ code: code ?? 403, message }, asked)}. ${AGAIN}`;
  if (status === 429) return `${told} ${ADVICE[20429]}. ${AGAIN}`;
  if (advice !== undefined) return `${told} ${advice}. ${AGAIN}`;
  if (status !== undefined && status >= 500)
    return `${told} Twilio itself failed (${status}: ${message}). See https://status.twilio.com. ${AGAIN}`;
  if (status !== undefined)
    return `${told} Twilio refused it: ${message} (${code ?? status}${moreInfo ? `, ${moreInfo}` : ''}).`;
  if (typeof code === 'string')
    return `${told} Twilio cannot be reached (${code}). Check the network and the proxy. ${AGAIN}`;
  return `${told} ${message}`;
}

const isForeign = (error: unknown): boolean => {
  const { status, code } = error as Refusal;
  return status !== undefined || typeof code === 'string';
};

const work = new AsyncLocalStorage<{ asked?: Asked }>();

/** Has a client's requests known to `doing`, so that it can tell which one failed. */
export function tellingRequests(client: Twilio): Twilio {
  const { httpClient } = client;
  if (httpClient === undefined) return client;
  const send = httpClient.request.bind(httpClient);
  httpClient.request = (options) => {
    noteRequest(String(options.method), options.uri);
    return send(options);
  };
  return client;
}

/** Has a request known to `doing`, that was not made by the client. */
export function noteRequest(method: string, url: string): void {
  const store = work.getStore();
  if (store !== undefined) store.asked = { method: method.toUpperCase(), url: new URL(url) };
}

/** Runs `run`; what Twilio or the network makes of it becomes a `ProvisionError`. A mistake of ours keeps its stack. */
export async function doing<T>(what: string, run: () => Promise<T>): Promise<T> {
  const store: { asked?: Asked } = {};
  try {
    return await work.run(store, run);
  } catch (error) {
    if (!isForeign(error)) throw error;
    throw new ProvisionError(explain(error, what, store.asked), { cause: error });
  }
}
