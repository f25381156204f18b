import { attributesOf } from '../../callbacks/attributes';
import type { FakeTask } from '../../callbacks/testing';
import { ADA, CARL } from '../testing';
import { FAULTS, failAt, hurryUp, up } from '../testing-faults';
import { Player } from '../testing-player';
import { CallingBack, MESSAGE } from './testing';

/** Another task of Carl's, made a while after the one that Ada is offered. */
function another(
  stage: CallingBack,
  {
    message,
    wanted = true,
    ...task
  }: { message?: typeof MESSAGE; wanted?: boolean } & Partial<FakeTask> = {},
): FakeTask {
  const callback = { number: CARL, attempt: 1, of: 3, since: Date.now() };
  const work = { ...(wanted && { callback }), ...(message && { message }) };
  const attributes = { ...attributesOf({ reason: 'sales' }, work), callback_number: CARL };
  return stage.routing.others.add(attributes, task);
}

/** Carl's own call. */
const calls = (stage: CallingBack, task: Partial<FakeTask> = {}): FakeTask =>
  stage.routing.others.add({ call_sid: `CA${'3'.repeat(32)}`, from: CARL }, task);

test('a callback alone costs one request more than a caller', async () => {
  const stage = new CallingBack();
  expect(await stage.counting(() => stage.offers())).toBe(3);
});

test.each(['pending', 'reserved', 'assigned'])(
  'whose call is %s is not called: the call has the place',
  async (status) => {
    const stage = new CallingBack();
    const call = calls(stage, { status });
    await stage.offers();
    expect(stage.ada).toBeUndefined();
    expect(stage.routing.task).toMatchObject({ status: 'canceled', reason: 'The customer has called in.' });
    expect(call.attributes).toMatchObject({ instead_of: stage.routing.task.sid, kept: { priority: 3 } });
    expect(stage.routing.timers).toEqual([]);
  },
);

test('a call that was there before a message was left does not answer it: it waits', async () => {
  const stage = new CallingBack({ message: MESSAGE });
  calls(stage, { status: 'assigned' });
  await stage.offers();
  expect(stage.ada).toBeUndefined();
  expect(stage.routing.task).toMatchObject({
    status: 'canceled',
    reason: 'Somebody deals with that number.',
  });
  expect(stage.timers('callback')).toMatchObject([
    { attributes: { message: MESSAGE, callback: { attempt: 1 } } },
  ]);
});

test.each(['assigned', 'wrapping', 'reserved'])(
  'while an agent has another task of the number, %s, no second one is asked; it comes again, once',
  async (status) => {
    const stage = new CallingBack();
    const other = another(stage, { message: MESSAGE, status, since: new Date(0).toISOString() });
    for (let copy = 0; copy < 2; copy += 1) await stage.offers();
    expect(stage.ada).toBeUndefined();
    expect(other.status).toBe(status);
    for (const timer of stage.timers('callback')) await stage.fires(timer);
    expect(stage.tasks).toEqual([
      expect.objectContaining({ callback_number: CARL, once: `after.${stage.routing.task.sid}` }),
    ]);
  },
);

test('of two that are offered at the same moment the one that came first is', async () => {
  const stage = new CallingBack();
  another(stage, { status: 'reserved' });
  await stage.offers();
  expect(stage.ada).toBeDefined();
});

test('a message that waits is heard with the callback, which is made all the same', async () => {
  const stage = new CallingBack();
  const other = another(stage, { message: MESSAGE });
  await stage.offers();
  expect(other).toMatchObject({ status: 'canceled', reason: 'It is heard with the callback.' });
  expect(stage.ada?.twiml).toContain('A message from Carl');
  expect(await stage.seen()).toMatchObject({ offer: { message: MESSAGE, callback: { attempt: 1, of: 3 } } });
  expect(JSON.parse(stage.routing.task.attributes)).toMatchObject({
    message: MESSAGE,
    callback: { wanted: true },
  });
  // To have heard it is not enough.
  const ada = await stage.adaAnswers();
  await stage.press(ada, '1');
  await stage.press(ada, '0');
  await stage.reports(ada, 'completed');
  expect(stage.routing.task.status).toBe('completed');
  expect(stage.timers('callback')).toMatchObject([
    { attributes: { message: MESSAGE, callback: { attempt: 2 } } },
  ]);
});

test('who was offered the message at that moment and put it off brings no second task', async () => {
  const stage = new CallingBack();
  const other = another(stage, { message: MESSAGE });
  await stage.offers();
  const due = {
    timer: 'callback',
    key: `after.${other.sid}`,
    attributes: other.attributes,
    priority: 0,
    since: 0,
  };
  await stage.fires(due);
  expect(stage.tasks).toEqual([]);
});

test('an agent takes the message at that very moment: the callback waits for them', async () => {
  const stage = new CallingBack();
  const other = another(stage, { message: MESSAGE });
  stage.fault = ({ form }) => {
    if (form.AssignmentStatus === 'canceled' && other.status === 'pending') other.status = 'assigned';
    return undefined;
  };
  await stage.offers();
  expect(stage.ada).toBeUndefined();
  expect(stage.timers('callback')).toHaveLength(1);
  expect(stage.timers('callback')[0]?.attributes).not.toHaveProperty('message');
});

test('who was reached is called by nobody else; what they said besides is still to be heard', async () => {
  const stage = new CallingBack({ message: MESSAGE });
  const [wish, spoken] = [
    another(stage),
    another(stage, { message: { ...MESSAGE, id: `RE${'2'.repeat(32)}` } }),
  ];
  await stage.offers();
  const ada = await stage.adaAnswers();
  await stage.press(ada, '5');
  await stage.press(ada, '1');
  const carl = stage.voice.lines.find(({ to }) => to === CARL);
  if (carl === undefined) throw new Error('nobody called Carl');
  await stage.reports(carl, 'in-progress');
  await stage.reports(carl, 'completed');
  await stage.reports(ada, 'completed');
  expect(wish).toMatchObject({ status: 'canceled', reason: 'The customer was called back.' });
  expect(spoken.status).toBe('pending');
});

test('Carl calls in while his phone is called: his call has the place, and he is not called again', async () => {
  const stage = new CallingBack();
  const player = new Player(stage);
  const call = calls(stage);
  // He came after Ada had taken it.
  const { answer } = stage.routing.others;
  stage.routing.others.answer = (request) =>
    stage.routing.reservation.status === 'accepted' ? answer.call(stage.routing.others, request) : undefined;
  call.status = 'completed';
  stage.fault = () => {
    if (stage.routing.reservation.status === 'accepted') call.status = 'pending';
    return undefined;
  };
  await player.play('Carl is busy');
  expect(up(stage)).toEqual([]);
  expect(stage.timers('callback')).toEqual([]);
  expect(call.attributes).toMatchObject({ kept: { attributes: { callback: { attempt: 2 } } } });
  expect(stage.routing).toMatchObject({ task: { status: 'completed' }, worker: { activity: 'available' } });
});

hurryUp();

test.each(FAULTS)(
  'each request of an offer with a message besides %s: nothing is lost, nothing is told twice',
  async (fault) => {
    const told = async (stage: CallingBack) => {
      const other = another(stage, { message: MESSAGE });
      await stage.offers();
      return other;
    };
    const whole = new CallingBack();
    const requests = await whole.counting(() => told(whole));
    for (let index = 0; index < requests; index += 1) {
      const stage = new CallingBack();
      failAt(stage, index, fault);
      const other = await told(stage);
      const request = whole.twilio.requests[index];
      const where = `${index}: ${request?.method} ${request?.url}`;
      const alive = (status: string) => status !== 'canceled';
      const heard = [
        alive(stage.routing.task.status) && stage.routing.task.attributes.includes(MESSAGE.id),
        alive(other.status),
        ...stage.timers('callback').map((timer) => JSON.stringify(timer).includes(MESSAGE.id)),
      ];
      expect({ where, lost: !heard.includes(true) }).toEqual({ where, lost: false });
      expect({ where, rung: stage.callsTo(ADA.phone) <= 1 }).toEqual({ where, rung: true });
    }
  },
);
