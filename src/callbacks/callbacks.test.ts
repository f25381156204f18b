import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import * as v from 'valibot';
import { handler as left } from '../../functions/voice/voicemail/left.protected';
import { FAULTS, failAt, hurryUp } from '../calls/testing-faults';
import { type Handler, twilioWebhook } from '../endpoint';
import { FakeTwilio } from '../testing/fake-twilio';
import { invoke } from '../testing/invoke';
import { type Attributes, attributesOf, nextAttemptOf, readWork } from './attributes';
import { callbackDue } from './later';
import { FakeTasks, ROUTING } from './testing';

const CALL_SID = `CA${'1'.repeat(32)}`;
const RECORDING = `RE${'1'.repeat(32)}`;
const CARL = '+14155550123';
const CLOSED = { BUSINESS_HOURS: 'mon 08:00-08:01' };

/** What `/general/router` hands on. */
const due = twilioWebhook(
  () => v.object({ payload: v.custom<Attributes>(() => true) }),
  async (deps, { payload }) => callbackDue(deps, payload).then(() => undefined),
  'event',
);

/** Twilio, with a call from Carl. */
class Account {
  readonly twilio = new FakeTwilio();
  readonly tasks = new FakeTasks();
  fault: FakeTwilio['intercept'] = () => undefined;
  runs = 0;

  constructor(
    readonly environment: Record<string, string> = {},
    from = CARL,
  ) {
    this.twilio.maps.set('recordings', new Map());
    this.twilio.intercept = (request) => {
      const call = { status: 200, body: { sid: CALL_SID, from, to: '+14155550199' } };
      const isCall = request.url.endsWith(`/Calls/${CALL_SID}.json`);
      return this.fault(request) ?? this.tasks.answer(request) ?? (isCall ? call : undefined);
    };
  }

  ask(handler: Handler, fields: Record<string, unknown>, delivery: string = randomUUID()) {
    this.runs += 1;
    const environment = { ...ROUTING, ...this.environment };
    return invoke(handler, this.twilio, fields, {
      environment,
      headers: { 'i-twilio-idempotency-token': delivery },
    });
  }

  /** Twilio reports a message, up to `times` times until it is taken. */
  async reports(fields: Record<string, string> = {}, times = 1) {
    const delivery = randomUUID();
    const report = {
      CallSid: CALL_SID,
      RecordingSid: RECORDING,
      RecordingStatus: 'completed',
      RecordingDuration: '12',
      RecordingStartTime: 'Sat, 21 Nov 2026 10:00:00 +0000',
      language: 'es',
      reason: 'sales',
      ...fields,
    };
    let status = 0;
    for (let time = 0; time < times && (status === 0 || status >= 500); time += 1)
      status = (await this.ask(left, report, delivery)).status;
    return status;
  }
}

test('a message becomes a task, once, and is noted to be deleted', async () => {
  const account = new Account();
  for (let copy = 0; copy < 3; copy += 1) expect(await account.reports()).toBe(204);
  const dora = new Account();
  await Promise.all([dora.reports(), dora.reports(), dora.reports()]);
  for (const { tasks, twilio } of [account, dora]) {
    expect(tasks.all.map(({ attributes }) => attributes)).toEqual([
      {
        language: 'es',
        reason: 'sales',
        skill: 'sales',
        to: '+14155550199',
        message: { id: RECORDING, seconds: 12 },
        callback: { number: CARL, attempt: 1, of: 3, since: expect.any(Number) },
        callback_number: CARL,
        once: `message.${RECORDING}`,
      },
    ]);
    expect(Object.values(twilio.items('recordings'))).toEqual([{ v: 1, sid: RECORDING }]);
  }
});

test('the message of somebody who can not be called can be heard', async () => {
  for (const from of ['anonymous', '+19005551234', '']) {
    const account = new Account({}, from);
    await account.reports();
    const [task] = account.tasks.all;
    expect(task?.attributes).toMatchObject({ message: { id: RECORDING } });
    expect(task?.attributes).not.toHaveProperty('callback');
  }
});

test.each([
  { what: 'is empty', fields: { RecordingDuration: '1' } },
  { what: 'has no length', fields: { RecordingDuration: '' } },
  { what: 'came to nothing', fields: { RecordingStatus: 'absent' } },
])('a message that $what is none', async ({ fields }) => {
  const account = new Account();
  expect(await account.reports(fields)).toBe(204);
  expect(account.twilio.requests).toEqual([]);
});

test('a message after hours waits for the opening; a timer that runs out too early waits on', async () => {
  const account = new Account(CLOSED);
  await account.reports();
  const [timer] = account.tasks.all;
  expect(account.tasks.timers).toEqual([timer]);
  expect(timer?.timeout).toBeGreaterThan(0);
  expect(timer?.timeout).toBeLessThanOrEqual(7 * 86_400);
  const { timer: _kind, ...payload } = timer?.attributes ?? {};
  await account.ask(due, { payload });
  expect(account.tasks.timers).toHaveLength(2);
  // It has opened: whatever timers there are, there is one task.
  Object.assign(account.environment, { BUSINESS_HOURS: '' });
  for (let copy = 0; copy < 3; copy += 1) await account.ask(due, { payload });
  expect(account.tasks.callbacks).toHaveLength(1);
  expect(account.tasks.callbacks[0]?.attributes).toMatchObject({ message: { id: RECORDING, seconds: 12 } });
});

test('timers that somebody else has made come to nothing', async () => {
  const account = new Account();
  const attributes = { message: { id: RECORDING, seconds: 3 } };
  const good = { key: 'message.x', attributes, priority: 0, since: 0 };
  for (const payload of [
    {},
    { ...good, key: '../agents' },
    { ...good, attributes: 'x' },
    { ...good, attributes: {} },
    { ...good, priority: -1 },
    { ...good, since: 'now' },
  ])
    expect((await account.ask(due, { payload })).status).toBe(204);
  expect(account.twilio.requests).toEqual([]);
});

test('an attempt follows the other until there is none left, about the same', () => {
  const since = 1_795_000_000_000;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), fc.boolean(), (of, spoken) => {
      const about = {
        reason: 'sales',
        skill: 'sales',
        language: 'en',
        call_sid: CALL_SID,
        instead_of: 'x',
        once: 'y',
      };
      const message = { id: RECORDING, seconds: 5 };
      const first = attributesOf(about, {
        callback: { number: CARL, attempt: 1, of, since },
        ...(spoken ? { message } : {}),
      });
      const attempts: Attributes[] = [];
      for (let next: Attributes | undefined = first; next !== undefined; next = nextAttemptOf(next))
        attempts.push(next);
      expect(attempts).toEqual(
        Array.from({ length: of }, (_, n) => ({
          reason: 'sales',
          skill: 'sales',
          language: 'en',
          callback: { number: CARL, attempt: n + 1, of, since },
          callback_number: CARL,
          ...(spoken ? { message } : {}),
        })),
      );
    }),
  );
});

test('whatever somebody writes into a task, what is read of it is a number, a message, or nothing', () => {
  const wild = fc.record(
    {
      callback: fc.oneof(
        fc.anything(),
        fc.record({
          number: fc.constantFrom(CARL, '911', 'client:ada'),
          attempt: fc.integer(),
          of: fc.integer({ min: -1, max: 12 }),
          since: fc.double(),
        }),
      ),
      message: fc.oneof(
        fc.anything(),
        fc.record({ id: fc.constantFrom(RECORDING, '../x'), seconds: fc.double() }),
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(wild, (attributes) => {
      const work = readWork(attributes as Attributes);
      if (work === undefined) return;
      if (work.callback !== undefined) {
        expect(work.callback.number).toMatch(/^\+\d+$/);
        expect(work.callback.attempt).toBeLessThanOrEqual(work.callback.of);
        expect(work.callback.attempt).toBeGreaterThan(0);
      }
      if (work.message !== undefined) expect(work.message.id).toBe(RECORDING);
    }),
  );
});

hurryUp();

test.each(FAULTS)('each request of keeping a message in turn %s: it is kept, once', async (fault) => {
  const whole = new Account();
  await whole.reports();
  const { length } = whole.twilio.requests;
  expect(length).toBeGreaterThan(4);
  for (let index = 0; index < length; index += 1) {
    const account = new Account();
    failAt(account as never, index, fault);
    await account.reports({}, 3);
    const where = `${index}: ${whole.twilio.requests[index]?.method} ${whole.twilio.requests[index]?.url}`;
    const lost = fault === 'refused (400)' && account.tasks.callbacks.length === 0;
    if (!lost) expect({ where, tasks: account.tasks.callbacks.length }).toEqual({ where, tasks: 1 });
  }
});
