import { Scene } from '../harness/call';
import { Controlled, GRACE } from '../harness/control';
import { useDesk } from '../harness/desk';
import { ADA, useWorld } from '../harness/world';

const SECOND = { email: 'second@example.com', phone: '+14155550131' };
const world = useWorld({ SUPERVISOR_EMAILS: `${GRACE.email},${SECOND.email}` });
const desk = useDesk(world);

/** Ada and Carl talk, and Grace may look after it. */
async function begin() {
  const call = await Controlled.of(await Scene.begin(world));
  const client = await world.signedUp(GRACE.email, GRACE.phone);
  const phone = world.phone(GRACE.phone);
  const { ada, carl } = call.scene;
  return { call, client, phone, ada, carl };
}

/** Grace answers her phone and presses a key. */
async function joins({ phone, ada }: Pick<Awaited<ReturnType<typeof begin>>, 'phone' | 'ada'>) {
  await phone.answer();
  await phone.hears('press any key to listen');
  await phone.press('1');
  await phone.talksWith(ada);
}

test('a supervisor listens, whispers, barges in and leaves; nobody hears more than they should', async () => {
  const { call, client, phone, ada, carl } = await begin();
  await call.do('/supervise/listen', { device: 'phone' }, client);
  await joins({ phone, ada });
  await call.shows(
    'Grace is in and listens',
    ({ legs, supervision }) => legs[2]?.present === true && supervision?.mode === 'listen',
  );
  expect((await call.scene.seen())?.supervision).toMatchObject({ by: GRACE.email, mode: 'listen' });
  await call.says(ada, 'Good morning', [carl, phone], []);
  await call.says(phone, 'I cough', [], [ada, carl]);

  const { callSid } = await phone.look();
  expect((await call.do('/supervise/whisper', {}, client)).supervision).toMatchObject({ mode: 'whisper' });
  await call.says(phone, 'Offer him a discount', [ada], [carl]);
  await call.shows('Grace whispers', ({ supervision }) => supervision?.mode === 'whisper');

  await call.do('/supervise/barge', {}, client);
  await call.says(phone, 'Grace here, hello', [ada, carl], []);
  await call.shows('Grace barges in', ({ supervision }) => supervision?.mode === 'barge');

  await call.do('/supervise/listen', {}, client);
  await call.says(phone, 'Back to silence', [], [ada, carl]);
  expect((await phone.look()).callSid).toBe(callSid);

  await call.do('/supervise/stop', {}, client);
  await call.do('/supervise/stop', {}, client);
  await phone.isIdle();
  await call.says(ada, 'She is gone', [carl], []);
  await carl.hangup();
  await call.scene.endsWith({ outcome: 'talked' });
  const { supervision, supervised } = (await call.scene.seen()) ?? {};
  expect(supervision).toBeUndefined();
  expect(supervised?.map(({ by, mode }) => [by, mode])).toEqual(
    ['listen', 'whisper', 'barge', 'listen', 'stop'].map((mode) => [GRACE.email, mode]),
  );
});

test('a whisper from the beginning is never heard by the customer, and a barge-in is heard by both', async () => {
  const { call, client, phone, ada, carl } = await begin();
  await call.do('/supervise/whisper', { device: 'phone' }, client);
  await joins({ phone, ada });
  await call.says(phone, 'Only for Ada', [ada], [carl]);
  await call.do('/supervise/stop', {}, client);
  await phone.isIdle();
  await call.do('/supervise/barge', { device: 'phone' }, client);
  await joins({ phone, ada });
  await call.shows(
    'Grace is in and heard by all',
    ({ legs, supervision }) => legs[2]?.present === true && supervision?.mode === 'barge',
  );
  await call.says(phone, 'For everybody', [ada, carl], []);
});

test("the supervisor's voicemail hears nothing of the call", async () => {
  const { call, client, phone, ada } = await begin();
  await phone.behaves({ voicemail: true, answerAfter: 1 });
  await call.do('/supervise/listen', { device: 'phone' }, client);
  for (let seconds = 0; seconds < 30; seconds += 5) await world.advance(5);
  await phone.isIdle();
  await ada.say('A secret');
  expect(await phone.captions()).not.toContain('A secret');
  expect((await call.scene.seen())?.supervision).toBeUndefined();
});

test('one supervisor a call: the second is told so, without a name', async () => {
  const { call, client } = await begin();
  await call.do('/supervise/listen', { device: 'phone' }, client);
  const second = await world.signedUp(SECOND.email, SECOND.phone);
  for (const path of ['listen', 'whisper', 'barge', 'stop']) {
    const answer = await second.post(`/supervise/${path}`, { callId: call.callId, device: 'phone' });
    expect([answer.httpStatus, answer.code]).toEqual([409, 'supervised_already']);
    expect(JSON.stringify(answer)).not.toContain(GRACE.email);
  }
  expect(await world.callsTo(SECOND.phone)).toBe(0);
  await call.do('/supervise/stop', {}, client);
  await world.phone(GRACE.phone).isIdle();
  await call.do('/supervise/listen', { device: 'phone' }, second);
  await world.phone(SECOND.phone).rings();
});

test('the supervisor hangs up, and the call goes on; the customer hangs up, and the supervisor is out', async () => {
  const { call, client, phone, ada, carl } = await begin();
  await call.do('/supervise/listen', { device: 'phone' }, client);
  await joins({ phone, ada });
  await phone.hangup();
  await call.shows('nobody supervises', ({ supervision }) => supervision === undefined);
  await call.says(ada, 'Still here', [carl], []);
  await call.do('/supervise/barge', { device: 'phone' }, client);
  await joins({ phone, ada });
  await carl.hangup();
  await call.scene.endsWith({ outcome: 'talked', reason: 'customer_hung_up' });
  await phone.isIdle();
  const changes = (await call.scene.seen())?.supervised?.map(({ mode }) => mode);
  expect(changes?.slice(0, 3)).toEqual(['listen', 'stop', 'barge']);
});

test('a supervisor listens in the browser, without a key', async () => {
  const { call, client, ada } = await begin();
  const device = await desk.deviceOf(client);
  await device.register();
  await call.do('/supervise/listen', { device: 'browser' }, client);
  const { answer } = await device.rings();
  await answer();
  await call.shows(
    'Grace listens, unheard',
    ({ legs }) => legs[2]?.label === 'supervisor' && legs[2].present && legs[2].muted === true,
  );
  await ada.say('Hello');
});

test('agents supervise nobody, and supervisors not themselves', async () => {
  const { call, client } = await begin();
  expect(await call.refused('/supervise/listen')).toEqual([403, 'forbidden']);
  await client.must('/phone-to-phone/start', { RecipientNumber: ADA.phone }).catch(() => undefined);
  const own = (await client.must('/calls/state')).data.call as { id: string } | null;
  if (own !== null)
    expect(await client.post('/supervise/listen', { callId: own.id })).toMatchObject({ code: 'conflict' });
});
