import { failure } from '../api/testing';
import { OWNED, SITE, twiml, type World, world } from './testing';

const ANNA = '+14155550101';
const ALL = ['initiated', 'ringing', 'answered', 'completed'];

const call = (w: World, more: Record<string, unknown> = {}) =>
  w.client.calls.create({
    from: OWNED,
    to: ANNA,
    url: `${SITE}/twiml`,
    statusCallback: `${SITE}/status`,
    statusCallbackEvent: ALL,
    ...more,
  });

const story = (w: World) => w.sentTo('/status').map(({ CallStatus }) => CallStatus);

test('a call rings, is answered, says its piece and hangs up', async () => {
  const w = world();
  w.page('/twiml', twiml('<Say>Hello Anna. Goodbye.</Say>'));
  const anna = w.phone(ANNA);

  const made = await call(w);
  expect(made).toMatchObject({ status: 'queued', direction: 'outbound-api', from: OWNED, to: ANNA });

  await w.pass(3);
  expect((await w.client.calls(made.sid).fetch()).status).toBe('ringing');
  expect(anna.rang).toBe(1);

  anna.line.answer();
  await w.pass(0);
  expect(w.sentTo('/twiml')).toEqual([
    expect.objectContaining({ CallSid: made.sid, CallStatus: 'in-progress', From: OWNED, To: ANNA }),
  ]);
  expect(anna.words).toEqual(['Hello Anna.']);

  await w.pass(5);
  expect(anna.words).toEqual(['Hello Anna.', 'Goodbye.']);
  expect(anna.ends).toEqual(['completed']);
  expect(story(w)).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
  expect(await w.client.calls(made.sid).fetch()).toMatchObject({ status: 'completed', duration: '1' });
  expect(w.timersWaiting()).toBe(0);
  expect(w.violations()).toEqual([]);
});

test('status callbacks carry what Twilio sends, numbered from 0', async () => {
  const w = world();
  w.page('/twiml', twiml('<Pause length="61"/>'));
  w.phone(ANNA).whenRung = (leg) => leg.answer();
  const made = await call(w);
  await w.pass(100);
  const sent = w.sentTo('/status');
  expect(sent.map(({ SequenceNumber }) => SequenceNumber)).toEqual(['0', '1', '2', '3']);
  expect(sent.at(-1)).toMatchObject({
    CallSid: made.sid,
    AccountSid: w.kernel.account.sid,
    From: OWNED,
    To: ANNA,
    Caller: OWNED,
    Called: ANNA,
    CallStatus: 'completed',
    ApiVersion: '2010-04-01',
    Direction: 'outbound-api',
    CallbackSource: 'call-progress-events',
    Timestamp: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/),
    CallDuration: '61',
    Duration: '2',
    SipResponseCode: '200',
    ToCountry: 'US',
  });
  expect(sent[0]).not.toHaveProperty('CallDuration');
});

test('only the end is told when no event is asked for', async () => {
  const w = world();
  w.page('/twiml', twiml('<Hangup/>'));
  w.phone(ANNA).whenRung = (leg) => leg.answer();
  await call(w, { statusCallbackEvent: undefined });
  await w.pass(1);
  expect(w.sentTo('/status').map(({ CallStatus, SequenceNumber }) => [CallStatus, SequenceNumber])).toEqual([
    ['completed', '0'],
  ]);
});

test.each(['declined', 'busy'] as const)('a phone that says %s makes the call busy', async (how) => {
  const w = world();
  w.phone(ANNA).whenRung = (leg) => leg.refuse(how);
  await call(w);
  await w.pass(1);
  expect(story(w)).toEqual(['initiated', 'busy']);
  expect(w.sentTo('/status').at(-1)).toMatchObject({ SipResponseCode: '486', CallDuration: '0' });
});

test('a phone that rings on is no answer after its timeout', async () => {
  const w = world();
  w.phone(ANNA);
  await call(w, { timeout: 20 });
  await w.pass(19);
  expect(story(w)).toEqual(['initiated', 'ringing']);
  await w.pass(2);
  expect(story(w)).toEqual(['initiated', 'ringing', 'no-answer']);
  expect(w.phone(ANNA).ends).toEqual(['no-answer']);
});

test('a number that does not exist fails', async () => {
  const w = world();
  await call(w);
  await w.pass(1);
  expect(story(w)).toEqual(['initiated', 'failed']);
});

test('a ringing call is canceled by REST, an answered one completed', async () => {
  const w = world();
  w.page('/twiml', twiml('<Pause length="60"/>'));
  w.phone(ANNA);
  const first = await call(w);
  await w.pass(1);
  await w.client.calls(first.sid).update({ status: 'canceled' });
  expect(story(w)).toEqual(['initiated', 'ringing', 'canceled']);

  w.phone(ANNA).whenRung = (leg) => leg.answer();
  const second = await call(w);
  await w.pass(1);
  expect((await w.client.calls(second.sid).update({ status: 'completed' })).status).toBe('completed');
  expect(w.timersWaiting()).toBe(0);
});

test('a call in progress goes where REST sends it; one that is over does not', async () => {
  const w = world();
  w.page('/twiml', twiml('<Say>One</Say><Pause length="60"/>'));
  w.page('/other', twiml('<Say>Two</Say>'));
  w.phone(ANNA).whenRung = (leg) => leg.answer();
  const made = await call(w);
  await w.pass(2);
  await w.client.calls(made.sid).update({ url: `${SITE}/other` });
  await w.pass(5);
  expect(w.phone(ANNA).words).toEqual(['One', 'Two']);
  expect(await failure(w.client.calls(made.sid).update({ url: `${SITE}/other` }))).toMatchObject({
    status: 400,
    code: 21220,
  });
});

test('a call that lasts to its time limit ends there', async () => {
  const w = world();
  w.page('/twiml', twiml('<Pause length="600"/>'));
  w.phone(ANNA).whenRung = (leg) => leg.answer();
  await call(w, { timeLimit: 30 });
  await w.pass(31);
  expect(w.sentTo('/status').at(-1)).toMatchObject({ CallStatus: 'completed', CallDuration: '30' });
});

test('calls per second: the second call waits its turn', async () => {
  const w = world({ callsPerSecond: 1 });
  w.phone(ANNA);
  w.phone('+14155550102');
  await call(w);
  const second = await call(w, { to: '+14155550102', statusCallback: `${SITE}/second` });
  await w.pass(0.5);
  expect(w.sentTo('/second')).toEqual([]);
  expect(Number(second.queueTime)).toBeGreaterThan(900);
  await w.pass(1);
  expect(w.sentTo('/second')).toHaveLength(2);
});
