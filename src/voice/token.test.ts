import { handler as callsToken } from '../../functions/calls/token';
import { handler as voiceToken } from '../../functions/voice/token';
import { type Handler, signToken } from '../endpoint';
import { FakeTwilio } from '../testing/fake-twilio';
import { type Answered, ENVIRONMENT, invoke } from '../testing/invoke';

const ADA = 'a'.repeat(20);
const KEY = { API_KEY_SID: `SK${'1'.repeat(32)}`, API_KEY_SECRET: 'a-key-that-is-only-good-for-tests-' };
const APP = { TWIML_APP_SID: `AP${'1'.repeat(32)}` };

function ask(
  handler: Handler,
  environment: Record<string, string>,
  twilio = new FakeTwilio(),
  fields: Record<string, unknown> = {},
): Promise<Answered> {
  const context = { secret: ENVIRONMENT.JWT_SECRET, tenant: 'default', now: new Date() };
  const claims = { email: 'ada@example.com', phone: '+14155550101', roles: ['agent'], sid: 's', epoch: 0 };
  const token = signToken(context, 'access', { ...claims, sub: ADA, jti: 'j' }, 3600);
  return invoke(handler, twilio, fields, { environment, headers: { authorization: `Bearer ${token}` } });
}

test('with a key and an application the token is good for both; without the application for the live view', async () => {
  const both = await ask(voiceToken, { ...KEY, ...APP });
  expect(both.body.data).toMatchObject({ identity: ADA, grants: { voice: true, sync: true } });
  const { data } = (await ask(voiceToken, KEY)).body;
  expect(data).toMatchObject({ grants: { voice: false, sync: true } });
  const [, payload = ''] = String(data.token).split('.');
  const { grants } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { grants: object };
  expect(Object.keys(grants).sort()).toEqual(['data_sync', 'identity']);
});

test.each([
  ['nothing', {}],
  ['the application alone', APP],
])('with %s there is no token, and no request for one', async (_what, environment) => {
  const twilio = new FakeTwilio();
  const answer = await ask(voiceToken, environment, twilio);
  expect([answer.status, answer.body.data]).toEqual([
    200,
    { identity: ADA, token: null, expiresAt: null, grants: { voice: false, sync: false } },
  ]);
  expect(twilio.requests).toEqual([]);
});

test('half a key is told to the operator, not hidden behind a page without calls', async () => {
  const answer = await ask(voiceToken, { API_KEY_SID: KEY.API_KEY_SID }, new FakeTwilio());
  expect([answer.status, answer.body.code]).toEqual([500, 'not_configured']);
  expect(JSON.stringify(answer.log)).toContain('API_KEY_SECRET is missing');
});

test("the person's map is made, and opened to them alone; later only the right is renewed", async () => {
  const twilio = new FakeTwilio();
  await ask(voiceToken, KEY, twilio);
  expect(twilio.requests.map(({ url }) => url.replace(/^.*\/Maps/, ''))).toEqual([
    `/calls.${ADA}/Permissions/${ADA}`,
    '',
    `/calls.${ADA}/Permissions/${ADA}`,
  ]);
  expect(twilio.requests.at(-1)?.form).toEqual({ Read: 'true', Write: 'false', Manage: 'false' });
  await ask(voiceToken, KEY, twilio);
  expect(twilio.requests).toHaveLength(4);
});

test('when Sync fails there is no token: it would be of no use', async () => {
  const twilio = new FakeTwilio();
  twilio.intercept = () => ({
    status: 500,
    body: { code: 20500, status: 500, message: 'no', more_info: '' },
  });
  expect((await ask(voiceToken, KEY, twilio)).status).toBe(502);
});

test('/calls/token is for the one it names', async () => {
  const twilio = new FakeTwilio();
  expect((await ask(callsToken, KEY, twilio, { agentId: 'albert' })).body.code).toBe('forbidden');
  expect((await ask(callsToken, KEY, twilio, { agentId: ' ' })).status).toBe(400);
  expect(twilio.requests).toEqual([]);
  expect((await ask(callsToken, KEY, twilio, { agentId: ADA })).body.data.identity).toBe(ADA);
});

test('neither token nor secret is in the log', async () => {
  const answer = await ask(voiceToken, { ...KEY, ...APP });
  expect(JSON.stringify(answer.log)).not.toContain(String(answer.body.data.token));
  expect(JSON.stringify(answer)).not.toContain(KEY.API_KEY_SECRET);
});
