import { CALLER, type Centre, centre, WORKER } from '../queue/testing';
import { OWNED, SITE, twiml } from '../testing';

/** Somebody waits, the worker's telephone rings. */
async function ringing(instruction: Record<string, unknown>) {
  let post = '';
  const all: Centre = await centre(() => ({ from: OWNED, post_work_activity_sid: post, ...instruction }));
  post = all.activities.Unavailable;
  const { w } = all;
  w.page('/left', twiml('<Say>Goodbye</Say>'));
  const wanda = w.phone(WORKER);
  const workerSid = await all.worker('wanda');
  const anna = await all.calls(CALLER, all.enqueue());
  await w.pass(1);
  const activity = async () => (await all.workspace.workers(workerSid).fetch()).activityName;
  return { ...all, wanda, anna, activity };
}

const DEQUEUE = {
  instruction: 'dequeue',
  timeout: 15,
  status_callback_url: `${SITE}/status?x=1`,
  status_callback_events: 'answered,completed',
};

test('dequeue connects the caller with the worker who answers, and completes the task after it', async () => {
  const { w, wanda, anna, lastTask, offers, activity } = await ringing(DEQUEUE);
  expect(wanda.line.from).toBe(OWNED);
  wanda.line.answer();
  await w.pass(0.1);
  expect(await offers()).toEqual(['wanda: accepted']);
  anna.line.say('Hello');
  wanda.line.say('How can I help?');
  expect(wanda.words).toEqual(['Hello']);
  expect(anna.words).toEqual(['How can I help?']);
  expect(JSON.parse((await lastTask()).attributes)).toMatchObject({
    call_sid: anna.line.callSid,
    worker_call_sid: wanda.line.callSid,
  });
  await w.pass(10);
  const callSid = anna.line.callSid;
  wanda.line.hangup();
  await w.pass(5);
  expect(anna.words.at(-1)).toBe('Goodbye');
  expect(anna.ends).toEqual(['completed']);
  expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'bridged', QueueTime: '1' }]);
  expect((await lastTask()).assignmentStatus).toBe('completed');
  expect(await activity()).toBe('Unavailable');
  const told = w.kernel.webhooks.sent.filter(({ url }) => url.startsWith(`${SITE}/status`));
  expect(told.map(({ method, params }) => [method, params.CallStatus])).toEqual([
    ['GET', 'in-progress'],
    ['GET', 'completed'],
  ]);
  expect(new URL(told[0]?.url ?? '').searchParams.get('taskCallSid')).toBe(callSid);
  expect(w.violations()).toEqual([]);
});

test.each(['dequeue', 'conference'])(
  'after a %s, the caller who hangs up first leaves nobody behind',
  async (instruction) => {
    const { w, wanda, anna, lastTask, activity } = await ringing({
      instruction,
      end_conference_on_customer_exit: true,
    });
    wanda.line.answer();
    await w.pass(1);
    anna.line.hangup();
    await w.pass(1);
    expect(wanda.ends).toEqual(['completed']);
    expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'bridged', CallStatus: 'completed' }]);
    expect((await lastTask()).assignmentStatus).toBe(instruction === 'dequeue' ? 'completed' : 'wrapping');
    expect(await activity()).toBe('Unavailable');
  },
);

test.each(['dequeue', 'conference'])(
  '%s: the worker stops ringing when the caller hangs up',
  async (instruction) => {
    const { w, wanda, anna, lastTask, offers } = await ringing({ instruction });
    anna.line.hangup();
    await w.pass(1);
    expect(wanda.ends).toEqual(['canceled']);
    expect(await offers()).toEqual(['wanda: canceled']);
    expect(await lastTask()).toMatchObject({ assignmentStatus: 'canceled', reason: 'hangup' });
  },
);

test.each([
  { instruction: 'dequeue', how: 'busy' as const },
  { instruction: 'dequeue', how: undefined },
  { instruction: 'conference', how: 'declined' as const },
  { instruction: 'conference', how: undefined },
])(
  '$instruction: a worker who cannot be reached ($how) has the offer canceled, the caller waits on',
  async ({ instruction, how }) => {
    const { w, wanda, anna, offers } = await ringing({ instruction, timeout: 10 });
    if (how) wanda.line.refuse(how);
    else await w.pass(10);
    await w.pass(1);
    expect(anna.ends).toEqual([]);
    expect((await offers())[0]).toBe('wanda: canceled');
    await w.pass(6);
    expect(wanda.rang).toBe(2);
    wanda.line.answer();
    await w.pass(1);
    expect((await offers()).at(-1)).toBe('wanda: accepted');
    wanda.line.say('Here I am');
    expect(anna.words).toEqual(['Here I am']);
  },
);

test('conference brings both into a conference with the name of the task, as it was asked for', async () => {
  const { w, client, wanda, anna, lastTask, offers } = await ringing({
    instruction: 'conference',
    end_conference_on_exit: true,
    beep: false,
    beep_on_customer_entrance: false,
    conference_status_callback: `${SITE}/conference`,
    conference_status_callback_event: 'start, end, join, leave',
    status_callback: `${SITE}/leg`,
    status_callback_event: 'ringing,answered,completed',
  });
  wanda.line.answer();
  await w.pass(1);
  const task = await lastTask();
  expect(await offers()).toEqual(['wanda: accepted']);
  const [conference] = await client.conferences.list({ status: 'in-progress' });
  expect(conference?.friendlyName).toBe(task.sid);
  expect(JSON.parse(task.attributes)).toMatchObject({
    conference: {
      sid: conference?.sid,
      participants: { worker: wanda.line.callSid, customer: anna.line.callSid },
    },
  });
  anna.line.say('Hello');
  expect(wanda.words).toEqual(['Hello']);
  expect([...wanda.sounds, ...anna.sounds]).not.toContain('tone:beep');
  wanda.line.hangup();
  await w.pass(0.1);
  expect((await lastTask()).assignmentStatus).toBe('wrapping');
  expect(w.sentTo('/conference').map(({ StatusCallbackEvent }) => StatusCallbackEvent)).toEqual([
    'participant-join',
    'participant-join',
    'conference-start',
    'participant-leave',
    'participant-leave',
    'conference-end',
  ]);
  expect(w.sentTo('/leg').map(({ CallStatus }) => CallStatus)).toEqual([
    'ringing',
    'in-progress',
    'completed',
  ]);
  await w.pass(3);
  expect(anna.words.at(-1)).toBe('Goodbye');
  expect(w.violations()).toEqual([]);
});

test('redirect moves the caller to other TwiML and keeps the task, accepted or not', async () => {
  for (const accept of [true, false]) {
    const all = await centre(({ params }) => {
      const { call_sid } = JSON.parse(params.TaskAttributes ?? '{}') as { call_sid: string };
      return { instruction: 'redirect', call_sid, url: `${SITE}/elsewhere`, accept };
    });
    const { w } = all;
    w.page('/elsewhere', twiml('<Say>One moment</Say><Pause length="60"/>'));
    await all.worker('wanda');
    const anna = await all.calls(CALLER, all.enqueue());
    await w.pass(2);
    expect(anna.words).toEqual(['One moment']);
    expect(await all.offers()).toEqual([`wanda: ${accept ? 'accepted' : 'pending'}`]);
    expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'redirected' }]);
  }
});

test('a caller who is redirected while talking leaves the worker, whose work is over', async () => {
  const { w, client, wanda, anna, lastTask } = await ringing(DEQUEUE);
  w.page('/elsewhere', twiml('<Say>A survey</Say>'));
  wanda.line.answer();
  await w.pass(1);
  await client.calls(anna.line.callSid).update({ url: `${SITE}/elsewhere` });
  await w.pass(3);
  expect(wanda.ends).toEqual(['completed']);
  expect(anna.words).toEqual(['A survey']);
  expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'redirected-from-bridged' }]);
  expect((await lastTask()).assignmentStatus).toBe('completed');
});

test('what the application has ended before TaskRouter stays as it was ended', async () => {
  const { w, workspace, wanda, anna, lastTask } = await ringing(DEQUEUE);
  wanda.line.answer();
  await w.pass(1);
  await workspace.tasks((await lastTask()).sid).update({ assignmentStatus: 'completed', reason: 'solved' });
  wanda.line.hangup();
  anna.line.hangup();
  await w.pass(1);
  expect(await lastTask()).toMatchObject({ assignmentStatus: 'completed', reason: 'solved' });
  expect(w.violations()).toEqual([]);
});

test.each([
  { instruction: 'dequeue', code: 40130 },
  { instruction: 'conference', code: 40143 },
])('$instruction: an activity that is none is refused, and nobody is rung', async ({ instruction, code }) => {
  const { w, wanda } = await ringing({ instruction, post_work_activity_sid: 'WA1' });
  expect(wanda.rang).toBe(0);
  const [violation] = w.kernel.timeline.since(0).filter(({ kind }) => kind === 'violation');
  expect(violation).toMatchObject({ data: { code } });
});

test('an instruction for a task that is no waiting call says so', async () => {
  const { w, workspace, workflow, worker } = await centre(() => DEQUEUE);
  await worker('wanda');
  await workspace.tasks.create({ workflowSid: workflow.sid, attributes: '{}' });
  await w.pass(1);
  expect(w.violations()).toEqual([expect.stringMatching(/dequeue.*no call that waits in a queue/)]);
});
