import { OWNED, SITE, twiml, type World, world } from '../testing';
import { CALLER, centre, OTHER_CALLER, WORKER } from './testing';

/** Somebody calls in, and this TwiML answers. */
async function calls(w: World, from: string, ...verbs: string[]) {
  const [number] = await w.client.incomingPhoneNumbers.list();
  await w.client
    .incomingPhoneNumbers(number?.sid ?? '')
    .update({ voiceUrl: w.page('/incoming', twiml(...verbs)) });
  const phone = w.phone(from);
  phone.leg = w.voice.engine.placeCall(phone, OWNED);
  await w.pass(0.1);
  return phone;
}

test('who waits in a queue hears the waiting document again and again, with the state of the queue', async () => {
  const w = world();
  w.page('/wait', twiml('<Say>Please wait</Say><Pause length="4"/>'));
  const anna = await calls(w, CALLER, '<Enqueue waitUrl="/wait">support</Enqueue>');
  await w.pass(2);
  await calls(w, OTHER_CALLER, '<Enqueue waitUrl="/wait">support</Enqueue>');
  await w.pass(10);
  const asked = w.sentTo('/wait');
  expect(anna.words.length).toBeGreaterThanOrEqual(2);
  expect(asked[0]).toMatchObject({
    CallSid: expect.stringMatching(/^CA/),
    CallStatus: 'in-progress',
    From: CALLER,
    QueueSid: expect.stringMatching(/^QU[0-9a-f]{32}$/),
    QueueTime: '0',
    QueuePosition: '1',
    AvgQueueTime: '0',
    CurrentQueueSize: '1',
    MaxQueueSize: '1000',
  });
  expect(asked.filter(({ From }) => From === OTHER_CALLER)[0]).toMatchObject({
    QueuePosition: '2',
    CurrentQueueSize: '2',
    AvgQueueTime: '1',
  });
  expect(asked.filter(({ From }) => From === CALLER).at(-1)).toMatchObject({ QueueTime: '9' });
  expect(w.violations()).toEqual([]);
});

test('without a waitUrl there is music, with an empty one silence', async () => {
  const w = world();
  const anna = await calls(w, CALLER, '<Enqueue>support</Enqueue>');
  const ben = await calls(w, OTHER_CALLER, '<Enqueue waitUrl="">support</Enqueue>');
  await w.pass(30);
  expect(anna.sounds.filter((sound) => sound !== 'tone:ringing')).toEqual(['music']);
  expect(ben.sounds.filter((sound) => sound !== 'tone:ringing')).toEqual([]);
});

test('Leave goes on after the Enqueue, or asks its action', async () => {
  const w = world();
  w.page('/wait', twiml('<Gather numDigits="1" action="/pressed"/>'));
  w.page('/pressed', twiml('<Leave/>'));
  w.page('/left', twiml('<Say>We call you back</Say>'));
  const anna = await calls(w, CALLER, '<Enqueue waitUrl="/wait">a</Enqueue><Say>Out</Say>');
  await w.pass(3);
  anna.line.press('1');
  await w.pass(1);
  expect(anna.words).toEqual(['Out']);
  const ben = await calls(
    w,
    OTHER_CALLER,
    '<Enqueue waitUrl="/wait" action="/left">a</Enqueue><Say>Out</Say>',
  );
  await w.pass(3);
  ben.line.press('1');
  await w.pass(1);
  expect(ben.words).toEqual(['We call you back']);
  expect(w.sentTo('/left')).toEqual([
    expect.objectContaining({ QueueResult: 'leave', QueueTime: '3', QueueSid: expect.stringMatching(/^QU/) }),
  ]);
  expect(w.violations()).toEqual([]);
});

test('a caller who hangs up is told of once, as hangup', async () => {
  const w = world();
  const anna = await calls(w, CALLER, '<Enqueue action="/left">a</Enqueue>');
  await w.pass(5);
  anna.line.hangup();
  await w.pass(1);
  expect(w.sentTo('/left')).toEqual([
    expect.objectContaining({ QueueResult: 'hangup', QueueTime: '5', CallStatus: 'completed' }),
  ]);
  expect(w.timersWaiting()).toBe(0);
});

test('a Hangup in the waiting document ends the call', async () => {
  const w = world();
  w.page('/wait', twiml('<Say>We are closed</Say><Hangup/>'));
  const anna = await calls(w, CALLER, '<Enqueue action="/left" waitUrl="/wait">a</Enqueue>');
  await w.pass(5);
  expect(anna.ends).toEqual(['completed']);
  expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'hangup' }]);
});

test('a redirect by REST takes a caller out, and tells the action so', async () => {
  const w = world();
  w.page('/elsewhere', twiml('<Say>Elsewhere</Say>'));
  const anna = await calls(w, CALLER, '<Enqueue action="/left">a</Enqueue>');
  await w.client.calls(anna.line.callSid).update({ url: `${SITE}/elsewhere` });
  await w.pass(2);
  expect(anna.words).toEqual(['Elsewhere']);
  expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'redirected' }]);
});

test('a full queue takes nobody in', async () => {
  const w = world();
  w.page('/left', twiml('<Say>Call again</Say>'));
  await calls(w, CALLER, '<Enqueue maxQueueSize="1">a</Enqueue>');
  const ben = await calls(w, OTHER_CALLER, '<Enqueue maxQueueSize="1" action="/left">a</Enqueue>');
  await w.pass(2);
  expect(ben.words).toEqual(['Call again']);
  const [left] = w.sentTo('/left');
  expect(left).toMatchObject({ QueueResult: 'queue-full' });
  expect(left).not.toHaveProperty('QueueSid');
});

test.each([
  {
    what: 'a waiting document that fails',
    verb: '<Enqueue waitUrl="/gone" action="/left">a</Enqueue>',
    code: 11200,
  },
  { what: 'no name', verb: '<Enqueue action="/left"/>', code: 14204 },
  { what: 'too long a name', verb: `<Enqueue action="/left">${'a'.repeat(65)}</Enqueue>`, code: 14205 },
  { what: 'a Dial while waiting', verb: '<Enqueue waitUrl="/dial" action="/left">a</Enqueue>', code: 12100 },
])('$what is an error, and the call goes on', async ({ verb, code }) => {
  const w = world();
  w.page('/dial', twiml('<Dial>+14155550103</Dial>'));
  w.page('/left', twiml('<Say>Sorry</Say>'));
  const anna = await calls(w, CALLER, verb);
  await w.pass(2);
  expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'error' }]);
  expect(anna.words).toEqual(['Sorry']);
  expect(w.violations()).toEqual([expect.stringContaining(`Error ${code}: `)]);
});

test('a waiting document that takes no time is not asked for without a pause', async () => {
  const w = world();
  w.page('/wait', twiml());
  await calls(w, CALLER, '<Enqueue waitUrl="/wait">a</Enqueue>');
  await w.pass(10);
  expect(w.sentTo('/wait').length).toBeLessThanOrEqual(11);
});

test('with a workflow the call is a task, with the attributes given and those of the call', async () => {
  const { w, calls, enqueue, lastTask, workflow } = await centre();
  const anna = await calls(
    CALLER,
    enqueue('<Task priority="3" timeout="90">{"topic":"x","from":"nobody"}</Task>'),
  );
  const task = await lastTask();
  expect(task).toMatchObject({
    priority: 3,
    timeout: 90,
    workflowSid: workflow.sid,
    taskChannelUniqueName: 'voice',
    assignmentStatus: 'pending',
  });
  expect(JSON.parse(task.attributes)).toMatchObject({
    topic: 'x',
    call_sid: anna.line.callSid,
    from: CALLER,
    to: OWNED,
    account_sid: w.kernel.account.sid,
    direction: 'inbound',
    called: OWNED,
    caller: CALLER,
    call_status: 'in-progress',
    api_version: '2010-04-01',
    from_country: 'US',
    to_country: 'US',
    from_city: '',
  });
  expect(w.violations()).toEqual([]);
});

test.each([
  { what: 'no JSON', inner: '<Task>topic=x</Task>', code: 14221 },
  { what: 'a list', inner: '<Task>[1]</Task>', code: 14221 },
  { what: 'too much', inner: `<Task>{"a":"${'x'.repeat(5000)}"}</Task>`, code: 14221 },
  { what: 'another noun', inner: '<Number>+14155550103</Number>', code: 12100 },
])('attributes that are $what make no task', async ({ inner, code }) => {
  const { w, calls, enqueue, workspace } = await centre();
  w.page('/left', twiml('<Say>Sorry</Say>'));
  const anna = await calls(CALLER, enqueue(inner));
  await w.pass(2);
  expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'error' }]);
  expect(anna.words).toEqual(['Sorry']);
  expect(w.violations()).toEqual([expect.stringContaining(`Error ${code}: `)]);
  expect(await workspace.tasks.list()).toEqual([]);
});

test('a workflow that does not exist is an error, and nobody waits', async () => {
  const { w, calls, client } = await centre();
  await calls(CALLER, `<Enqueue workflowSid="WW${'0'.repeat(32)}"/><Say>On</Say>`);
  await w.pass(2);
  expect(w.violations()).toEqual([expect.stringContaining('Error 14220: ')]);
  expect(w.phone(CALLER).words).toEqual(['On']);
  void client;
});

test.each([
  { what: 'hangs up', act: 'hangup' as const },
  { what: 'is redirected', act: 'redirected' as const },
  { what: 'leaves', act: 'leave' as const },
])('the task is canceled when the caller $what, waiting or being offered', async ({ act }) => {
  const { w, calls, client, enqueue, lastTask, worker, offers, events } = await centre();
  w.page('/wait', twiml('<Gather numDigits="1" action="/pressed"/>'));
  w.page('/pressed', twiml('<Leave/>'));
  w.page('/elsewhere', twiml('<Pause length="9"/>'));
  for (const offered of [false, true]) {
    if (offered) await worker('wanda');
    const anna = await calls(CALLER, enqueue('', 'waitUrl="/wait"'));
    if (act === 'hangup') anna.line.hangup();
    else if (act === 'leave') anna.line.press('1');
    else await client.calls(anna.line.callSid).update({ url: `${SITE}/elsewhere` });
    await w.pass(1);
    expect(await lastTask()).toMatchObject({ assignmentStatus: 'canceled', reason: act });
    expect(await offers()).toEqual(offered ? ['wanda: canceled'] : []);
    anna.leg?.hangup();
    await w.pass(1);
  }
  expect(events().filter((type) => type === 'task.canceled')).toHaveLength(2);
  expect(events().filter((type) => type === 'reservation.created')).toHaveLength(1);
});

test('a task that was accepted stays assigned when its caller is moved or hangs up', async () => {
  for (const how of ['redirect', 'hangup']) {
    const { w, calls, client, enqueue, lastTask, worker, reservation } = await centre();
    w.page('/elsewhere', twiml('<Pause length="9"/>'));
    await worker('wanda', WORKER);
    const anna = await calls(CALLER, enqueue());
    await (await reservation()).update({ reservationStatus: 'accepted' });
    if (how === 'hangup') anna.line.hangup();
    else await client.calls(anna.line.callSid).update({ url: `${SITE}/elsewhere` });
    await w.pass(1);
    expect((await lastTask()).assignmentStatus).toBe('assigned');
  }
});
