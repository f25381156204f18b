import jwt from 'jsonwebtoken';
import { ask, logLines, restCalls } from '../harness/ask';
import { Newcomer, wrong } from '../harness/newcomer';
import { ADA, useWorld } from '../harness/world';

const world = useWorld({
  SUPERVISOR_EMAILS: 'grace+lead@example.com',
  ALLOWED_EMAILS: 'guest@partner.example',
});

const SID = expect.stringMatching(/^VE[0-9a-f]{32}$/);
const JWT = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const BELLE = { email: 'belle@example.com', phone: '+14155550111' };

const ada = () => new Newcomer(world, ADA.email, ADA.phone);
const belle = (phone = BELLE.phone) => new Newcomer(world, BELLE.email, phone);

test('somebody signs up with forms, as the requirement shows it, and is told exactly that', async () => {
  const newcomer = ada();
  const sent = await ask(world, '/setup/email/init', { form: { email: ADA.email } });
  expect([sent.status, sent.body]).toEqual([
    200,
    {
      status: 'success',
      message: 'OTP sent successfully to email',
      data: { to: ADA.email, channel: 'email', status: 'pending', valid: false, sid: SID },
    },
  ]);

  const proved = await ask(world, '/setup/email/validate', {
    form: { email: ADA.email, code: await newcomer.emailCode() },
  });
  expect([proved.status, proved.body]).toEqual([
    200,
    {
      status: 'success',
      message: 'Email verified successfully. Pass `data.token` to the next step to set up phone number.',
      data: {
        email: ADA.email,
        token: JWT,
        verifiedAt: TIME,
        verification: { status: 'approved', valid: true, sid: sent.body.data.sid },
      },
    },
  ]);

  const asked = await ask(world, '/setup/phone/init', {
    form: { token: String(proved.body.data.token), phoneNumber: ADA.phone },
  });
  expect([asked.status, asked.body.data]).toEqual([
    200,
    { to: ADA.phone, channel: 'sms', status: 'pending', valid: false, sid: SID, token: JWT },
  ]);

  const done = await ask(world, '/setup/phone/validate', {
    form: { token: String(asked.body.data.token), code: await newcomer.phoneCode() },
  });
  expect([done.status, done.body.data]).toEqual([
    200,
    {
      agent: {
        id: expect.stringMatching(/^[a-z2-7]{20}$/),
        email: ADA.email,
        phone: ADA.phone,
        roles: ['agent'],
      },
      accessToken: JWT,
      expiresAt: TIME,
      verification: { status: 'approved', valid: true, sid: asked.body.data.sid },
    },
  ]);
  expect(await restCalls(world)).toHaveLength(1 + 2 + 2 + 3);
});

test('somebody signs up with JSON and can work at once', async () => {
  const newcomer = await ada().signsUp();
  expect((await newcomer.me()).body.data).toMatchObject({ agent: { email: ADA.email, phone: ADA.phone } });
});

test('the code can come by a voice call', async () => {
  const newcomer = await ada().goes('askEmailCode', 'proveEmail');
  const asked = await newcomer.askPhoneCode('call');
  expect(asked.body.data).toMatchObject({ channel: 'call', to: ADA.phone });
  const inbox = await world
    .client()
    .emulator<{ channel: string }[]>('GET', `/control/inbox?to=${encodeURIComponent(ADA.phone)}`);
  expect(inbox.map(({ channel }) => channel)).toEqual(['call']);
  expect((await newcomer.provePhone()).status).toBe(200);
});

test('codes and numbers can be pasted as they were written', async () => {
  const newcomer = new Newcomer(world, ` ${ADA.email} `, '(415) 555-0101');
  await newcomer.askEmailCode();
  const [a, b] = [
    (await world.client().codeFor(ADA.email)).slice(0, 3),
    (await world.client().codeFor(ADA.email)).slice(3),
  ];
  expect((await newcomer.proveEmail(` ${a} – ${b}\n`)).status).toBe(200);
  expect((await newcomer.askPhoneCode()).body.data.to).toBe(ADA.phone);
  const code = await world.client().codeFor(ADA.phone);
  expect((await newcomer.provePhone([...code].join(' '))).status).toBe(200);
});

test('capitals and a plus-tag make no second person, and the code goes to the plain address', async () => {
  const first = await ada().signsUp();
  const again = new Newcomer(world, 'ADA+work@Example.COM', ADA.phone);
  expect((await again.askEmailCode()).body.data.to).toBe(ADA.email);
  await again.proveEmail(await world.client().codeFor(ADA.email));
  await again.goes('askPhoneCode', 'provePhone');
  expect(again.agentId).toBe(first.agentId);
});

test('roles come from the configuration, whatever is asked for', async () => {
  const grace = new Newcomer(world, 'grace@example.com', '+14155550102');
  await grace.signsUp();
  expect((await grace.me()).body.data.agent).toMatchObject({ roles: ['agent', 'supervisor'] });

  const newcomer = await ada().goes('askEmailCode', 'askPhoneCode');
  const done = await ask(world, '/setup/phone/validate', {
    json: {
      token: newcomer.phoneToken,
      code: await newcomer.phoneCode(),
      roles: ['admin'],
      sub: grace.agentId,
    },
  });
  expect(done.body.data.agent).toMatchObject({ email: ADA.email, roles: ['agent'] });
});

test('a person changes phone by verifying again, and the number they left is free', async () => {
  const before = await ada().signsUp();
  const after = new Newcomer(world, ADA.email, '+14155550109');
  await after.signsUp();
  expect(after.agentId).toBe(before.agentId);

  const heir = await belle(ADA.phone).signsUp();
  expect((await heir.me()).body.data.agent).toMatchObject({ email: BELLE.email, phone: ADA.phone });

  const back = await ada().goes('askEmailCode', 'askPhoneCode');
  const refused = await back.provePhone();
  expect([refused.status, refused.body.code]).toEqual([409, 'phone_in_use']);
});

test('a number belongs to one person, and only who can read its codes learns that it is taken', async () => {
  await ada().signsUp();
  const thief = await belle(ADA.phone).goes('askEmailCode', 'proveEmail');
  const asked = await thief.askPhoneCode();
  expect(asked.body.data).toEqual({
    to: ADA.phone,
    channel: 'sms',
    status: 'pending',
    valid: false,
    sid: SID,
    token: JWT,
  });
  const refused = await thief.provePhone();
  expect([refused.status, refused.body.code, refused.cookie]).toEqual([409, 'phone_in_use', undefined]);

  const own = await belle().signsUp();
  expect((await own.me()).body.data.agent).toMatchObject({ phone: BELLE.phone });
});

test('two people who prove one number at the same moment: one gets it', async () => {
  const one = await ada().goes('askEmailCode', 'proveEmail');
  const two = await belle(ADA.phone).goes('askEmailCode', 'proveEmail');
  await one.askPhoneCode();
  await two.askPhoneCode();
  const code = await one.phoneCode();
  const codes = (await Promise.all([one.provePhone(code), two.provePhone(code)])).map(({ status }) => status);
  expect(codes.filter((status) => status === 200)).toHaveLength(1);
});

test('signing up twice is one person with two sessions', async () => {
  const phone = await ada().signsUp();
  const laptop = await ada().signsUp();
  expect(laptop.agentId).toBe(phone.agentId);
  expect((await phone.refresh()).status).toBe(200);
  expect((await laptop.refresh()).status).toBe(200);
});

test('no more than five sessions: the oldest ends', async () => {
  const first = await ada().signsUp();
  for (let more = 0; more < 5; more += 1) {
    await world.advance(601);
    await ada().signsUp();
  }
  expect((await first.refresh()).body.code).toBe('session_ended');
});

test.each([
  'spock@vulcan.example',
  'spock@sub.example.com',
  'spock@example.com.vulcan.example',
  'spock@notexample.com',
  'ada+guest@partner.example',
])('%s may not sign up, and Twilio is not asked', async (email) => {
  for (const [path, json] of [
    ['/setup/email/init', { email }],
    ['/setup/email/validate', { email, code: '123456' }],
  ] as const) {
    const refused = await ask(world, path, { json });
    expect([refused.status, refused.body.code]).toEqual([403, 'email_not_allowed']);
  }
  expect(await restCalls(world)).toEqual([]);
});

test('a single address may be let in beside the domains', async () => {
  const guest = await new Newcomer(world, 'guest@partner.example', '+14155550104').signsUp();
  expect(guest.accessToken).not.toBe('');
});

test('no answer tells whether somebody has an account', async () => {
  await ada().signsUp();
  const shown = async (email: string) => {
    const newcomer = new Newcomer(world, email, ADA.phone);
    const unasked = await newcomer.proveEmail('000000');
    const sent = await newcomer.askEmailCode();
    const missed = await newcomer.proveEmail(wrong(await newcomer.emailCode()));
    return [unasked, sent, missed].map(({ status, text }) => {
      return [status, text.replaceAll(email, 'EMAIL').replace(/VE[0-9a-f]{32}/, 'SID')];
    });
  };
  expect(await shown(ADA.email)).toEqual(await shown('nobody@example.com'));
});

test('the log has one JSON line a request, without address, number, code or token', async () => {
  const newcomer = await ada().signsUp();
  const lines = await logLines(world);
  expect(lines.map(({ json }) => [json?.endpoint, json?.status, json?.upstreamCalls])).toEqual([
    ['/setup/email/init', 200, 1],
    ['/setup/email/validate', 200, 2],
    ['/setup/phone/init', 200, 2],
    ['/setup/phone/validate', 200, 3],
  ]);
  expect(new Set(lines.map(({ invocation }) => invocation)).size).toBe(4);
  const text = JSON.stringify(lines);
  const secrets = [ADA.email, ADA.phone, newcomer.setupToken, newcomer.accessToken, newcomer.cookie];
  for (const secret of [...secrets, await newcomer.emailCode(), await newcomer.phoneCode()])
    expect(text).not.toContain(secret);
});

test('who has only the mailbox of somebody learns neither their phone nor their sessions', async () => {
  const owner = await ada().signsUp();
  const thief = await new Newcomer(world, ADA.email, '+14155550109').goes('askEmailCode', 'askPhoneCode');
  const { sid } = jwt.decode(owner.accessToken) as { sid: string };
  for (const token of [thief.setupToken, thief.phoneToken]) {
    const shown = JSON.stringify(jwt.decode(token));
    expect(shown).not.toContain(ADA.phone.slice(2));
    expect(shown).not.toContain(sid);
  }
});
