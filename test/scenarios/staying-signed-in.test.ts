import jwt from 'jsonwebtoken';
import { LOCAL_VARIABLES } from '../../scripts/local';
import { ask, logLines, type Reply, restCalls } from '../harness/ask';
import { Newcomer } from '../harness/newcomer';
import { ADA, useWorld } from '../harness/world';

const CRM = 'https://crm.example.com';
const EVIL = 'https://evil.example';
const world = useWorld({ CORS_ORIGINS: CRM });
const SECRET = LOCAL_VARIABLES.JWT_SECRET ?? '';

const signUp = () => new Newcomer(world, ADA.email, ADA.phone).signsUp();
const told = ({ status, body }: Reply) => [status, body.code];

test('the cookie is of this host alone, no script reads it, no other site sends it', async () => {
  const newcomer = await new Newcomer(world, ADA.email, ADA.phone).goes('askEmailCode', 'askPhoneCode');
  const done = await newcomer.provePhone();
  expect(done.cookie?.attributes.sort()).toEqual(
    ['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Strict', 'Secure'].sort(),
  );
  expect(done.headers.get('cache-control')).toBe('no-store');
  expect(done.text).not.toContain(newcomer.cookie);
});

test('me says who the access token belongs to, and asks Twilio nothing', async () => {
  const newcomer = await signUp();
  const before = (await restCalls(world)).length;
  const { body } = await newcomer.me();
  expect(body).toEqual({
    status: 'success',
    message: 'You are signed in.',
    data: {
      agent: { id: newcomer.agentId, email: ADA.email, phone: ADA.phone, roles: ['agent'] },
      tenant: 'default',
    },
  });
  expect(await restCalls(world)).toHaveLength(before);
});

test('a refresh gives a new access token and a new cookie, again and again', async () => {
  const newcomer = await signUp();
  const tokens = new Set([newcomer.accessToken]);
  const cookies = new Set([newcomer.cookie]);
  for (let times = 0; times < 4; times += 1) {
    expect((await newcomer.refresh()).status).toBe(200);
    tokens.add(newcomer.accessToken);
    cookies.add(newcomer.cookie);
    expect((await newcomer.me()).status).toBe(200);
  }
  expect([tokens.size, cookies.size]).toEqual([5, 5]);
});

test('a second tab may still use the cookie that the first has just changed', async () => {
  const newcomer = await signUp();
  const old = newcomer.cookie;
  await newcomer.refresh();
  const { cookie } = newcomer;
  expect((await newcomer.refresh(old)).status).toBe(200);
  expect((await newcomer.refresh(cookie)).status).toBe(200);
  expect((await newcomer.refresh()).status).toBe(200);
});

test('two tabs that refresh at the same moment both stay signed in', async () => {
  const newcomer = await signUp();
  const { cookie } = newcomer;
  const replies = await Promise.all(Array.from({ length: 5 }, () => newcomer.refresh(cookie)));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  for (const reply of replies)
    expect((await ask(world, '/session/me', { token: String(reply.body.data.accessToken) })).status).toBe(
      200,
    );
  expect((await newcomer.refresh()).status).toBe(200);
});

test('a cookie that was copied and comes back late ends the session for both', async () => {
  const newcomer = await signUp();
  const stolen = newcomer.cookie;
  await newcomer.refresh();
  await newcomer.refresh();
  const thief = await ask(world, '/session/refresh', { cookie: stolen });
  expect([told(thief), thief.cookie]).toEqual([[401, 'session_ended'], undefined]);
  expect(told(await newcomer.refresh())).toEqual([401, 'session_ended']);
  expect((await logLines(world)).some(({ json }) => json?.session === 'replayed')).toBe(true);
  expect((await signUp()).accessToken).not.toBe('');
});

test('one session ends without the other', async () => {
  const phone = await signUp();
  const laptop = await signUp();
  const ended = await ask(world, '/session/end', { cookie: phone.cookie });
  expect([ended.status, ended.cookie]).toEqual([
    200,
    { value: '', attributes: expect.arrayContaining(['Max-Age=0', 'Path=/', 'HttpOnly']) },
  ]);
  expect(told(await phone.refresh())).toEqual([401, 'session_ended']);
  expect((await laptop.refresh()).status).toBe(200);
});

test.each([
  ['without a cookie', undefined],
  ['with rubbish for a cookie', 'rubbish'],
  ['with a forged cookie', jwt.sign({ sub: 'x' }, 'another-secret-of-thirty-two-characters')],
])('signing out %s does no harm and asks Twilio nothing', async (_, cookie) => {
  const ended = await ask(world, '/session/end', cookie === undefined ? {} : { cookie });
  expect([ended.status, await restCalls(world)]).toEqual([200, []]);
});

test('signing out twice is signing out', async () => {
  const newcomer = await signUp();
  for (let times = 0; times < 2; times += 1)
    expect((await ask(world, '/session/end', { cookie: newcomer.cookie })).status).toBe(200);
});

/** Each kind of token we give out: where it is used, and how. */
const USES: Record<string, (token: string) => Promise<Reply>> = {
  access: (token) => ask(world, '/session/me', { token }),
  'phone-setup': (token) => ask(world, '/setup/phone/init', { json: { token, phoneNumber: ADA.phone } }),
  'phone-validate': (token) => ask(world, '/setup/phone/validate', { json: { token, code: '123456' } }),
  refresh: (cookie) => ask(world, '/session/refresh', { cookie }),
};

type Claims = Record<string, unknown>;
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (claims: Claims, secret = SECRET, algorithm: jwt.Algorithm = 'HS256') =>
  jwt.sign(claims, secret, { algorithm });

/** Every way to make a token from a good one's claims that is none. */
const FORGERIES: Record<string, (claims: Claims, good: string) => string> = {
  'signed by nobody (alg none)': (claims) => `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`,
  'signed by nobody, in capitals': (claims) => `${part({ alg: 'NONE', typ: 'JWT' })}.${part(claims)}.`,
  'signed with another secret': (claims) => sign(claims, 'another-secret-of-thirty-two-characters'),
  'signed with an empty secret': (claims) =>
    `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${Buffer.alloc(32).toString('base64url')}`,
  'signed with another algorithm': (claims) => sign(claims, SECRET, 'HS512'),
  'of another issuer': (claims) => sign({ ...claims, iss: 'somebody' }),
  'for another audience': (claims) => sign({ ...claims, aud: 'cordboard:something' }),
  'of another tenant': (claims) => sign({ ...claims, tenant: 'other' }),
  'for no audience': ({ aud: _, ...claims }) => sign(claims),
  'without an end': ({ exp: _, ...claims }) => sign(claims),
  'without an owner': ({ sub: _, ...claims }) => sign(claims),
  'from the future': (claims) => sign({ ...claims, nbf: Math.floor(Date.now() / 1000) + 600 }),
  'with its signature cut off': (_, good) => good.slice(0, good.lastIndexOf('.') + 1),
  'with its claims exchanged': (claims, good) => {
    const [head, , signature] = good.split('.');
    return `${head}.${part({ ...claims, sub: 'a'.repeat(20) })}.${signature}`;
  },
  'that is no token': () => 'no-token',
};

/** A good token of each kind, and nobody's use of them counted yet. */
async function goodTokens(): Promise<Record<string, string>> {
  const newcomer = await new Newcomer(world, ADA.email, ADA.phone).goes('askEmailCode', 'askPhoneCode');
  const { setupToken, phoneToken } = newcomer;
  await newcomer.provePhone();
  const { accessToken, cookie } = newcomer;
  return { access: accessToken, 'phone-setup': setupToken, 'phone-validate': phoneToken, refresh: cookie };
}

test('a token that was forged in any way is refused everywhere, and Twilio is asked nothing', async () => {
  const good = await goodTokens();
  const before = (await restCalls(world)).length;
  for (const [kind, use] of Object.entries(USES)) {
    const token = good[kind] ?? '';
    const claims = jwt.decode(token) as Claims;
    for (const [name, forge] of Object.entries(FORGERIES))
      expect([kind, name, ...told(await use(forge(claims, token)))]).toEqual([
        kind,
        name,
        401,
        'invalid_token',
      ]);
  }
  expect(await restCalls(world)).toHaveLength(before);
});

test('a token of one kind is refused as every other', async () => {
  const good = await goodTokens();
  for (const [kind, use] of Object.entries(USES))
    for (const [other, token] of Object.entries(good))
      if (other !== kind)
        expect([kind, other, ...told(await use(token))]).toEqual([kind, other, 401, 'invalid_token']);
});

test('an expired token is told as such', async () => {
  const good = await goodTokens();
  for (const [kind, use] of Object.entries(USES)) {
    const claims = jwt.decode(good[kind] ?? '') as Claims;
    const late = sign({ ...claims, exp: Math.floor(Date.now() / 1000) - 1 });
    const code = kind === 'refresh' ? 'session_ended' : 'token_expired';
    expect([kind, ...told(await use(late))]).toEqual([kind, 401, code]);
  }
});

test.each([
  ['no header', {}],
  ['an empty header', { authorization: '' }],
  ['another scheme', { authorization: 'Basic YTpi' }],
  ['no token in it', { authorization: 'Bearer ' }],
  ['two tokens in it', { authorization: 'Bearer a b' }],
])('an access token with %s is no session', async (_, headers) => {
  expect(told(await ask(world, '/session/me', { headers }))).toEqual([401, 'no_session']);
});

test('an access token in the address, in the body or in a cookie does not count', async () => {
  const { accessToken } = await signUp();
  for (const asked of [
    { query: { token: accessToken, authorization: `Bearer ${accessToken}` } },
    { json: { token: accessToken, access_token: accessToken, authorization: `Bearer ${accessToken}` } },
    { cookie: accessToken },
  ])
    expect(told(await ask(world, '/session/me', asked))).toEqual([401, 'no_session']);
});

test("another site's page can't use the cookie, even where a browser would send it", async () => {
  const newcomer = await signUp();
  const before = (await restCalls(world)).length;
  for (const headers of [
    { origin: EVIL },
    { origin: 'null' },
    { origin: EVIL, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
  ] as Record<string, string>[]) {
    expect(told(await ask(world, '/session/refresh', { cookie: newcomer.cookie, headers }))).toEqual([
      403,
      'forbidden',
    ]);
    await ask(world, '/session/end', { cookie: newcomer.cookie, headers });
  }
  expect(await restCalls(world)).toHaveLength(before);
  expect((await newcomer.refresh()).status).toBe(200);
});

test('a cookie that a neighbour below the same domain has planted does not count', async () => {
  const mallory = await signUp();
  for (const name of ['cordboard_session', '__HOST-cordboard_session', '__host-cordboard_session']) {
    const headers = { cookie: `${name}=${mallory.cookie}` };
    expect(told(await ask(world, '/session/refresh', { headers }))).toEqual([401, 'no_session']);
  }
});

test("another site's page can't sign its visitor in as somebody else", async () => {
  const mallory = await new Newcomer(world, ADA.email, ADA.phone).goes('askEmailCode', 'askPhoneCode');
  const code = await mallory.phoneCode();
  // A form that sends itself: the visitor's browser would take the cookie of an answer to its own navigation.
  const headers = { origin: EVIL, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  const planted = await ask(world, '/setup/phone/validate', {
    form: { token: mallory.phoneToken, code },
    headers,
  });
  expect([...told(planted), planted.cookie]).toEqual([403, 'forbidden', undefined]);
});

test('a page that is allowed to may read answers, and no other', async () => {
  const { accessToken } = await signUp();
  const cors = async (origin: string) => {
    const { headers } = await ask(world, '/session/me', { token: accessToken, headers: { origin } });
    const { headers: failed } = await ask(world, '/session/me', { headers: { origin } });
    expect(failed.get('access-control-allow-origin')).toBe(headers.get('access-control-allow-origin'));
    return [headers.get('access-control-allow-origin'), headers.get('vary')];
  };
  expect(await cors(CRM)).toEqual([CRM, 'Origin']);
  for (const origin of [EVIL, 'null', `${CRM}.evil.example`, 'http://crm.example.com', `${CRM}:8443`])
    expect(await cors(origin)).toEqual([null, 'Origin']);
});

test('whoever may no longer sign up is not let in by an old cookie', async () => {
  const newcomer = await signUp();
  const claims = jwt.decode(newcomer.cookie) as Claims;
  // What raising a person's epoch does to their cookies.
  const older = sign({ ...claims, epoch: -1 });
  expect(told(await newcomer.refresh(older))).toEqual([401, 'session_ended']);
  // A generation that was never handed out.
  const newer = sign({ ...claims, generation: 99 });
  expect(told(await newcomer.refresh(newer))).toEqual([401, 'session_ended']);
  expect((await newcomer.refresh()).status).toBe(200);
});
