import { randomUUID } from 'node:crypto';
import { handler as task } from '../../functions/ivr/task.protected';
import { handler as callback } from '../../functions/voice/callback.protected';
import { handler as menu } from '../../functions/voice/menu.protected';
import { type FakeTask, FakeTasks } from '../callbacks/testing';
import { FAULTS, failAt, hurryUp } from '../calls/testing-faults';
import { FakeTwilio } from '../testing/fake-twilio';
import { invoke } from '../testing/invoke';
import { address, CALL, QUEUED, REDIRECT, said, taskOf } from './testing';

const ACTION = /<Gather[^>]* action="(.+?)"/;
const CLOSED = { BUSINESS_HOURS: 'mon 08:00-08:01' };

/** Carl waits in the queue for support. */
class Waiting {
  readonly twilio = new FakeTwilio();
  readonly tasks = new FakeTasks();
  readonly own: FakeTask;
  fault: FakeTwilio['intercept'] = () => undefined;
  runs = 0;
  #delivery = randomUUID();

  constructor(readonly environment: Record<string, string> = {}) {
    this.twilio.intercept = (request) => this.fault(request) ?? this.tasks.answer(request);
    this.own = this.tasks.add(
      {
        call_sid: CALL.CallSid,
        from: CALL.From,
        to: CALL.To,
        reason: 'support',
        skill: 'support',
        language: 'en',
      },
      { priority: 7, since: '2026-11-21T10:00:00.000Z' },
    );
  }

  /** Twilio asks for an address; `again` under the same name. */
  async asks(query: Record<string, string>, again = false) {
    if (!again) this.#delivery = randomUUID();
    this.runs += 1;
    const environment = { WORKSPACE_SID: `WS${'1'.repeat(32)}`, ...QUEUED, ...this.environment };
    const headers = { 'i-twilio-idempotency-token': this.#delivery };
    const fields = { ...CALL, QueueTime: '40', ...query };
    const answer = await invoke(callback, this.twilio, fields, { environment, headers });
    return { ...answer, text: String(answer.body) };
  }

  /** Presses 1 and agrees. */
  async agrees() {
    const asked = await this.asks({ language: 'en', Digits: '1' });
    return this.asks({ ...address(asked.text, ACTION).query, Digits: '1' });
  }
}

test('a caller hears which number is called, agrees, and keeps their place', async () => {
  const carl = new Waiting();
  const asked = await carl.asks({ language: 'en', Digits: '1', said: '4', position: '2' });
  expect(said(asked.text)).toEqual([
    'en-US: We will call you at the number that ends in 0 1 2 3. To agree, press 1. For another number, press 2.',
  ]);
  // Who presses nothing waits on, and is told what they were told.
  expect(address(asked.text, REDIRECT)).toEqual({
    path: '/voice/wait',
    query: { language: 'en', greeted: '1', said: '4', position: '2' },
  });
  expect(carl.tasks.callbacks).toEqual([]);
  const agreed = await carl.asks({ ...address(asked.text, ACTION).query, Digits: '1' });
  expect(said(agreed.text)).toEqual([expect.stringContaining('we will call you when it is your turn')]);
  expect(agreed.text).toContain('<Hangup/>');
  expect(carl.own).toMatchObject({ status: 'canceled' });
  expect(carl.tasks.callbacks).toEqual([
    expect.objectContaining({ status: 'pending', priority: 7, since: carl.own.since, timeout: 1_209_600 }),
  ]);
  expect(carl.tasks.callbacks[0]?.attributes).toEqual({
    reason: 'support',
    skill: 'support',
    language: 'en',
    to: CALL.To,
    callback: { number: CALL.From, attempt: 1, of: 3, since: Date.parse(carl.own.since) },
    callback_number: CALL.From,
    instead_of: carl.own.sid,
    once: `call.${CALL.CallSid}`,
  });
});

test('another number can be typed; one that is not allowed can not', async () => {
  const carl = new Waiting();
  const asked = await carl.asks({ language: 'en', Digits: '1' });
  const other = await carl.asks({ ...address(asked.text, ACTION).query, Digits: '2' });
  expect(said(other.text)[0]).toContain('type the number with its area code');
  const wrong = await carl.asks({ ...address(other.text, ACTION).query, Digits: '19005551234' });
  expect(said(wrong.text)[0]).toContain('cannot call that number');
  const right = await carl.asks({ ...address(wrong.text, ACTION).query, Digits: '4155550124' });
  expect(said(right.text)[0]).toContain('We will call you at 1 4 1 5 5 5 5 0 1 2 4.');
  await carl.asks({ ...address(right.text, ACTION).query, Digits: '1' });
  expect(carl.tasks.callbacks[0]?.attributes).toMatchObject({ callback: { number: '+14155550124' } });
  // The second wrong one ends it.
  const still = await carl.asks({ ...address(wrong.text, ACTION).query, Digits: '911' });
  expect(address(still.text, REDIRECT).path).toBe('/voice/wait');
  expect(still.text).not.toContain('<Gather');
});

test.each([
  { what: 'it is switched off', environment: { CALLBACKS: 'off' } },
  { what: 'it is after hours', environment: CLOSED },
  { what: 'nobody may call the number', environment: { DO_NOT_CALL: CALL.From } },
  { what: 'there is no workflow', environment: { WORKFLOW_SID: '' } },
])('who presses 1 although $what waits on', async ({ environment }) => {
  const carl = new Waiting(environment);
  for (const step of ['choose', 'confirm', 'number']) {
    const { text } = await carl.asks({ language: 'en', Digits: '1', step });
    expect(text).not.toMatch(/<Gather|<Hangup/);
    expect(address(text, REDIRECT).path).toBe('/voice/wait');
  }
  expect(carl.tasks.callbacks).toEqual([]);
});

test('2 leaves the queue for a message, where one can be left', async () => {
  expect((await new Waiting().asks({ Digits: '2' })).text).toMatch(/<Response><Leave ?\/><\/Response>/);
  const { text } = await new Waiting({ VOICEMAIL_SECONDS: '0' }).asks({ Digits: '2' });
  expect(address(text, REDIRECT).path).toBe('/voice/wait');
});

test('an agent has taken the caller by then: they stay on the line, and nobody calls them', async () => {
  for (const status of ['assigned', 'reserved then assigned']) {
    const carl = new Waiting();
    if (status === 'assigned') carl.own.status = 'assigned';
    else
      carl.fault = ({ form }) => {
        if (form.AssignmentStatus === 'canceled' && carl.own.status === 'pending')
          carl.own.status = 'assigned';
        return undefined;
      };
    const { text } = await carl.agrees();
    expect(said(text)).toEqual([expect.stringContaining('Somebody is about to take your call')]);
    expect(text).not.toContain('<Hangup');
    expect(carl.tasks.callbacks).toEqual([]);
  }
});

test('who is to be called already is called once', async () => {
  const carl = new Waiting();
  carl.tasks.shy = true;
  carl.tasks.add({
    callback_number: CALL.From,
    once: 'call.other',
    callback: { number: CALL.From, attempt: 1, of: 3, since: 0 },
  });
  const { text } = await carl.agrees();
  expect(text).toContain('<Hangup/>');
  expect(carl.own.status).toBe('canceled');
  expect(carl.tasks.callbacks).toHaveLength(1);
});

test('a key that is delivered three times, or three times at once, makes one callback', async () => {
  const carl = new Waiting();
  carl.tasks.shy = true;
  const query = { language: 'en', step: 'confirm', Digits: '1' };
  for (let copy = 0; copy < 3; copy += 1)
    expect((await carl.asks(query, copy > 0)).text).toContain('<Hangup/>');
  expect(carl.tasks.callbacks).toHaveLength(1);
  const dora = new Waiting();
  const answers = await Promise.all([dora.asks(query), dora.asks(query), dora.asks(query)]);
  expect(dora.tasks.callbacks).toHaveLength(1);
  expect(answers.some(({ text }) => text.includes('<Hangup/>'))).toBe(true);
  for (const { text } of answers) expect(text).toMatch(/<Hangup|<Redirect/);
});

hurryUp();

test.each(FAULTS)(
  'each request in turn %s: the caller waits on or is called back, and never both',
  async (fault) => {
    const whole = new Waiting();
    await whole.agrees();
    const { length } = whole.twilio.requests;
    expect(length).toBeGreaterThan(4);
    for (let index = 0; index < length; index += 1) {
      const carl = new Waiting();
      failAt(carl as never, index, fault);
      let { text } = await carl.agrees();
      const onward = () => address(text, REDIRECT);
      // What failed is asked for once more by the document itself.
      if (!text.includes('<Hangup') && onward().path === '/voice/callback')
        text = (await carl.asks(onward().query)).text;
      const where = `${index}: ${whole.twilio.requests[index]?.method} ${whole.twilio.requests[index]?.url}`;
      const called = text.includes('<Hangup');
      if (!called) expect(onward().path).toBe('/voice/wait');
      const now = { where, called, own: carl.own.status, callbacks: carl.tasks.callbacks.length };
      expect(now).toEqual({
        where,
        called,
        own: called ? 'canceled' : carl.own.status,
        callbacks: called ? 1 : expect.any(Number),
      });
      expect(now.callbacks).toBeLessThanOrEqual(1);
      // Who waits on is in the queue, or will be called.
      if (!called) expect(now.own === 'pending' || now.callbacks === 1).toBe(true);
    }
  },
);

test('who is to be called and calls in is queued in that place, by the menu and by a flow', async () => {
  const carl = new Waiting();
  carl.tasks.shy = true;
  const callback = carl.tasks.add(
    {
      callback_number: CALL.From,
      callback: { number: CALL.From, attempt: 1, of: 3, since: 0 },
      once: 'call.other',
    },
    { priority: 10 },
  );
  const fields = { ...CALL, language: 'en', Digits: '2', times: '1' };
  const environment = { WORKSPACE_SID: `WS${'1'.repeat(32)}`, ...QUEUED };
  const queued = String((await invoke(menu, carl.twilio, fields, { environment })).body);
  expect(queued).toMatch(/<Task priority="10">/);
  expect(queued).toContain('keeps=1');
  expect(taskOf(queued)).toMatchObject({
    call_sid: CALL.CallSid,
    kept: { task: callback.sid, priority: 10 },
  });
  const { body } = await invoke(task, carl.twilio, fields, { environment });
  expect(JSON.parse(String(body.attributes))).toEqual(taskOf(queued));
  expect(body).toMatchObject({ keeps: '1', priority: 10 });
  // It can't be found out: they wait like everybody.
  carl.fault = () => new Error('connection reset');
  const plain = String((await invoke(menu, carl.twilio, fields, { environment })).body);
  expect(taskOf(plain)).not.toHaveProperty('kept');
});
