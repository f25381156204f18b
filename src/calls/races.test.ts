import type { CallState } from './state';
import { ADA, CARL, DORA, later, refused, Stage } from './testing';

afterEach(() => {
  jest.useRealTimers();
});

/** Changes the live item behind everybody's back. */
function edit(stage: Stage, change: (call: CallState) => Partial<CallState>): void {
  const item = stage.twilio.maps.get(`calls.${ADA.id}`)?.get('live');
  if (item === undefined) throw new Error('there is no live call');
  item.data = { ...(item.data as CallState), ...change(item.data as CallState) };
  item.revision = `${item.revision}x`;
}

const tick = () => new Promise((done) => setTimeout(done, 1));

test("the first report of the agent's line may come before start has its answer", async () => {
  const stage = new Stage();
  const started = stage.start();
  while (stage.voice.lines.length === 0) await tick();
  await stage.reports(stage.lineTo(ADA.phone), 'initiated');
  expect((await started).status).toBe(202);
  expect(await stage.seen()).toMatchObject({ phase: 'starting', legs: [{ status: 'initiated' }, {}] });
});

test('the same key pressed three times at once dials once, and every answer is the conference', async () => {
  const stage = new Stage();
  await stage.start();
  const ada = await stage.adaAnswers();
  const action = stage.action(ada);
  const press = () => stage.webhook(action, { CallSid: ada.sid, Digits: '5' });
  const answers = await Promise.all([press(), press(), press()]);
  for (const { body } of answers)
    expect(String(body)).toMatch(/<Dial .*<Conference participantLabel="agent"/);
  expect(stage.callsTo(CARL)).toBe(1);
});

test('all reports of an end at once, three times each: one end, in the history', async () => {
  const stage = new Stage();
  const { ada, carl } = await stage.theyTalk();
  stage.voice.end(ada, 'completed');
  stage.voice.end(carl, 'completed');
  const reports = [
    () => stage.reports(ada, 'completed'),
    () => stage.reports(carl, 'completed'),
    () => stage.room('conference-end', carl, 'customer'),
  ];
  const answers = await Promise.all([...reports, ...reports, ...reports].map((send) => send()));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 204));
  expect(stage.keys()).toEqual(['history']);
  expect(await stage.seen()).toMatchObject({ phase: 'ended', reason: 'customer_hung_up' });
});

test('reports that come after the end are added to the history; it stays ended', async () => {
  const stage = new Stage();
  const { ada, carl } = await stage.theyTalk();
  await stage.reports(ada, 'completed');
  await stage.reports(carl, 'completed');
  expect(stage.keys()).toEqual(['history']);
  // Both ended in the same second: who hung up is not known yet.
  await stage.room('conference-end', ada, 'agent');
  await stage.reports(carl, 'ringing');
  carl.status = 'completed';
  expect(stage.keys()).toEqual(['history']);
  expect(await stage.seen()).toMatchObject({ phase: 'ended', reason: 'agent_hung_up', outcome: 'talked' });
});

test('a report of a call that nobody knows is dropped, and costs two reads', async () => {
  const stage = new Stage();
  await stage.start();
  const ada = stage.lineTo(ADA.phone);
  const callback = ada.callback.replace(/call=\w+/, 'call=1k0000000aaaaaaaaaaaa');
  const requests = await stage.counting(async () => {
    const answer = await stage.webhook(callback, { CallSid: ada.sid, CallStatus: 'ringing' });
    expect([answer.status, answer.log.dropped]).toEqual([204, true]);
  });
  expect(requests).toBe(2);
  expect(await stage.seen()).toMatchObject({ phase: 'starting' });
});

test('a webhook whose address is not ours is refused before any request', async () => {
  const stage = new Stage();
  await stage.start();
  const { callback, sid } = stage.lineTo(ADA.phone);
  const requests = await stage.counting(async () => {
    for (const wrong of ['leg=nobody', 'leg='])
      expect((await stage.webhook(callback.replace('leg=agent', wrong), { CallSid: sid })).status).toBe(400);
  });
  expect(requests).toBe(0);
});

test("a customer's line that turns up after the call was archived is ended", async () => {
  const stage = new Stage();
  const { ada, carl } = await stage.carlRings();
  edit(stage, ({ customer: _, ...call }) => ({ ...call, refused: 0 }));
  stage.twilio.maps.get(`calls.${ADA.id}`)?.delete('customer');
  const item = stage.twilio.maps.get(`calls.${ADA.id}`)?.get('live');
  if (item !== undefined) delete (item.data as CallState).customer;
  stage.voice.end(ada, 'completed');
  await stage.webhook(ada.callback, { CallSid: ada.sid, CallStatus: 'completed' });
  expect(stage.keys()).toEqual(['history']);
  await stage.reports(carl, 'ringing');
  expect(carl.status).toBe('canceled');
});

test('who dies between claim and dial: the next delivery dials, once', async () => {
  const stage = new Stage();
  await stage.start();
  const ada = await stage.adaAnswers();
  edit(stage, () => ({ key: Date.now(), dialled: { at: Date.now(), by: 'dead' } }));
  await stage.press(ada);
  expect(stage.callsTo(CARL)).toBe(0);
  later(11);
  await stage.webhook(stage.action({ ...ada, twiml: ada.twiml.replace('/leave', '/dial-recipient') }), {
    CallSid: ada.sid,
    Digits: '1',
  });
  expect(stage.callsTo(CARL)).toBe(1);
});

test('who dies between dialling and answering: the next delivery finds the customer and does not dial', async () => {
  const stage = new Stage();
  await stage.start();
  const ada = await stage.adaAnswers();
  const action = stage.action(ada);
  await stage.press(ada);
  later(11);
  const answer = await stage.webhook(action, { CallSid: ada.sid, Digits: '1' });
  expect(String(answer.body)).toContain('<Conference');
  expect(stage.callsTo(CARL)).toBe(1);
});

test('the late end of a first line that was given up does not end the second', async () => {
  const stage = new Stage();
  await stage.start();
  const ada = await stage.adaAnswers();
  edit(stage, () => ({ key: Date.now(), dialled: { at: Date.now(), by: 'dead' } }));
  later(11);
  await stage.press(ada);
  const carl = stage.lineTo(CARL);
  await stage.reports(carl, 'ringing');
  for (const CallStatus of ['ringing', 'completed'])
    await stage.webhook(carl.callback, { CallSid: `CA${'0'.repeat(32)}`, CallStatus });
  expect(await stage.seen()).toMatchObject({ phase: 'customer-ringing', legs: [{}, { callSid: carl.sid }] });
  await stage.reports(carl, 'in-progress');
  expect([ada.status, carl.status]).toEqual(['in-progress', 'in-progress']);
});

test('a signed report of a line that is not of the call changes nothing and costs no write', async () => {
  const stage = new Stage();
  const { ada, carl } = await stage.theyTalk();
  const before = await stage.seen();
  for (const { callback } of [ada, carl]) {
    const requests = await stage.counting(() =>
      stage.webhook(callback, { CallSid: `CA${'0'.repeat(32)}`, CallStatus: 'completed' }),
    );
    expect(requests).toBe(1);
  }
  expect(await stage.seen()).toEqual(before);
});

test("a claim that no line came of is in nobody's way after 15 s", async () => {
  const stage = new Stage();
  stage.fault = ({ url, method }) =>
    url.endsWith('/Calls.json') && method === 'post' ? refused(500, 20500) : undefined;
  expect((await stage.start()).status).toBe(504);
  expect((await stage.start({ RecipientNumber: DORA })).status).toBe(409);
  stage.fault = () => undefined;
  later(16);
  expect((await stage.start({ RecipientNumber: DORA })).status).toBe(202);
  const history = (await stage.ask('history')).body.data.calls;
  expect(history).toMatchObject([
    { recipient: CARL, phase: 'ended', reason: 'system_error', outcome: 'failed' },
  ]);
});

test('a call that Twilio refuses to place leaves nothing behind', async () => {
  const stage = new Stage();
  stage.fault = ({ url }) => (url.endsWith('/Calls.json') ? refused(400, 21215) : undefined);
  const answer = await stage.start();
  expect([answer.status, answer.body.code]).toEqual([422, 'number_not_allowed']);
  expect(stage.keys()).toEqual([]);
});

test('a call whose last reports were lost does not lock the agent out', async () => {
  const stage = new Stage();
  const { ada, carl } = await stage.theyTalk();
  stage.voice.end(ada, 'completed');
  stage.voice.end(carl, 'completed');
  later(60);
  expect((await stage.start({ RecipientNumber: DORA })).status).toBe(202);
  expect((await stage.ask('history')).body.data.calls).toMatchObject([{ recipient: CARL, phase: 'ended' }]);
});

test('a customer left ringing by lost reports is hung up when the agent starts anew', async () => {
  const stage = new Stage();
  const { ada, carl } = await stage.carlRings();
  stage.voice.end(ada, 'completed');
  later(60);
  expect((await stage.start({ RecipientNumber: DORA })).body.code).toBe('call_in_progress');
  expect(carl.status).toBe('canceled');
  await stage.reports(carl, 'canceled');
  expect((await stage.start({ RecipientNumber: DORA })).status).toBe(202);
});

test('hanging up a call that Twilio has long ended cleans it away', async () => {
  const stage = new Stage();
  const { ada, carl } = await stage.theyTalk();
  stage.voice.end(ada, 'completed');
  stage.voice.end(carl, 'completed');
  later(60);
  expect((await stage.ask('hangup')).status).toBe(200);
  expect(stage.keys()).toEqual(['history']);
});

test('a key pressed on a phone that rang for an older call says so and dials nobody', async () => {
  const stage = new Stage();
  await stage.start();
  const ada = stage.lineTo(ADA.phone);
  later(16);
  stage.voice.lines.length = 0;
  await stage.start({ RecipientNumber: DORA });
  const answer = await stage.webhook(stage.action(ada), { CallSid: ada.sid, Digits: '1' });
  expect(String(answer.body)).toContain('This call is no longer available.');
  expect([stage.callsTo(CARL), stage.callsTo(DORA)]).toEqual([0, 0]);
});
