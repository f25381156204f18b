import { ADA, CARL } from '../testing';
import { up } from '../testing-faults';
import { PLOTS, Player, type Plot } from '../testing-player';
import { CallingBack, MESSAGE } from './testing';

/** What becomes of the task and of Ada. */
const END: Record<Plot, { task: string; ada: string; again: number }> = {
  'Carl is busy': { task: 'completed', ada: 'available', again: 1 },
  'Carl does not answer': { task: 'completed', ada: 'available', again: 1 },
  'Ada hangs up before it rings': { task: 'completed', ada: 'available', again: 1 },
  'Ada hangs up while it rings': { task: 'completed', ada: 'available', again: 1 },
  'they talk and Carl hangs up': { task: 'wrapping', ada: 'post-call', again: 0 },
  'they talk and Ada hangs up': { task: 'wrapping', ada: 'post-call', again: 0 },
  'they talk and Ada ends it in the page': { task: 'wrapping', ada: 'post-call', again: 0 },
  'Ada presses nothing': { task: 'pending', ada: 'away', again: 0 },
};

test.each(PLOTS.flatMap((plot) => [1, 3].map((copies) => ({ plot, copies }))))(
  '$plot, delivered $copies times: what becomes of the callback',
  async ({ plot, copies }) => {
    const stage = new CallingBack();
    await new Player(stage, copies).play(plot);
    expect(up(stage)).toEqual([]);
    const { task, worker } = stage.routing;
    expect({ task: task.status, ada: worker.activity, again: stage.timers('callback').length }).toEqual(
      END[plot],
    );
    expect([stage.callsTo(ADA.phone), stage.callsTo(CARL)]).toEqual([
      1,
      plot === 'Ada presses nothing' ? 0 : 1,
    ]);
    expect(stage.keys()).toEqual(['history']);
  },
);

test('the phone says who is to be called, what about, and which attempt it is', async () => {
  const stage = new CallingBack({ attempt: 2 });
  await stage.offers();
  expect(stage.ada?.twiml).toContain(
    'A callback to Carl, for support. Waiting for 10 minutes. Attempt 2 of 3. Press any key to call.',
  );
  expect(await stage.seen()).toMatchObject({
    direction: 'outbound',
    recipient: CARL,
    offer: { reason: 'support', callback: { attempt: 2, of: 3 } },
  });
});

test('in a browser the answer is the yes', async () => {
  const stage = new CallingBack({}, {}, 'browser');
  await stage.offers();
  const { ada } = stage;
  if (ada === undefined) throw new Error('nobody rang');
  const answer = await stage.webhook(stage.action(ada), { CallSid: ada.sid });
  expect(String(answer.body)).toContain('<Conference');
  expect(stage.callsTo(CARL)).toBe(1);
  expect(stage.routing.reservation.status).toBe('accepted');
});

test('after the last attempt nobody is called again', async () => {
  const stage = new CallingBack({ attempt: 3 });
  await new Player(stage).play('Carl does not answer');
  expect(stage.routing.task.status).toBe('completed');
  expect(stage.timers('callback')).toEqual([]);
});

test('the next attempt waits for its time, within hours, and becomes one task', async () => {
  const stage = new CallingBack({}, { CALLBACK_MINUTES: '5' });
  await new Player(stage).play('Carl is busy');
  const [timer] = stage.timers('callback');
  expect(timer).toMatchObject({
    key: `after.${stage.routing.task.sid}`,
    callback_number: CARL,
    attributes: { name: 'Carl', callback: { attempt: 2, of: 3 } },
  });
  for (let copy = 0; copy < 3; copy += 1) await stage.fires(timer ?? {});
  expect(stage.tasks).toEqual([
    expect.objectContaining({ callback: expect.objectContaining({ attempt: 2 }) }),
  ]);
});

test('after hours a callback is put off, once, and nobody is rung', async () => {
  const stage = new CallingBack({}, { BUSINESS_HOURS: 'mon 08:00-08:01' });
  for (let copy = 0; copy < 2; copy += 1) await stage.offers();
  expect(stage.ada).toBeUndefined();
  expect(stage.routing.task.status).toBe('canceled');
  expect(new Set(stage.timers('callback').map(({ key }) => key)).size).toBe(1);
  expect(stage.timers('callback')[0]).toMatchObject({
    attributes: { callback: { attempt: 1 } },
    priority: 3,
  });
});

test('a number that must not be called is not, whoever has written it into a task', async () => {
  const stage = new CallingBack({ number: '+19005551234' });
  await stage.offers();
  expect(stage.ada).toBeUndefined();
  expect(stage.routing.task).toMatchObject({ status: 'canceled', reason: 'The number must not be called.' });
});

test('a message is played with the first key, and dials with the second only', async () => {
  const stage = new CallingBack({ message: MESSAGE });
  await stage.offers();
  const { ada } = stage;
  if (ada === undefined) throw new Error('nobody rang');
  expect(ada.twiml).toContain('A message from Carl, for support. Press any key to hear it.');
  await stage.adaAnswers();
  for (const key of ['1', '2']) {
    await stage.press(ada, key);
    expect(ada.twiml).toMatch(
      /<Play>https:\/\/example\.twil\.io\/voice\/recordings\/play\?token=[^#<]+<\/Play>/,
    );
    expect(stage.callsTo(CARL)).toBe(0);
  }
  expect(stage.routing.reservation.status).toBe('accepted');
  expect(await stage.seen()).toMatchObject({ offer: { message: MESSAGE }, phase: 'agent-answered' });
  await stage.press(ada, '1');
  expect(ada.twiml).toContain('<Conference');
  expect(stage.callsTo(CARL)).toBe(1);
});

test('who has heard a message and hangs up has the note to write', async () => {
  const stage = new CallingBack({ message: MESSAGE });
  await stage.offers();
  const ada = await stage.adaAnswers();
  await stage.press(ada, '5');
  await stage.press(ada, '0');
  expect(ada.twiml).toMatch(/Goodbye.*<Hangup/);
  await stage.reports(ada, 'completed');
  expect(stage.routing.task.status).toBe('wrapping');
  expect(stage.routing.worker.activity).toBe('post-call');
  expect(await stage.seen()).toMatchObject({ outcome: 'not_dialled', reason: 'agent_hung_up', wrapUp: {} });
  expect((await stage.clicks('complete', {})).status).toBe(200);
  expect(stage.routing.task.status).toBe('completed');
});

test.each(['canceled', 'timeout'] as const)(
  'an offer that is %s stops ringing; a message that is heard stays',
  async (how) => {
    const stage = new CallingBack();
    await stage.offers();
    const { ada } = stage;
    if (ada === undefined) throw new Error('nobody rang');
    await stage.reports(ada, 'ringing');
    await stage.withdraws(how);
    expect(up(stage)).toEqual([]);
    await stage.reports(ada, 'canceled');
    expect(await stage.seen()).toMatchObject({ outcome: 'missed', reason: 'offer_withdrawn' });
    const other = new CallingBack({ message: MESSAGE });
    await other.offers();
    await other.press(await other.adaAnswers(), '5');
    await other.withdraws(how);
    expect(up(other)).toEqual([ADA.phone]);
  },
);
