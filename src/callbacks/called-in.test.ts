import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { FAULTS, failAt, hurryUp } from '../calls/testing-faults';
import { type Deps, type Handler, twilioWebhook } from '../endpoint';
import { FakeTwilio } from '../testing/fake-twilio';
import { invoke } from '../testing/invoke';
import { type Attributes, attributesOf } from './attributes';
import { bringBack, callerQueued, placeOfCaller } from './called-in';
import { leaveNumber } from './leave-number';
import { tryAgainLater } from './same-number';
import { type FakeTask, FakeTasks, ROUTING } from './testing';

const CARL = '+14155550123';
const CALL_SID = `CA${'2'.repeat(32)}`;
const MESSAGE = { id: `RE${'1'.repeat(32)}`, seconds: 9 };
const SINCE = Date.parse('2026-11-21T10:00:00.000Z');

/** What Cordboard does, as a webhook does it: within its deadline, and again when it failed. */
const doing = (work: (deps: Deps) => Promise<unknown>): Handler =>
  twilioWebhook(
    () => v.object({}),
    async (deps) => work(deps).then(() => undefined),
    'event',
  );

/** Carl is to be called back, and calls in. */
class CallsIn {
  readonly twilio = new FakeTwilio();
  readonly tasks = new FakeTasks();
  readonly callback: FakeTask;
  caller: FakeTask | undefined;
  fault: FakeTwilio['intercept'] = () => undefined;
  runs = 0;

  constructor({
    attempt = 1,
    message,
    ...task
  }: { attempt?: number; message?: typeof MESSAGE } & Partial<FakeTask> = {}) {
    this.twilio.intercept = (request) => this.fault(request) ?? this.tasks.answer(request);
    this.callback = this.tasks.add(
      {
        ...attributesOf(
          { reason: 'support', skill: 'support', language: 'en', name: 'Carl' },
          { callback: { number: CARL, attempt, of: 3, since: SINCE }, ...(message && { message }) },
        ),
        instead_of: `WT${'f'.repeat(32)}`,
        once: 'call.before',
      },
      { priority: 10, since: new Date(SINCE).toISOString(), ...task },
    );
  }

  /** Whatever fails is delivered again, some times over. */
  async does(work: (deps: Deps) => Promise<unknown>, times = 3): Promise<void> {
    const delivery = randomUUID();
    for (let time = 0; time < times; time += 1) {
      this.runs += 1;
      const headers = { 'i-twilio-idempotency-token': delivery };
      const { status } = await invoke(doing(work), this.twilio, {}, { environment: ROUTING, headers });
      if (status < 500) return;
    }
  }

  /** He comes into the queue: the task that Twilio makes for him. */
  async calls(): Promise<FakeTask> {
    let place: Awaited<ReturnType<typeof placeOfCaller>>;
    // Nobody asks again for him: he is queued without.
    await this.does(async (deps) => {
      place = await placeOfCaller(deps, CARL);
    }, 1);
    const about = { call_sid: CALL_SID, from: CARL, skill: 'sales', ...place?.attributes };
    this.caller = this.tasks.add(about, { priority: place?.priority ?? 0 });
    return this.caller;
  }

  /** TaskRouter tells that he waits. */
  async isQueued(): Promise<void> {
    const { sid, attributes } = this.caller as FakeTask;
    if (attributes.instead_of !== undefined) await this.does((deps) => callerQueued(deps, sid, attributes));
  }

  /** He hangs up unserved, and TaskRouter tells. */
  async hangsUp(): Promise<void> {
    const { caller } = this;
    if (caller?.status === 'pending') caller.status = 'canceled';
    await this.isGone();
  }

  async isGone(): Promise<void> {
    const { sid, attributes } = this.caller as FakeTask;
    if (attributes.kept !== undefined) await this.does((deps) => bringBack(deps, sid, attributes));
  }

  /** Tasks and timers by which somebody is to call him. */
  get calling(): Attributes[] {
    return this.tasks.all
      .filter(({ status, attributes }) => status === 'pending' && attributes.callback_number === CARL)
      .map(({ attributes }) => attributes);
  }
}

test('who calls in takes the place that was kept for them, and nobody calls them', async () => {
  const carl = new CallsIn();
  const caller = await carl.calls();
  expect(caller).toMatchObject({ priority: 10, attributes: { instead_of: carl.callback.sid } });
  expect(carl.callback.status).toBe('pending');
  for (let copy = 0; copy < 3; copy += 1) await carl.isQueued();
  expect(caller.since).toBe(new Date(SINCE).toISOString());
  expect(carl.callback).toMatchObject({ status: 'canceled', reason: 'The customer has called in.' });
  expect(carl.calling).toEqual([]);
});

test('it costs a request to find a place, and three to take it', async () => {
  const carl = new CallsIn();
  await carl.calls();
  expect(carl.twilio.requests).toHaveLength(1);
  await carl.isQueued();
  expect(carl.twilio.requests).toHaveLength(4);
});

test('who hangs up unserved is called back as before, once', async () => {
  for (const message of [undefined, MESSAGE]) {
    const carl = new CallsIn({ attempt: 2, ...(message && { message }) });
    const { sid } = await carl.calls();
    await carl.isQueued();
    await carl.hangsUp();
    for (let copy = 0; copy < 2; copy += 1) await carl.isGone();
    expect(carl.calling).toEqual([
      expect.objectContaining({
        callback: { number: CARL, attempt: 2, of: 3, since: SINCE },
        name: 'Carl',
        instead_of: sid,
        ...(message && { message }),
      }),
    ]);
    expect(carl.tasks.callbacks[0]).toMatchObject({ priority: 10, since: new Date(SINCE).toISOString() });
  }
});

test('who hangs up before they are known to wait is called back, in whatever order it is told', async () => {
  for (const order of ['gone first', 'queued first']) {
    const carl = new CallsIn();
    const caller = await carl.calls();
    caller.status = 'canceled';
    if (order === 'gone first') await carl.isGone();
    await carl.isQueued();
    await carl.isGone();
    expect(carl.calling).toHaveLength(1);
  }
});

test('who hangs up at the very moment when their callback is taken away is called back', async () => {
  const carl = new CallsIn();
  const caller = await carl.calls();
  carl.fault = ({ form }) => {
    if (form.AssignmentStatus === 'canceled') caller.status = 'canceled';
    return undefined;
  };
  // They were told to be gone before: then the callback was still there.
  await carl.isQueued();
  expect(carl.callback.status).toBe('canceled');
  expect(carl.calling).toHaveLength(1);
});

test('a number that is left again in that call is called once, and what was said before is heard', async () => {
  const carl = new CallsIn({ message: MESSAGE });
  const { sid } = await carl.calls();
  await carl.isQueued();
  const left = { callSid: CALL_SID, number: CARL, language: 'en', waited: 60 };
  await carl.does((deps) => leaveNumber(deps, left));
  await carl.isGone();
  expect(carl.calling).toEqual([
    expect.objectContaining({
      message: MESSAGE,
      callback: expect.objectContaining({ wanted: true }),
      instead_of: sid,
    }),
  ]);
});

test('the next attempt waits for its time no longer when its customer calls', async () => {
  const carl = new CallsIn({ status: 'assigned' });
  await carl.does((deps) => tryAgainLater(deps, carl.callback.sid));
  carl.callback.status = 'completed';
  expect(carl.calling).toMatchObject([{ timer: 'callback', attributes: { callback: { attempt: 2 } } }]);
  await carl.calls();
  await carl.isQueued();
  expect(carl.calling).toEqual([]);
  await carl.hangsUp();
  expect(carl.calling).toMatchObject([{ callback: { attempt: 2 } }]);
  expect(carl.calling[0]).not.toHaveProperty('timer');
});

test('who calls while an agent dials them comes before the others, and is not called again', async () => {
  for (const order of ['while it is dialled', 'when it has just been given up']) {
    const carl = new CallsIn({ status: 'assigned' });
    const caller = await carl.calls();
    expect(caller).toMatchObject({ priority: 10, attributes: { instead_of: carl.callback.sid } });
    expect(caller.attributes).not.toHaveProperty('kept');
    if (order === 'while it is dialled') await carl.isQueued();
    expect(carl.callback.status).toBe('assigned');
    // Their line is busy.
    await carl.does((deps) => tryAgainLater(deps, carl.callback.sid));
    carl.callback.status = 'completed';
    if (order !== 'while it is dialled') await carl.isQueued();
    expect(carl.calling).toEqual([]);
    await carl.hangsUp();
    expect(carl.calling).toMatchObject([{ callback: { attempt: 2 } }]);
  }
});

test('an agent who has the caller already and was told nothing of a message: it stays', async () => {
  const carl = new CallsIn({ status: 'assigned', message: MESSAGE });
  const caller = await carl.calls();
  carl.callback.status = 'pending';
  caller.status = 'assigned';
  await carl.isQueued();
  expect(carl.callback.status).toBe('pending');
});

test('a caller of another number, or of none, takes nobody’s place', async () => {
  const carl = new CallsIn();
  for (const number of ['+14155550124', 'anonymous', '']) {
    let place: unknown;
    await carl.does(async (deps) => {
      place = await placeOfCaller(deps, number);
    });
    expect(place).toBeUndefined();
  }
});

test('what somebody else writes into a task brings nobody back', async () => {
  const carl = new CallsIn();
  const good = {
    task: `WT${'e'.repeat(32)}`,
    attributes: carl.callback.attributes,
    priority: 1,
    since: SINCE,
  };
  for (const kept of [
    null,
    'x',
    {},
    { ...good, task: 'WT1' },
    { ...good, attributes: {} },
    { ...good, since: 'x' },
  ])
    await carl.does((deps) => bringBack(deps, `WT${'d'.repeat(32)}`, { call_sid: CALL_SID, kept }));
  expect(carl.twilio.requests).toEqual([]);
});

hurryUp();

test.each(FAULTS)(
  'each request in turn %s: a caller waits, is served, or is called; never forgotten, never twice',
  async (fault) => {
    const whole = new CallsIn();
    const story = async (carl: CallsIn) => {
      await carl.calls();
      await carl.isQueued();
      await carl.hangsUp();
    };
    await story(whole);
    const { length } = whole.twilio.requests;
    expect(length).toBeGreaterThan(7);
    for (let index = 0; index < length; index += 1) {
      const carl = new CallsIn();
      carl.tasks.shy = index % 2 === 0;
      failAt(carl as never, index, fault);
      await story(carl);
      const where = `${index}: ${whole.twilio.requests[index]?.method} ${whole.twilio.requests[index]?.url}`;
      const lost = fault === 'refused (400)' && carl.calling.length === 0;
      if (!lost) expect({ where, calling: carl.calling.length }).toEqual({ where, calling: 1 });
      expect(carl.calling.length).toBeLessThan(2);
    }
  },
);
