import type { Deps } from '../endpoint';
import { createDeps } from '../endpoint/deps';
import { FakeTwilio } from '../testing/fake-twilio';
import { ENVIRONMENT } from '../testing/invoke';
import { deadlineIn } from '../twilio';
import {
  afterCallDue,
  backToWork,
  beginAfterCall,
  beginCall,
  endAfterCall,
  hasRunOut,
  readTimer,
  startTimer,
} from '.';
import { FakeTaskRouter, ROUTING } from './testing';

const NOTE = { call: 'c1', task: `WT${'1'.repeat(32)}` };
const START = Date.UTC(2026, 10, 21, 9);
let twilio: FakeTwilio;
let router: FakeTaskRouter;
let deps: Deps;
let now: number;
beforeEach(() => {
  twilio = new FakeTwilio();
  router = new FakeTaskRouter(twilio);
  now = START;
  const log = { note: () => undefined, failure: () => undefined } as unknown as Deps['log'];
  const context = {
    ...{ ...ENVIRONMENT, ...ROUTING, AFTER_CALL_SECONDS: '60' },
    ...{ DOMAIN_NAME: 'example.twil.io', PATH: '/test', getTwilioClient: () => twilio.client() },
  };
  const made = createDeps(context, { log, deadline: deadlineIn(9000), meter: { calls: 0, ms: 0 } });
  deps = { ...made, now: () => new Date(now) };
});

test('a call is taken, ends, and the note is written: the agent is in-call, post-call, available', async () => {
  const worker = router.add('ada', {}, 'available');
  await beginCall(deps, worker.sid, NOTE.task);
  expect(worker).toMatchObject({ activity: 'in-call', attributes: { task: NOTE.task } });
  await beginAfterCall(deps, worker.sid, NOTE);
  const after_call = { ...NOTE, until: START + 60_000 };
  expect(worker).toMatchObject({ activity: 'post-call', attributes: { after_call } });
  expect(worker.attributes).not.toHaveProperty('task');
  expect(router.tasks).toEqual([
    { attributes: { timer: 'after-call', worker: worker.sid, ...after_call }, timeout: 60 },
  ]);
  await endAfterCall(deps, worker.sid, NOTE.call);
  expect(worker).toMatchObject({ activity: 'available', attributes: {} });
  expect(worker.attributes).not.toHaveProperty('after_call');
});

test('said twice, each step changes nothing more', async () => {
  const worker = router.add('ada', {}, 'in-call');
  await beginAfterCall(deps, worker.sid, NOTE);
  now += 5_000;
  await beginAfterCall(deps, worker.sid, NOTE);
  expect(worker.attributes.after_call?.until).toBe(START + 60_000);
  await endAfterCall(deps, worker.sid, NOTE.call);
  const { version } = worker;
  await endAfterCall(deps, worker.sid, NOTE.call);
  expect(worker.version).toBe(version);
});

test('the timer finds the note due, extended, or written', async () => {
  const worker = router.add('ada', {}, 'in-call');
  await beginAfterCall(deps, worker.sid, NOTE);
  const due = { ...NOTE, until: START + 60_000 };
  expect(await afterCallDue(deps, worker.sid, due)).toBe('over');
  worker.attributes.after_call = { ...NOTE, until: START + 105_000 };
  for (let delivery = 0; delivery < 2; delivery += 1)
    expect(await afterCallDue(deps, worker.sid, due)).toBe('extended');
  expect(router.tasks.map(({ timeout }) => timeout)).toEqual([60, 45, 45]);
  expect(await afterCallDue(deps, worker.sid, { ...NOTE, until: START + 105_000 })).toBe('over');
  await endAfterCall(deps, worker.sid, NOTE.call);
  expect(await afterCallDue(deps, worker.sid, NOTE)).toBe('gone');
});

test('the end of an old note leaves the note of a later call alone', async () => {
  const later = { call: 'c2', task: NOTE.task, until: START };
  const worker = router.add('ada', { after_call: later }, 'post-call');
  await endAfterCall(deps, worker.sid, NOTE.call);
  expect(worker).toMatchObject({ activity: 'post-call', attributes: { after_call: later } });
});

test('what was chosen during the call comes after the note; who left meanwhile is not taken back', async () => {
  const worker = router.add('ada', { next: 'break', reason: 'tea' }, 'in-call');
  await beginAfterCall(deps, worker.sid, NOTE);
  expect(worker.activity).toBe('post-call');
  await endAfterCall(deps, worker.sid, NOTE.call);
  expect(worker).toMatchObject({ activity: 'break', attributes: { chosen: 'break', reason: 'tea' } });
  await beginAfterCall(deps, worker.sid, NOTE);
  await endAfterCall(deps, worker.sid, NOTE.call);
  expect(worker.activity).toBe('break');
});

test('who turned an offer away during a call of their own goes back to work, or to the note, after it', async () => {
  const worker = router.add('ada', {}, 'in-call');
  await backToWork(deps, worker.sid);
  expect(worker.activity).toBe('available');
  await backToWork(deps, worker.sid);
  Object.assign(worker, { activity: 'in-call', attributes: { after_call: { ...NOTE, until: START } } });
  await backToWork(deps, worker.sid);
  expect(worker.activity).toBe('post-call');
});

test('who leaves while their phone rings and takes the call all the same, leaves after it', async () => {
  const worker = router.add('ada', { chosen: 'break', reason: 'tea' }, 'break');
  await beginCall(deps, worker.sid, NOTE.task);
  expect(worker).toMatchObject({ activity: 'in-call', attributes: { task: NOTE.task, next: 'break' } });
  await beginAfterCall(deps, worker.sid, NOTE);
  await endAfterCall(deps, worker.sid, NOTE.call);
  expect(worker).toMatchObject({ activity: 'break', attributes: { chosen: 'break', reason: 'tea' } });
});

test('a call that is heard of after its end brings nobody back into it', async () => {
  const worker = router.add('ada', {}, 'available');
  await beginAfterCall(deps, worker.sid, NOTE);
  await beginCall(deps, worker.sid, NOTE.task);
  expect(worker.activity).toBe('post-call');
  worker.activity = 'break';
  await beginCall(deps, worker.sid, NOTE.task);
  expect(worker.activity).toBe('break');
});

test('a worker is written over what somebody else has just written', async () => {
  const worker = router.add('ada', {}, 'available');
  let once = true;
  router.meanwhile = ({ method }) => {
    if (method !== 'post' || !once) return;
    once = false;
    worker.attributes = { reason: 'theirs' };
    worker.version += 1;
  };
  await beginCall(deps, worker.sid, NOTE.task);
  expect(worker).toMatchObject({
    activity: 'in-call',
    attributes: { reason: 'theirs', task: NOTE.task },
  });
});

test('an activity that the workspace lacks is a matter of its set-up', async () => {
  const worker = router.add('ada', { next: 'siesta', after_call: { ...NOTE, until: START } }, 'post-call');
  await expect(endAfterCall(deps, worker.sid, NOTE.call)).rejects.toMatchObject({ code: 'not_configured' });
});

test('a timer whose answer was lost is started once more; what it carries comes back', async () => {
  let once = true;
  twilio.lose = ({ url }) => {
    if (!url.endsWith('/Tasks') || !once) return undefined;
    once = false;
    return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  };
  await startTimer(deps, { kind: 'x', seconds: 0.2, payload: { a: 1, timer: 'not this' } });
  expect(router.tasks).toEqual(Array(2).fill({ attributes: { a: 1, timer: 'x' }, timeout: 1 }));
  expect(readTimer(JSON.stringify(router.tasks[0]?.attributes))).toEqual({ kind: 'x', payload: { a: 1 } });
});

test.each([undefined, '', '{', 'null', '[]', '{}', '{"timer":7}', '{"timer":""}'])(
  'attributes %j are no timer',
  (attributes) => expect(readTimer(attributes)).toBeUndefined(),
);

test('a timer has run out when its task was canceled for its age, not when somebody took it away', () => {
  const EventType = 'task.canceled';
  const reasons = ['Task TTL Exceeded', 'Task TTL Exceeded or Max assignment count exceeded', undefined, ''];
  for (const TaskCanceledReason of reasons) expect(hasRunOut({ EventType, TaskCanceledReason })).toBe(true);
  expect(hasRunOut({ EventType, TaskCanceledReason: 'hangup' })).toBe(false);
  expect(hasRunOut({ EventType: 'task.created' })).toBe(false);
});
