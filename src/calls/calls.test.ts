import { ADA, BOB, CARL, DORA, later, Stage } from './testing';

afterEach(() => {
  jest.useRealTimers();
});

test('a call that goes well takes 2, 3 and mostly 2 requests, and ends in the history', async () => {
  const stage = new Stage();
  expect(await stage.counting(() => stage.start({ ConferenceName: 'Tuvok and Spock' }))).toBe(2);
  const ada = stage.lineTo(ADA.phone);
  // The call comes onto the floor, and the floor is counted.
  expect(await stage.counting(() => stage.reports(ada, 'ringing'))).toBe(4);
  expect(await stage.counting(() => stage.reports(ada, 'in-progress'))).toBe(2);
  expect(await stage.counting(() => stage.press(ada))).toBe(3);
  const carl = stage.lineTo(CARL);
  expect(await stage.counting(() => stage.reports(carl, 'ringing'))).toBe(2);
  expect(await stage.counting(() => stage.room('participant-join', ada, 'agent'))).toBe(2);
  expect(await stage.counting(() => stage.room('participant-join', carl, 'customer'))).toBe(2);
  // The floor shows that they talk.
  expect(await stage.counting(() => stage.reports(carl, 'in-progress'))).toBe(3);
  expect(stage.twilio.items('floor')).toEqual({
    [(await stage.seen())?.id ?? '']: {
      agent: ADA.id,
      email: ADA.email,
      to: '+1415•••23',
      since: expect.any(Number),
      phase: 'connected',
    },
  });
  expect(await stage.counting(() => stage.room('conference-end', carl, 'customer'))).toBe(2);
  expect(await stage.counting(() => stage.webhook(stage.action(ada), { CallSid: ada.sid }))).toBe(1);
  expect(await stage.counting(() => stage.reports(carl, 'completed', { CallDuration: '9' }))).toBe(2);
  // Into the history, count the last hour, free the line, off the floor.
  expect(await stage.counting(() => stage.reports(ada, 'completed', { CallDuration: '20' }))).toBe(5);
  expect(stage.keys()).toEqual(['history']);
  expect(stage.twilio.items('floor')).toEqual({});
  expect(await stage.seen()).toMatchObject({
    label: 'Tuvok and Spock',
    recipient: CARL,
    phase: 'ended',
    outcome: 'talked',
    reason: 'customer_hung_up',
    endedBy: 'customer',
    talkSeconds: 9,
  });
});

test('the agent is told whom they call, twice, and silence ends it without dialling', async () => {
  const stage = new Stage();
  await stage.start({ ConferenceName: 'Tuvok & Spock' });
  const { twiml } = stage.lineTo(ADA.phone);
  expect(twiml.match(/<Gather /g)).toHaveLength(2);
  expect(twiml).toContain('Tuvok &amp; Spock. Press any key to call 4 1 5, 5 5 5, 0 1 2 3.');
  expect(twiml).toMatch(/No key was pressed\. .*<\/Say><Hangup\/><\/Response>$/);
  expect(twiml.length).toBeLessThan(4000);
});

test('in Spanish too', async () => {
  const stage = new Stage({ LOCALE: 'es' });
  await stage.start();
  expect(stage.lineTo(ADA.phone).twiml).toContain(
    '<Say language="es-MX">Pulse cualquier tecla para llamar al 4 1 5, 5 5 5, 0 1 2 3.</Say>',
  );
});

test.each([
  [{ RecipientNumber: undefined }, 400, 'invalid_input'],
  [{ RecipientNumber: '' }, 400, 'invalid_input'],
  [{ RecipientNumber: [CARL, DORA] }, 400, 'invalid_input'],
  [{ RecipientNumber: 'carl' }, 400, 'invalid_number'],
  [{ RecipientNumber: '911' }, 400, 'invalid_number'],
  [{ RecipientNumber: '+19005551234' }, 422, 'number_not_allowed'],
  [{ RecipientNumber: '+4915123456789' }, 422, 'number_not_allowed'],
  [{ RecipientNumber: ADA.phone }, 422, 'number_not_allowed'],
  [{ RecipientNumber: '+14155550199' }, 422, 'number_not_allowed'],
  [{ RecipientNumber: '+14155550142' }, 422, 'number_not_allowed'],
  [{ AgentNumber: BOB.phone }, 403, 'forbidden'],
  [{ ConferenceName: 'x'.repeat(65) }, 400, 'invalid_input'],
])('start with %j is refused with %i %s, before any request', async (fields, status, code) => {
  const stage = new Stage({ DO_NOT_CALL: '+14155550142' });
  const requests = await stage.counting(async () => {
    const answer = await stage.start(fields);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
  expect(requests).toBe(0);
});

test('the own number may be written in any way, the conference be called anything short', async () => {
  const stage = new Stage();
  const answer = await stage.start({ AgentNumber: '+1 (415) 555-0101', ConferenceName: ' <Say> \n "x" ' });
  expect(answer.status).toBe(202);
  expect(answer.body.data.call).toMatchObject({ label: '<Say>   "x"', phase: 'starting' });
});

test('a double click makes one call and answers with it', async () => {
  const stage = new Stage();
  const [one, two] = await Promise.all([stage.start(), stage.start()]);
  expect([one.status, two.status].sort()).toEqual([200, 202]);
  expect((one.body.data.call as { id: string }).id).toBe((two.body.data.call as { id: string }).id);
  expect(stage.callsTo(ADA.phone)).toBe(1);
});

test('somebody else cannot be called while a call goes on', async () => {
  const stage = new Stage();
  await stage.theyTalk();
  const answer = await stage.start({ RecipientNumber: DORA });
  expect([answer.status, answer.body.code]).toEqual([409, 'call_in_progress']);
  later(60);
  expect((await stage.start({ RecipientNumber: CARL })).status).toBe(409);
  expect(stage.callsTo(ADA.phone)).toBe(1);
});

test.each([
  ['no-answer', {}, 'agent_no_answer'],
  ['busy', {}, 'agent_busy'],
  ['failed', {}, 'agent_unreachable'],
] as const)('when the agent is %s, nobody else is called: %s', async (status, more, reason) => {
  const stage = new Stage();
  await stage.start();
  const ada = stage.lineTo(ADA.phone);
  await stage.reports(ada, 'initiated');
  await stage.reports(ada, 'ringing');
  await stage.reports(ada, status, more);
  expect(await stage.seen()).toMatchObject({ phase: 'ended', reason, outcome: 'not_dialled' });
  expect(stage.callsTo(CARL)).toBe(0);
  expect(stage.keys()).toEqual(['history']);
});

test("the agent's voicemail, or an agent who presses nothing, does not dial the customer", async () => {
  const stage = new Stage();
  await stage.start();
  const ada = await stage.adaAnswers();
  await stage.reports(ada, 'completed', { CallDuration: '25' });
  expect(await stage.seen()).toMatchObject({ reason: 'agent_pressed_nothing', endedBy: 'agent' });
  expect(stage.callsTo(CARL)).toBe(0);
  // Even if Twilio asked what follows: without a key nothing is dialled.
  for (const Digits of ['', 'hello']) {
    const answer = await stage.webhook(stage.action(ada), { CallSid: ada.sid, Digits });
    expect(String(answer.body)).toContain('<Hangup/>');
  }
  expect(stage.callsTo(CARL)).toBe(0);
});

test.each([
  ['busy', { SipResponseCode: '486' }, 'customer_busy', 'The number is busy.'],
  ['busy', { SipResponseCode: '603' }, 'customer_rejected', 'The call was declined.'],
  ['no-answer', {}, 'customer_no_answer', 'There is no answer.'],
  ['failed', { SipResponseCode: '404' }, 'customer_unreachable', 'The number cannot be reached.'],
] as const)(
  'when the customer is %s (%j), the agent hears why, once',
  async (status, more, reason, words) => {
    const stage = new Stage();
    const { ada, carl } = await stage.carlRings();
    expect(await stage.counting(() => stage.reports(carl, status, more))).toBe(3);
    expect(ada.twiml).toContain(`>${words} Goodbye.</Say><Hangup/>`);
    expect(await stage.seen()).toMatchObject({ phase: 'ending', reason });
    const told = stage.twilio.requests.filter(({ form }) => form.Twiml?.includes(words));
    await stage.reports(carl, status, more);
    expect(stage.twilio.requests.filter(({ form }) => form.Twiml?.includes(words))).toHaveLength(told.length);
    await stage.reports(ada, 'completed');
    expect(await stage.seen()).toMatchObject({ phase: 'ended', reason, outcome: 'not_reached' });
  },
);

test('when Twilio ends the conference before it tells that the customer was busy, the agent still hears it', async () => {
  const stage = new Stage();
  const { ada, carl } = await stage.carlRings();
  stage.voice.end(carl, 'busy');
  const answer = await stage.webhook(stage.action(ada), { CallSid: ada.sid });
  expect(String(answer.body)).toContain('The number is busy.');
  const said = ada.twiml;
  await stage.reports(carl, 'busy');
  // The words are being spoken: nothing may interrupt them.
  expect(ada.twiml).toBe(said);
});

test("the agent hangs up while the customer's phone rings: it stops ringing", async () => {
  const stage = new Stage();
  const { ada, carl } = await stage.carlRings();
  await stage.reports(ada, 'completed');
  expect(carl.status).toBe('canceled');
  await stage.reports(carl, 'canceled');
  expect(await stage.seen()).toMatchObject({
    phase: 'ended',
    reason: 'agent_hung_up',
    outcome: 'not_reached',
  });
});

test.each(['agent', 'customer'] as const)(
  'the %s hangs up in the middle: nothing is left to do',
  async (who) => {
    const stage = new Stage();
    const { ada, carl } = await stage.theyTalk();
    const [one, other] = who === 'agent' ? [ada, carl] : [carl, ada];
    await stage.room('conference-end', one, who);
    await stage.reports(one, 'completed', { CallDuration: '60' });
    await stage.reports(other, 'completed', { CallDuration: '60' });
    expect(await stage.seen()).toMatchObject({ phase: 'ended', reason: `${who}_hung_up`, outcome: 'talked' });
  },
);

test('VOICEMAIL_DETECTION=tell: the agent hears that a machine answered, and may go on', async () => {
  const stage = new Stage({ VOICEMAIL_DETECTION: 'tell' });
  const { carl } = await stage.theyTalk();
  await stage.webhook(carl.callback, { CallSid: carl.sid, AnsweredBy: 'machine_start' });
  await stage.webhook(carl.callback, { CallSid: carl.sid, AnsweredBy: 'machine_start' });
  const announced = stage.twilio.requests.filter(({ form }) => form.AnnounceUrl !== undefined);
  expect(announced).toHaveLength(1);
  expect(String((await stage.webhook(announced[0]?.form.AnnounceUrl ?? '')).body)).toContain(
    'This is voicemail.',
  );
  expect(await stage.seen()).toMatchObject({ phase: 'connected', voicemail: true });
});

test('VOICEMAIL_DETECTION=hangup: the machine is left, the agent told', async () => {
  const stage = new Stage({ VOICEMAIL_DETECTION: 'hangup' });
  const { ada, carl } = await stage.theyTalk();
  await stage.webhook(carl.callback, { CallSid: carl.sid, AnsweredBy: 'machine_start' });
  expect(ada.twiml).toContain('Voicemail answered. Goodbye.');
  expect(carl.status).toBe('completed');
  await stage.reports(carl, 'completed');
  await stage.reports(ada, 'completed');
  expect(await stage.seen()).toMatchObject({ reason: 'customer_voicemail', outcome: 'voicemail' });
});

test('VOICEMAIL_DETECTION=off asks Twilio for no detection', async () => {
  const stage = new Stage();
  await stage.carlRings();
  expect(stage.twilio.requests.some(({ form }) => form.MachineDetection !== undefined)).toBe(false);
});

test('hanging up in the page ends every line, in every phase, and again is as well', async () => {
  for (const phase of ['starting', 'ringing', 'answered', 'customer rings', 'talking']) {
    const stage = new Stage();
    await stage.start();
    const ada = stage.lineTo(ADA.phone);
    if (phase === 'ringing') await stage.reports(ada, 'ringing');
    if (phase === 'answered') await stage.adaAnswers();
    if (phase === 'customer rings' || phase === 'talking') {
      await stage.adaAnswers();
      await stage.press(ada);
      const carl = stage.lineTo(CARL);
      await stage.reports(carl, phase === 'talking' ? 'in-progress' : 'ringing');
    }
    for (let click = 0; click < 2; click += 1) expect((await stage.ask('hangup')).status).toBe(200);
    // A line whose sid was not known yet is ended by its first report.
    for (const line of stage.voice.lines)
      if (line.endedAt === undefined) await stage.reports(line, 'ringing');
    await stage.tellsEnds();
    expect({ phase, up: stage.voice.lines.filter(({ endedAt }) => endedAt === undefined) }).toEqual({
      phase,
      up: [],
    });
    for (const line of stage.voice.lines) await stage.reports(line, line.status);
    expect(await stage.seen()).toMatchObject({ phase: 'ended', reason: 'ended_in_page', endedBy: 'agent' });
    expect((await stage.ask('hangup')).body.code).toBe('not_found');
  }
});

test('a key pressed while the call is being ended does not dial', async () => {
  const stage = new Stage();
  await stage.start();
  const ada = stage.lineTo(ADA.phone);
  await stage.ask('hangup');
  const answer = await stage.press(ada);
  expect(String(answer.body)).toContain('The call was ended.');
  expect(stage.callsTo(CARL)).toBe(0);
});

test("other people's calls are seen and ended by supervisors only", async () => {
  const stage = new Stage();
  await stage.theyTalk();
  const callId = (await stage.seen())?.id;
  for (const name of ['state', 'hangup'] as const) {
    const answer = await stage.ask(name, { callId }, BOB);
    expect([name, answer.status, answer.body.code]).toEqual([name, 403, 'forbidden']);
  }
  expect((await stage.ask('state', { callId: '1k0000000aaaaaaaaaaaa' }, BOB)).status).toBe(404);
  expect((await stage.ask('hangup', { callId: 'nonsense' }, BOB)).status).toBe(400);
  expect((await stage.ask('hangup', {}, BOB)).status).toBe(404);
  const seen = await stage.ask('state', { callId }, BOB, ['agent', 'supervisor']);
  expect(seen.body.data.call).toMatchObject({ id: callId, phase: 'connected' });
  expect((await stage.ask('hangup', { callId }, BOB, ['agent', 'supervisor'])).status).toBe(200);
  await stage.tellsEnds();
  expect(stage.voice.lines.every(({ endedAt }) => endedAt !== undefined)).toBe(true);
  expect(await stage.seen()).toMatchObject({ reason: 'ended_in_page', endedBy: 'supervisor' });
});

test('without a session nobody calls, looks or ends', async () => {
  const stage = new Stage();
  for (const name of ['start', 'hangup', 'state', 'history'])
    expect((await stage.webhook(`https://example.twil.io/calls/${name}`)).status).toBe(401);
  expect(stage.twilio.requests).toEqual([]);
});
