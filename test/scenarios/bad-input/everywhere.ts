import { declarationOf } from '../../harness/built';
import { ADA } from '../../harness/world';
import { sources } from '../../invariants/sources';
import { type Row, rows, type Scene } from './scene';

/** The functions that declare this caller, as they were built: a new one is in the table by itself. */
const functionsFor = (auth: string): string[] =>
  sources('functions').flatMap((source) =>
    declarationOf(source.replace(/^functions\//, ''))?.auth === auth
      ? [source.replace(/^functions|(\.protected)?\.ts$/g, '')]
      : [],
  );
const PUBLIC = functionsFor('public');
const AGENT = ['agent', 'supervisor', 'customer'].flatMap(functionsFor);

const JSON_TYPE = { 'content-type': 'application/json' };
const TOO_LARGE = 'x'.repeat(6 * 1024 * 1024 + 1);

const anybody = [...PUBLIC, ...AGENT].flatMap((endpoint) => [
  ...rows(endpoint, [400, 'reserved_field', 'request'], {
    'a JSON field named request': () => ({ json: { request: { headers: 1 } } }),
    'a form field named request': () => ({ form: { request: 'x' } }),
    'a query field named request': () => ({ query: { request: '' } }),
    'a form field inside request': () => ({ form: { 'request[headers][authorization]': 'x' } }),
    'a JSON field inside request': () => ({ json: { 'request.headers': 'x' } }),
    'a query field inside request': () => ({ query: { 'request[method]': 'GET' } }),
    'a list named request': () => ({
      form: [
        ['request', 'a'],
        ['request', 'b'],
      ],
    }),
  }),
  ...rows(endpoint, [400], {
    'half a JSON document': () => ({ body: '{"email":', headers: JSON_TYPE }),
    'JSON that is no object': () => ({ body: '"text"', headers: JSON_TYPE }),
  }),
  ...rows(endpoint, [413, 20413], { 'a body that is too large': () => ({ form: { email: TOO_LARGE } }) }),
  ...rows(endpoint, [431, 82008], {
    'headers that are too large': () => ({ headers: { 'x-long': 'x'.repeat(15_001) } }),
  }),
]);

const withoutSession = AGENT.flatMap((endpoint) => [
  ...rows(endpoint, [401, 'no_session'], {
    'no token': () => ({ json: {} }),
    // Who may not come in learns nothing about the fields.
    'no token and wrong fields': () => ({ json: { callId: 7, limit: 'x', RecipientNumber: 7 } }),
  }),
  ...rows(endpoint, [401, 'invalid_token'], {
    'a token of another step': ({ nia }) => ({ token: nia.setupToken }),
    'the refresh cookie as a token': ({ ada }) => ({ token: ada.cookie }),
    'a token with a letter changed': ({ ada }) => ({ token: ada.accessToken.replace(/.$/, '.') }),
  }),
  ...rows(endpoint, [401, 'token_expired'], { 'an expired token': ({ expired }) => ({ token: expired }) }),
]);

const elsewhere = PUBLIC.flatMap((endpoint) =>
  rows(endpoint, [403, 'forbidden'], {
    "another site's page": ({ ada }) => ({
      cookie: ada.cookie,
      form: { email: ADA.email },
      headers: { origin: 'https://evil.example' },
    }),
  }),
);

const unsigned = functionsFor('twilio').flatMap((endpoint) => {
  const good = ({ belle, call }: Scene) => ({
    query: { agent: belle.agentId, call, leg: 'agent' },
    form: { CallSid: `CA${'0'.repeat(32)}`, Digits: '1', CallStatus: 'completed' },
  });
  return rows(endpoint, [403], {
    'no signature': good,
    'an empty signature': (at) => ({ ...good(at), signed: false }),
    "another account's signature": (at) => ({ ...good(at), signed: 'wrong' }),
    'a session instead of a signature': (at) => ({ ...good(at), token: at.belle.accessToken }),
  });
});

/** What no function may fall for, whatever it does. */
export const EVERYWHERE: Row[] = [...anybody, ...withoutSession, ...elsewhere, ...unsigned];
