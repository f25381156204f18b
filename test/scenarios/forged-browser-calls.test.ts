import { ask, costsMoney, logLines, restCalls } from '../harness/ask';
import { useDesk } from '../harness/desk';
import { ADA, CARL, type Event, useWorld } from '../harness/world';

const world = useWorld({ DO_NOT_CALL: '+14155550142' });
const desk = useDesk(world);

const NOT_ALLOWED = 'This call is not allowed.';
const GONE = 'This call is no longer available.';
test.each<[string, (own: string, bobs: string) => Record<string, string>, string]>([
  ['no call at all', () => ({ To: CARL.phone }), NOT_ALLOWED],
  ["another person's call", (_, bobs) => ({ callId: bobs }), GONE],
  ['a call that never was', () => ({ callId: '1k0000000aaaaaaaaaaaa' }), GONE],
  ['an id that is none', () => ({ callId: '../live' }), GONE],
  ['a premium number', (own) => ({ callId: own, To: '+19005550123' }), NOT_ALLOWED],
  ['a number nobody may call', (own) => ({ callId: own, RecipientNumber: '+14155550142' }), NOT_ALLOWED],
  ["somebody else's caller id", (own) => ({ callId: own, CallerId: '+12025550100' }), NOT_ALLOWED],
  [
    "another identity's name",
    (_, bobs) => ({ callId: bobs, From: 'client:bob', Caller: 'client:bob' }),
    GONE,
  ],
])('a page that names %s to Twilio: refused in words, nobody dialled', async (_what, said, sentence) => {
  const client = await world.signedUp();
  const bob = await world.signedUp('bob@example.com', '+14155550102');
  const bobs = await desk.claim(bob, { RecipientNumber: '+14155550124' });
  const own = await desk.claim(client);
  const device = await desk.deviceOf(client);
  await device.connect(said(own.id, bobs.id));
  await desk.hears(sentence);
  await world.advance(10);
  await device.ended();
  expect(
    (await restCalls(world)).filter((call) => costsMoney(call) && /Calls|Participants/.test(call.path)),
  ).toEqual([]);
  const lines = (await logLines(world)).flatMap(({ json }) => (json === undefined ? [] : [json]));
  expect(lines.filter(({ refused }) => refused !== undefined)).toHaveLength(1);
});

test.each([
  [{ RecipientNumber: '+19005550123' }, 422],
  [{ RecipientNumber: '+14155550142' }, 422],
  [{ RecipientNumber: ADA.phone }, 422],
  [{ RecipientNumber: CARL.phone, CallerId: '+12025550100' }, 403],
  [{}, 400],
])('/voice/start %j is refused', async (fields, status) => {
  const client = await world.signedUp();
  expect((await client.post('/voice/start', fields)).httpStatus).toBe(status);
});

test('a replayed request for a call that is over dials nobody', async () => {
  const { scene, device, callsid, call } = await desk.ringing();
  device.hangup(callsid);
  await scene.endsWith({ reason: 'agent_hung_up' });
  const first = (await world.timeline('webhook')).find(({ summary }) => summary.includes('/voice/outbound'));
  const params = paramsOf(first);
  expect(params.callId).toBe(call.id);
  const replay = await ask(world, '/voice/outbound', { form: params, signed: true });
  expect(replay.text).toContain('no longer available');
  expect(await world.callsTo(CARL.phone)).toBe(1);
});

test('without its signature, or by GET, Twilio is not believed or believed as ever', async () => {
  const client = await world.signedUp();
  const call = await desk.claim(client);
  const form = {
    From: `client:${String((await client.must('/voice/token')).data.identity)}`,
    callId: call.id,
  };
  const fields = { ...form, CallSid: `CA${'1'.repeat(32)}`, To: '' };
  expect((await ask(world, '/voice/outbound', { form: fields })).status).toBe(403);
  expect((await ask(world, '/voice/outbound', { form: fields, signed: 'wrong' })).status).toBe(403);
  expect(await world.callsTo(CARL.phone)).toBe(0);
  const got = await ask(world, '/voice/outbound', { method: 'GET', query: fields, signed: true });
  expect(got.text).toContain('<Conference');
  expect(await world.callsTo(CARL.phone)).toBe(1);
});

function paramsOf(event: Event | undefined): Record<string, string> {
  const data = (event?.data ?? {}) as {
    params?: Record<string, string>;
    request?: { params?: Record<string, string> };
  };
  return data.params ?? data.request?.params ?? {};
}
