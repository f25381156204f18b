import { failure } from '../../api/testing';
import { CALLER, centre, WORKER } from '../queue/testing';
import { OWNED, SITE, twiml } from '../testing';

const RING = {
  instruction: 'call',
  from: OWNED,
  url: `${SITE}/agent`,
  timeout: 20,
  status_callback_url: `${SITE}/agent-status`,
};

const CONFERENCE = twiml('<Dial><Conference waitUrl="" beep="false">room</Conference></Dial>');

/** Somebody waits, and the worker's telephone rings with a document that asks for a key. */
async function ringing(answers = true) {
  const all = await centre(() => RING);
  const { w } = all;
  w.page('/agent', twiml('<Gather numDigits="1" action="/agent-key"><Say>Press one</Say></Gather>'));
  w.page('/agent-key', CONFERENCE);
  w.page('/customer', CONFERENCE);
  w.page('/left', twiml());
  const wanda = w.phone(WORKER);
  if (answers) wanda.whenRung = (leg) => leg.answer();
  await all.worker('wanda');
  const anna = await all.calls(CALLER, all.enqueue());
  await w.pass(1);
  return { ...all, wanda, anna };
}

test('the worker is rung, presses a key, and is in one conference with the caller, whom REST redirects', async () => {
  const { w, client, wanda, anna, lastTask, offers, reservation, events } = await ringing();
  expect(w.sentTo('/agent')).toEqual([
    expect.objectContaining({
      CallSid: wanda.line.callSid,
      CallStatus: 'in-progress',
      Direction: 'outbound-api',
      From: OWNED,
      To: WORKER,
    }),
  ]);
  expect(await offers()).toEqual(['wanda: pending']);
  expect(JSON.parse((await lastTask()).attributes)).toMatchObject({
    call_sid: anna.line.callSid,
    worker_call_sid: wanda.line.callSid,
  });
  wanda.line.press('1');
  await w.pass(0.1);
  await (await reservation()).update({ reservationStatus: 'accepted' });
  await client.calls(anna.line.callSid).update({ url: `${SITE}/customer` });
  await w.pass(0.1);
  wanda.line.say('Hello');
  expect(anna.words).toEqual(['Hello']);
  expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'redirected' }]);
  expect((await lastTask()).assignmentStatus).toBe('assigned');

  // The call is over, and with it nothing of the task: that is the application's.
  anna.line.hangup();
  wanda.line.hangup();
  await w.pass(0.1);
  expect(w.sentTo('/agent-status')).toEqual([
    expect.objectContaining({ CallStatus: 'completed', CallbackSource: 'call-progress-events' }),
  ]);
  expect((await lastTask()).assignmentStatus).toBe('assigned');
  await client.taskrouter.v1
    .workspaces((await lastTask()).workspaceSid)
    .tasks((await lastTask()).sid)
    .update({ assignmentStatus: 'completed' });
  expect(events().slice(-2)).toEqual(['reservation.completed', 'task.completed']);
  expect(w.violations()).toEqual([]);
});

test.each([
  { how: 'is busy', act: 'busy' as const, status: 'busy' },
  { how: 'declines', act: 'declined' as const, status: 'busy' },
  { how: 'does not answer', act: undefined, status: 'no-answer' },
])(
  'a worker who $how leaves the offer pending; the application is told and rejects it',
  async ({ act, status }) => {
    const { w, wanda, anna, offers, reservation, lastTask } = await ringing(false);
    if (act) wanda.line.refuse(act);
    else await w.pass(20);
    await w.pass(0.1);
    expect(w.sentTo('/agent-status')).toMatchObject([{ CallStatus: status }]);
    expect(await offers()).toEqual(['wanda: pending']);
    await (await reservation()).update({ reservationStatus: 'rejected' });
    expect((await lastTask()).assignmentStatus).toBe('pending');
    expect(anna.ends).toEqual([]);
    // Nobody else is there: the same worker is offered it again, by a call of its own.
    await w.pass(6);
    expect(wanda.rang).toBe(2);
    expect(await offers()).toEqual(['wanda: rejected', 'wanda: pending']);
    expect(JSON.parse((await lastTask()).attributes)).toMatchObject({ worker_call_sid: wanda.line.callSid });
  },
);

test('the next worker is rung after the first lets it go', async () => {
  const { w, wanda, worker, reservation, offers } = await ringing(false);
  const willy = w.phone('+14155550111');
  await worker('willy', '+14155550111');
  wanda.line.refuse('declined');
  await (await reservation()).update({ reservationStatus: 'rejected' });
  await w.pass(1);
  expect(willy.rang).toBe(1);
  expect(await offers()).toEqual(['wanda: rejected', 'willy: pending']);
});

test("when the caller hangs up, the worker's telephone rings on until the application ends it", async () => {
  const { w, client, wanda, anna, lastTask, events } = await ringing(false);
  anna.line.hangup();
  await w.pass(1);
  const task = await lastTask();
  expect(task).toMatchObject({ assignmentStatus: 'canceled', reason: 'hangup' });
  expect(events().slice(-2)).toEqual(['reservation.canceled', 'task.canceled']);
  expect(wanda.ends).toEqual([]);
  const { worker_call_sid: sid } = JSON.parse(task.attributes) as { worker_call_sid: string };
  await client.calls(sid).update({ status: 'completed' });
  await w.pass(1);
  expect(wanda.ends).toEqual(['canceled']);
  expect(w.sentTo('/agent-status')).toMatchObject([{ CallStatus: 'canceled' }]);
  expect(w.timersWaiting()).toBe(1); // TaskRouter forgets the task by and by.
});

test('both hang up at the same moment: one end each, the task is canceled', async () => {
  const { w, wanda, anna, lastTask } = await ringing();
  anna.line.hangup();
  wanda.line.hangup();
  await w.pass(1);
  expect(anna.ends).toEqual(['completed']);
  expect(wanda.ends).toEqual(['completed']);
  expect(w.sentTo('/left')).toHaveLength(1);
  expect(w.sentTo('/agent-status')).toHaveLength(1);
  expect((await lastTask()).assignmentStatus).toBe('canceled');
});

test('with accept the reservation is accepted as the call sets out', async () => {
  const { w, worker, calls, enqueue, offers } = await centre(() => ({ ...RING, accept: true }));
  w.page('/agent', twiml('<Pause length="9"/>'));
  w.phone(WORKER);
  await worker('wanda');
  await calls(CALLER, enqueue());
  expect(await offers()).toEqual(['wanda: accepted']);
});

test('a client is rung by its identity, whoever calls', async () => {
  const { w, worker, calls, enqueue } = await centre(() => ({ ...RING, to: 'joey', from: 'support' }));
  w.page('/agent', twiml('<Pause length="9"/>'));
  const joey = w.phone('client:joey');
  await worker('wanda');
  await calls(CALLER, enqueue());
  expect(joey.rang).toBe(1);
  expect(joey.line.from).toBe('support');
});

test.each([
  { what: 'no url', wrong: { callUrl: '' }, code: 40112 },
  { what: 'a broken url', wrong: { callUrl: 'nowhere' }, code: 40112 },
  { what: 'no from', wrong: { callFrom: '' }, code: 40111 },
  { what: "a stranger's from", wrong: { callFrom: '+14155550177' }, code: 40111 },
  { what: 'a to that is none', wrong: { callTo: 'tel:1 2' }, code: 40110 },
  { what: 'a timeout that is none', wrong: { callTimeout: 1000 }, code: 40113 },
  { what: 'a broken status callback', wrong: { callStatusCallbackUrl: 'x' }, code: 40158 },
  { what: 'a recording', wrong: { callRecord: 'record-from-answer' }, code: 501 },
])('by REST, $what is refused and nobody is rung', async ({ wrong, code }) => {
  const { w, worker, calls, enqueue, reservation, lastTask } = await centre();
  await worker('wanda');
  const wanda = w.phone(WORKER);
  await calls(CALLER, enqueue());
  const offer = await reservation();
  const right = { instruction: 'call', callFrom: OWNED, callUrl: `${SITE}/agent` };
  expect(await failure(offer.update({ ...right, ...wrong }))).toMatchObject({ code });
  expect(wanda.rang).toBe(0);
  expect(JSON.parse((await lastTask()).attributes)).not.toHaveProperty('worker_call_sid');
  await offer.update(right);
  await w.pass(0.1);
  expect(wanda.rang).toBe(1);
  await offer.update({ reservationStatus: 'accepted' });
  expect(await failure(offer.update(right))).toMatchObject({ status: 400 });
});
