import { handler } from '../../functions/presence';
import { FakeTwilio } from '../testing/fake-twilio';
import { type Asked, invoke } from '../testing/invoke';
import { ADA, adaExists, adasToken, BROWSER, FakeTaskRouter, ROUTING } from './testing';

let twilio: FakeTwilio;
let router: FakeTaskRouter;
beforeEach(() => {
  twilio = new FakeTwilio();
  router = new FakeTaskRouter(twilio);
  adaExists(twilio);
});

const post = (fields: Record<string, unknown> = {}, asked: Asked & { worker?: string } = {}) => {
  const { worker } = asked;
  return invoke(handler, twilio, fields, {
    headers: adasToken(worker === undefined ? {} : { worker }),
    environment: { ...ROUTING, ...BROWSER, ...asked.environment },
  });
};
const one = () => [...router.workers.values()][0];
const person = () => twilio.items('agents')[ADA.id] as { worker?: string };

test('somebody new gets a worker that is offline and rings their own phone', async () => {
  const { status, body } = await post();
  expect([status, body.data.activity, body.data.device]).toEqual([200, 'Offline', 'phone']);
  expect(one()).toMatchObject({
    friendlyName: ADA.email,
    activity: 'Offline',
    attributes: {
      ...{ agent_id: ADA.id, email: ADA.email, phone: ADA.phone, contact_uri: ADA.phone, roles: ['agent'] },
      ...{ skills: ['sales', 'support'], languages: ['en', 'es'] },
    },
  });
  expect(person().worker).toBe(one()?.sid);
});

test('a worker by the name of the address is taken over, whatever its case, and keeps its skills', async () => {
  router.add('Ada@Example.com', { skills: ['sales'], team: 'blue' });
  const { body } = await post();
  expect([body.data.skills, body.data.languages]).toEqual([['sales'], ['en', 'es']]);
  expect(router.workers.size).toBe(1);
  expect(one()?.attributes).toMatchObject({ agent_id: ADA.id, contact_uri: ADA.phone, team: 'blue' });
});

test('two tabs that come at once share one worker', async () => {
  const answers = await Promise.all([post(), post(), post()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set(answers.map(({ body }) => body.data.worker)).size).toBe(1);
  expect(router.workers.size).toBe(1);
});

test('a worker that was deleted is replaced', async () => {
  adaExists(twilio, { worker: `WK${'f'.repeat(32)}` });
  const { body } = await post({}, { worker: `WK${'f'.repeat(32)}` });
  expect([body.data.worker, person().worker]).toEqual([one()?.sid, one()?.sid]);
});

test('a look costs one request, a change two; one more when the token does not name the worker', async () => {
  const worker = String((await post()).body.data.worker);
  const counted = async (fields: object, asked = {}) => {
    twilio.requests.length = 0;
    expect((await post({ ...fields }, asked)).status).toBe(200);
    return twilio.requests.length;
  };
  expect(await counted({}, { worker })).toBe(1);
  expect(await counted({ activity: 'break' }, { worker })).toBe(2);
  expect(await counted({ activity: 'break' }, { worker })).toBe(1);
  expect(await counted({})).toBe(2);
  expect(await counted({ activity: 'available' })).toBe(3);
});

test('an activity is chosen in any case, with a reason that goes when another one is chosen', async () => {
  await post({ activity: 'BREAK', reason: ' coffee\n' });
  expect((await post()).body.data).toMatchObject({ activity: 'break', reason: 'coffee', available: false });
  const { data } = (await post({ activity: 'available' })).body;
  expect([data.activity, data.available, data.reason]).toEqual(['available', true, undefined]);
});

test.each([
  { fields: { activity: 'in-call' }, field: 'activity' },
  { fields: { activity: 'nowhere' }, field: 'activity' },
  { fields: { reason: 'coffee' }, field: 'reason' },
  { fields: { device: 'fax' }, field: 'device' },
  { fields: { extend: 14 }, field: 'extend' },
  { fields: { extend: 601 }, field: 'extend' },
])('$fields is refused before anything is written', async ({ fields, field }) => {
  const { status, body } = await post(fields);
  expect([status, body.code, body.details.fields]).toEqual([
    400,
    'invalid_input',
    [expect.objectContaining({ field })],
  ]);
  if (field === 'activity') expect(JSON.stringify(body)).toMatch(/one of available, Offline, break, away/);
  expect([router.workers.size, person().worker]).toEqual([0, undefined]);
});

test('calls ring in the browser or on the phone; in the browser only where that is set up', async () => {
  expect((await post({ device: 'browser' })).body.data.device).toBe('browser');
  expect(one()?.attributes.contact_uri).toBe(`client:${ADA.id}`);
  const without = await post({ device: 'browser' }, { environment: { TWIML_APP_SID: '' } });
  expect([without.status, without.body.code]).toEqual([400, 'invalid_input']);
  expect((await post({ device: 'phone' })).body.data.device).toBe('phone');
  expect(one()?.attributes.contact_uri).toBe(ADA.phone);
});

test('calls follow a person to their new number, and a token of before does not bring the old one back', async () => {
  const worker = String((await post()).body.data.worker);
  const phone = '+14155550109';
  adaExists(twilio, { phone, worker });
  const headers = adasToken({ phone, worker });
  await invoke(handler, twilio, {}, { headers, environment: ROUTING });
  expect(one()?.attributes).toMatchObject({ phone, contact_uri: phone });
  await post({}, { worker });
  expect(one()?.attributes).toMatchObject({ phone, contact_uri: phone });
});

test('two tabs that change different things at once both get through', async () => {
  const worker = String((await post()).body.data.worker);
  const answers = await Promise.all([
    post({ activity: 'break' }, { worker }),
    post({ device: 'browser' }, { worker }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(one()).toMatchObject({ activity: 'break', attributes: { contact_uri: `client:${ADA.id}` } });
});

test('what is chosen during a call is for after it; a call that is over holds nobody', async () => {
  const worker = router.add(ADA.email, {}, 'in-call');
  twilio.maps.set(`calls.${ADA.id}`, new Map([['live', { key: 'live', data: {}, revision: '0', ttl: 0 }]]));
  const during = (await post({ activity: 'break', reason: 'tea' })).body;
  expect(during.data).toMatchObject({ activity: 'in-call', next: 'break', reason: 'tea' });
  expect(during.message).toBe('You are in-call; after this call you are break.');
  expect((await post({ activity: 'available' })).body.data.next).toBeUndefined();
  twilio.maps.get(`calls.${ADA.id}`)?.clear();
  expect((await post({ activity: 'break' })).body.data.activity).toBe('break');
  expect(worker.activity).toBe('break');
});

test('the time for a note is extended, at most to an hour from now, and not when there is none', async () => {
  const now = Date.now();
  const note = { call: 'c', task: 't', until: now + 30_000 };
  const worker = router.add(ADA.email, { after_call: note }, 'post-call');
  const { data } = (await post({ extend: '60' })).body;
  expect(data.afterCall).toEqual({ call: 'c', task: 't', until: new Date(now + 90_000).toISOString() });
  for (let n = 0; n < 7; n += 1) await post({ extend: 600 });
  expect(worker.attributes.after_call?.until).toBeLessThan(now + 3_610_000);
  // To go back to work with a note pending completes nothing.
  expect((await post({ activity: 'available' })).body.data).toMatchObject({ available: true, afterCall: {} });
  worker.attributes = {};
  const none = await post({ extend: 60 });
  expect([none.status, none.body.code]).toEqual([409, 'conflict']);
});

test('who was set aside for a call that was not taken is told why; who chose to be away is not', async () => {
  const worker = router.add(ADA.email, { chosen: 'available', reason: 'old' }, 'away');
  const { data } = (await post()).body;
  expect([data.why, data.reason]).toEqual(['unanswered', undefined]);
  worker.activity = 'available';
  expect((await post({ activity: 'away', reason: 'doctor' })).body.data).toMatchObject({ reason: 'doctor' });
  expect((await post()).body.data.why).toBeUndefined();
});

test('without a workspace it says what to set', async () => {
  const { status, body } = await post({}, { environment: { WORKSPACE_SID: '' } });
  expect([status, body.code]).toEqual([500, 'not_configured']);
  expect(JSON.stringify(body.details)).toContain('WORKSPACE_SID');
});
