import { type Asked, ask, type Reply, restCalls } from '../harness/ask';
import { useOneWorld } from '../harness/world';
import { actsOnCall, type Endpoint, endpoints, namesAgent, takes } from './who-may/endpoints';
import { customersToken, type Scene, setScene, wrongTokens } from './who-may/scene';
import { ENDED, FORGOTTEN, type Opener, PUBLIC, type Refusal, WANTS } from './who-may/table';

// Every function and everybody who may not call it. Nothing that they try may change anything, so one world is enough.

const world = useOneWorld();
let scene: Scene;
let before: Map<string, string>;
beforeAll(async () => {
  scene = await setScene(world);
  before = await lasting();
}, 60_000);

/** Who tries what, and how they are answered. */
interface Try {
  who: string;
  asked: Asked;
  answer: Refusal;
}

const NO_SESSION: Refusal = [401, 'no_session'];
const FORBIDDEN: Refusal = [403, 'forbidden'];
const FOREIGN = { origin: 'https://evil.example' };

const wants = ({ path }: Endpoint): object => WANTS[path] ?? {};

/** Without a session that is good. */
function strangers(endpoint: Endpoint): Try[] {
  const good = scene.ada.accessToken;
  const json = actsOnCall(endpoint) ? { callId: scene.calls.ada, ...wants(endpoint) } : {};
  const wrong = Object.entries(wrongTokens(good, 'access')).map(
    ([who, { token, code }]): Try => ({ who, asked: { token, json }, answer: [401, code] }),
  );
  const customer: Try = {
    who: "a customer's token",
    asked: { token: customersToken(good), json },
    answer: [401, 'invalid_token'],
  };
  const cookie: Try = {
    who: 'a cookie instead of a token',
    asked: { cookie: scene.belle.cookie, json },
    answer: NO_SESSION,
  };
  return [
    { who: 'nobody', asked: { json }, answer: NO_SESSION },
    ...wrong,
    cookie,
    ...(endpoint.auth === 'customer' ? [] : [customer]),
  ];
}

/** With a session that is good for other things. */
function agents(endpoint: Endpoint): Try[] {
  const { ada, belle, bob, eve, calls } = scene;
  const named = (callId: string) => ({ callId, ...wants(endpoint) });
  if (endpoint.auth === 'supervisor') {
    const fields = actsOnCall(endpoint) ? [named(calls.ada)] : [{}];
    return [ada, bob].flatMap((who) =>
      fields.map(
        (json): Try => ({
          who: `${who.email}, an agent`,
          asked: { token: who.accessToken, json },
          answer: FORBIDDEN,
        }),
      ),
    );
  }
  const others: Try = {
    who: "an agent, of another's calls",
    asked: { token: bob.accessToken, json: { agent: ada.agentId, ...wants(endpoint) } },
    answer: FORBIDDEN,
  };
  if (!actsOnCall(endpoint)) return namesAgent(endpoint) ? [others] : [];
  const of = (who: string, { accessToken }: Scene['ada'], json: object, answer: Refusal): Try => ({
    who,
    asked: { token: accessToken, json },
    answer,
  });
  const live = named(calls.ada);
  const ended = ENDED[endpoint.path] ?? [409, 'call_ended'];
  return [
    of('the agent of another call', bob, live, FORBIDDEN),
    of('a colleague who was a guest', belle, live, FORBIDDEN),
    of('an agent without a call', eve, live, FORBIDDEN),
    ...(namesAgent(endpoint)
      ? [
          of(
            'the agent of another call, who says whose it is',
            bob,
            { ...live, agent: ada.agentId },
            FORBIDDEN,
          ),
        ]
      : []),
    ...(ended === 'may' ? [] : [of('the agent of a call that has ended', eve, named(calls.eve), ended)]),
    of(
      "another agent's call that has ended",
      bob,
      named(calls.eve),
      FORGOTTEN[endpoint.path] ?? [404, 'not_found'],
    ),
  ];
}

/** Without what opens a public function, or from another site. */
function visitors({ path }: Endpoint): Try[] {
  const opener: Opener = PUBLIC[path] ?? { by: 'nothing' };
  const { cookie, accessToken } = scene.belle;
  const site: Try = {
    who: "another site's page",
    asked: { cookie, json: {}, headers: FOREIGN },
    answer: FORBIDDEN,
  };
  if (opener.by === 'nothing') return [site];
  const wrong = Object.entries(wrongTokens(accessToken, opener.by === 'cookie' ? 'refresh' : opener.purpose));
  if (opener.by === 'cookie')
    return [
      site,
      { who: 'nobody', asked: { json: {} }, answer: NO_SESSION },
      { who: 'a token instead of the cookie', asked: { token: accessToken, json: {} }, answer: NO_SESSION },
      ...wrong
        .filter(([who]) => who !== 'a token to refresh with')
        .map(
          ([who, { token, code }]): Try => ({
            who: `as cookie: ${who}`,
            asked: { cookie: token, json: {} },
            // An old cookie is the end of a session, and no mistake.
            answer: [401, code === 'token_expired' ? 'session_ended' : code],
          }),
        ),
    ];
  return [
    site,
    ...wrong.map(
      ([who, { token, code }]): Try => ({
        who,
        asked: { json: { ...opener.fields, token } },
        answer: [401, code],
      }),
    ),
  ];
}

/** Without Twilio's signature. */
function forgers(): Try[] {
  const { ada, calls } = scene;
  const good = {
    query: { agent: ada.agentId, call: calls.ada, leg: 'agent', other: 's001aaaaaa', text: 'Hello' },
    form: { CallSid: `CA${'0'.repeat(32)}`, Digits: '1', CallStatus: 'completed' },
  };
  const answer: Refusal = [403];
  return [
    { who: 'nobody', asked: good, answer },
    { who: 'an empty signature', asked: { ...good, signed: false }, answer },
    { who: "another account's signature", asked: { ...good, signed: 'wrong' }, answer },
    { who: "an agent's session", asked: { ...good, token: ada.accessToken }, answer },
    { who: "a supervisor's session", asked: { ...good, token: scene.grace.accessToken }, answer },
  ];
}

function tries(endpoint: Endpoint): Try[] {
  if (endpoint.auth === 'twilio') return forgers();
  if (endpoint.auth === 'public') return visitors(endpoint);
  return [...strangers(endpoint), ...agents(endpoint)];
}

/** Everything that lasts: Sync, tasks and workers, messages, lines and conferences; by where it is kept. */
async function lasting(): Promise<Map<string, string>> {
  const { store } = await world
    .client()
    .emulator<{ store: Record<string, unknown> }>('GET', '/control/snapshot');
  const kept = Object.entries(store).filter(([name]) =>
    /^(sync\.(?!rates)|taskrouter\.|inbox|voice\.)/.test(name),
  );
  return new Map(kept.map(([name, held]) => [name, JSON.stringify(held)]));
}

/** Where something is not as it was. */
async function changed(): Promise<string[]> {
  const [was, is] = [before, await lasting()];
  before = is;
  return [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
}

const FUNCTIONS = endpoints();

test('the table knows what every function wants that acts on a call, and what opens every public one', () => {
  const callId = `${'0'.repeat(9)}${'a'.repeat(12)}`;
  const unknown = FUNCTIONS.filter((endpoint) =>
    endpoint.auth === 'public'
      ? !Object.hasOwn(PUBLIC, endpoint.path)
      : actsOnCall(endpoint) && !takes(endpoint, { callId, ...wants(endpoint) }),
  );
  expect(unknown.map(({ path }) => `say in who-may/table.ts: ${path}`)).toEqual([]);
});

test.each(FUNCTIONS)('$path refuses everybody who may not', async (endpoint) => {
  const asked = (await restCalls(world)).length;
  const answers = await Promise.all(
    tries(endpoint).map(async ({ who, asked: request, answer }) => {
      const { status, body }: Reply = await ask(world, endpoint.path, request);
      return { who, seen: status < 300 ? [status] : [status, body.code], answer };
    }),
  );
  expect(answers.length).toBeGreaterThan(0);
  expect(answers.map(({ who, seen }) => ({ who, seen }))).toEqual(
    answers.map(({ who, answer: [status, code] }) => ({
      who,
      seen: status < 300 ? [status] : [status, code],
    })),
  );
  const written = (await restCalls(world)).slice(asked).filter(({ method }) => method !== 'GET');
  expect(written).toEqual([]);
  expect(await changed()).toEqual([]);
});
