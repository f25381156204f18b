import type { DeviceLeg } from './device';
import { OWNED, SITE, TestPhone, twiml, type World, world } from './testing';

const ANNA = '+14155550101';
const BEN = '+14155550102';

async function own(w: World, settings: Record<string, unknown>): Promise<string> {
  const [number] = await w.client.incomingPhoneNumbers.list({ phoneNumber: OWNED });
  if (!number) throw new Error('the account owns no number');
  await w.client.incomingPhoneNumbers(number.sid).update(settings);
  return number.sid;
}

/** Anna calls; the line is her handle on the call. */
const dial = (w: World, to: string): DeviceLeg => w.voice.engine.placeCall(w.phone(ANNA), to);

test('a call to an owned number is answered by its TwiML', async () => {
  const w = world();
  const sid = await own(w, {
    voiceUrl: w.page('/voice', twiml('<Say>Welcome to us</Say>')),
    statusCallback: `${SITE}/status`,
  });
  const line = dial(w, '(415) 555-0199');
  await w.pass(5);
  expect(w.sentTo('/voice')).toEqual([
    expect.objectContaining({
      CallSid: line.callSid,
      CallStatus: 'ringing',
      Direction: 'inbound',
      From: ANNA,
      To: OWNED,
      Caller: ANNA,
      Called: OWNED,
      FromCountry: 'US',
    }),
  ]);
  expect(w.phone(ANNA).sounds).toEqual(['tone:ringing', 'speech']);
  expect(w.phone(ANNA).ends).toEqual(['completed']);
  expect(w.sentTo('/status')).toEqual([
    expect.objectContaining({ CallStatus: 'completed', CallDuration: '1' }),
  ]);
  expect(await w.client.calls(line.callSid).fetch()).toMatchObject({
    direction: 'inbound',
    status: 'completed',
    phoneNumberSid: sid,
  });
});

test('its TwiML application answers where there is one', async () => {
  const w = world();
  const application = await w.client.applications.create({
    voiceUrl: w.page('/app', twiml('<Say>App</Say>')),
  });
  await own(w, { voiceUrl: `${SITE}/number`, voiceApplicationSid: application.sid });
  dial(w, OWNED);
  await w.pass(3);
  expect(w.phone(ANNA).words).toEqual(['App']);
});

test('a rejected call is never answered', async () => {
  const w = world();
  await own(w, { voiceUrl: w.page('/voice', twiml('<Reject reason="busy"/>')) });
  const line = dial(w, OWNED);
  await w.pass(1);
  expect(w.phone(ANNA).ends).toEqual(['busy']);
  expect(await w.client.calls(line.callSid).fetch()).toMatchObject({ status: 'busy', duration: '0' });
});

test('a pause before anything else rings on', async () => {
  const w = world();
  await own(w, { voiceUrl: w.page('/voice', twiml('<Pause length="5"/><Say>Hello</Say>')) });
  const line = dial(w, OWNED);
  await w.pass(3);
  expect((await w.client.calls(line.callSid).fetch()).status).toBe('ringing');
  await w.pass(3);
  expect(w.phone(ANNA).words).toEqual(['Hello']);
});

test('with answerOnBridge the caller hears ringing until the other side picks up', async () => {
  const w = world();
  await own(w, { voiceUrl: w.page('/voice', twiml(`<Dial answerOnBridge="true">${BEN}</Dial>`)) });
  const ben = w.phone(BEN);
  const line = dial(w, OWNED);
  await w.pass(2);
  expect((await w.client.calls(line.callSid).fetch()).status).toBe('ringing');
  expect(ben.line.from).toBe(ANNA);
  ben.line.answer();
  await w.pass(1);
  expect((await w.client.calls(line.callSid).fetch()).status).toBe('in-progress');
  line.say('Hi');
  expect(ben.words).toEqual(['Hi']);
});

test('a caller who hangs up before the answer is no answer', async () => {
  const w = world();
  await own(w, { voiceUrl: w.page('/voice', twiml('<Pause length="9"/>')) });
  const line = dial(w, OWNED);
  await w.pass(1);
  line.hangup();
  await w.pass(1);
  expect((await w.client.calls(line.callSid).fetch()).status).toBe('no-answer');
  expect(w.timersWaiting()).toBe(0);
});

test('an owned number without a voice URL fails, loudly', async () => {
  const w = world();
  dial(w, OWNED);
  await w.pass(1);
  expect(w.phone(ANNA).ends).toEqual(['failed']);
  expect(w.violations()).toEqual([`${OWNED} was called but has no voice URL`]);
});

test('two people ring each other up with no Twilio in between', async () => {
  const w = world();
  const ben = w.phone(BEN);
  const line = dial(w, BEN);
  await w.pass(1);
  expect(w.phone(ANNA).sounds).toEqual(['tone:ringing']);
  ben.line.answer();
  line.say('Hello');
  ben.line.press('1');
  expect(ben.words).toEqual(['Hello']);
  expect(w.phone(ANNA).sounds).toEqual(['tone:ringing', 'tone:dtmf']);
  ben.line.hangup();
  expect([ben.ends, w.phone(ANNA).ends]).toEqual([['completed'], ['completed']]);
  expect(await w.client.calls.list()).toEqual([]);
  expect(w.timersWaiting()).toBe(0);
});

test('a direct call is refused, given up, unanswered, or to nobody', async () => {
  const w = world();
  const ben = w.phone(BEN);
  dial(w, BEN);
  await w.pass(0);
  ben.line.refuse('declined');
  const second = dial(w, BEN);
  await w.pass(0);
  second.hangup();
  dial(w, BEN);
  await w.pass(61);
  dial(w, '+14155550150');
  await w.pass(0);
  expect(w.phone(ANNA).ends).toEqual(['busy', 'canceled', 'no-answer', 'failed']);
  expect(ben.ends).toEqual(['busy', 'canceled', 'no-answer']);
});

test('after a restore nothing goes on: what was live is over, without webhooks', async () => {
  const w = world();
  w.phone(ANNA).whenRung = (leg) => leg.answer();
  w.page('/voice', twiml('<Dial><Conference>Room</Conference></Dial>'));
  const made = await w.client.calls.create({
    from: OWNED,
    to: ANNA,
    url: `${SITE}/voice`,
    statusCallback: `${SITE}/status`,
  });
  await w.client.calls.create({ from: OWNED, to: new TestPhone(BEN).address, url: `${SITE}/voice` });
  await w.pass(1);
  const snapshot = w.kernel.store.snapshot();
  w.kernel.store.restore(snapshot);
  w.voice.product.restored?.();
  expect(w.phone(ANNA).ends).toEqual(['completed']);
  expect((await w.client.calls(made.sid).fetch()).status).toBe('completed');
  expect((await w.client.conferences.list())[0]?.status).toBe('completed');
  expect(w.sentTo('/status')).toEqual([]);
  expect(w.timersWaiting()).toBe(0);
  await w.pass(60);
});

test('after a reset the account owns its numbers again', async () => {
  const w = world();
  await w.client.applications.create({ friendlyName: 'x' });
  w.kernel.store.clear();
  w.voice.product.restored?.();
  expect(w.voice.owns('415-555-0199')).toBe(true);
  expect(await w.client.applications.list()).toEqual([]);
});
