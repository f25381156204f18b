import fc from 'fast-check';
import { MessageError, readMessage } from './messages';
import { type SignallingWorld, signallingWorld } from './testing';

let world: SignallingWorld;
beforeEach(async () => {
  world = await signallingWorld();
});
afterEach(() => world.close());

const TALK = '<Response><Say>Hello.</Say><Pause length="600"/></Response>';
const code = async (payload: Promise<{ error?: { code: number } }>) => (await payload).error?.code;

test('a page shows its token, is told who it is, and registers', async () => {
  const page = await world.open('ada');
  expect(await page.hears('connected')).toMatchObject({
    region: 'us1',
    token: { identity: 'ada', ttl: expect.any(Number) },
  });
  page.say('register', { media: { audio: true } });
  expect(await page.hears('ready')).toEqual({});
  page.say('register', { media: { audio: false } });
  expect(await page.hears('offline')).toEqual({});
});

test.each([
  ['register', { media: { audio: true } }],
  ['invite', { callsid: 'TJ1', sdp: 'v=0', twilio: {} }],
])('without a token there is no "%s"', async (type, payload) => {
  const page = await world.open();
  page.say(type, payload);
  expect(await code(page.hears('error'))).toBe(31204);
});

test('a token of another account, a forged one and an old one are told apart', async () => {
  const page = await world.open();
  page.say('listen', { token: 'hello' });
  expect(await code(page.hears('error'))).toBe(31204);
  page.say('listen', { token: world.token('ada').replace(/.{6}$/, 'AAAAAA') });
  expect((await page.hears('error', 2)).error).toEqual({
    code: 31204,
    message: '20107 Invalid access token signature',
  });
  page.say('listen', { token: world.token('ada', {}, -5) });
  expect(await code(page.hears('error', 3))).toBe(31205);
});

test('what the SDK would never send is answered with an error and noted, and the line holds', async () => {
  const page = await world.open('ada');
  for (const wrong of ['{', '[]', '{"payload":{}}']) page.socket.send(wrong);
  page.say('dance', {});
  page.say('dtmf', { callsid: 'CA1', dtmf: 'drop table' });
  page.say('register', { media: { audio: 'yes' } });
  await page.hears('error', 6);
  expect(page.told.filter(({ type }) => type === 'error').map(({ payload }) => payload.error?.code)).toEqual(
    Array(6).fill(31100),
  );
  expect(world.violations()).toHaveLength(6);
  expect(world.violations()[3]).toMatch(/does not know the message "dance"; add it in/);
  page.say('register', { media: { audio: true } });
  await page.hears('ready');
});

test('no text at all makes the reader fail other than by saying what is wrong', () => {
  const messages = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({
        type: fc.constantFrom('listen', 'register', 'invite', 'answer', 'hangup', 'dtmf', 'message'),
        payload: fc.anything(),
      })
      .map((message) => JSON.stringify(message) ?? ''),
  );
  fc.assert(
    fc.property(messages, (text) => {
      try {
        readMessage(text);
      } catch (error) {
        expect(error).toBeInstanceOf(MessageError);
      }
    }),
  );
});

test('a call goes from ringing to answer to hangup, and the SID of the page still means it', async () => {
  world.pages['/voice'] = TALK;
  const page = await world.open('ada');
  page.say('invite', { callsid: 'TJ1', sdp: await world.offer(), twilio: { params: 'To=desk' } });
  const ringing = await page.hears('ringing');
  expect(ringing).toMatchObject({
    callsid: expect.stringMatching(/^CA/),
    sdp: expect.stringContaining('m=audio'),
  });
  const answer = await page.hears('answer');
  expect(answer).toEqual({ callsid: ringing.callsid, reconnect: expect.any(String) });
  page.say('hangup', { callsid: 'TJ1' });
  await world.kernel.clock.settled();
  await until(async () => (await world.client.calls(ringing.callsid ?? '').fetch()).status === 'completed');
  expect(world.audio.running).toBe(false);
});

test.each([
  ['busy', '<Response><Reject reason="busy"/></Response>', 31486],
  ['rejected', '<Response><Reject/></Response>', 31480],
])('a call that is %s says so', async (_what, twiml, expected) => {
  world.pages['/voice'] = twiml;
  const page = await world.open('ada');
  page.say('invite', { callsid: 'TJ1', sdp: await world.offer(), twilio: {} });
  expect(await code(page.hears('hangup'))).toBe(expected);
});

test('an application that is gone, and an offer that is none', async () => {
  const page = await world.open('ada');
  page.say('invite', { callsid: 'TJ1', sdp: 'hello', twilio: {} });
  expect(await page.hears('hangup')).toMatchObject({ callsid: 'TJ1', error: { code: 31100 } });
  await world.client.applications(world.applicationSid).remove();
  page.say('invite', { callsid: 'TJ2', sdp: await world.offer(), twilio: {} });
  expect(await page.hears('hangup', 2)).toMatchObject({ callsid: 'TJ2', error: { code: 31001 } });
  expect(await world.client.calls.list()).toEqual([]);
});

test('a page that leaves before it is answered takes its call along', async () => {
  world.pages['/voice'] = '<Response><Pause length="50"/></Response>';
  const page = await world.open('ada');
  page.say('invite', { callsid: 'TJ1', sdp: await world.offer(), twilio: {} });
  const { callsid = '' } = await page.hears('ringing');
  page.socket.terminate();
  await until(async () => (await world.client.calls(callsid).fetch()).status === 'no-answer');
});

test('a call goes on for whoever holds its reconnect token, and for nobody else', async () => {
  world.pages['/voice'] = TALK;
  const page = await world.open('ada');
  const offer = await world.offer();
  page.say('invite', { callsid: 'TJ1', sdp: offer, twilio: {} });
  const { callsid = '', reconnect } = await page.hears('answer');
  page.socket.terminate();

  const stranger = await world.open('eve');
  stranger.say('invite', { callsid, sdp: offer, reconnect, twilio: {} });
  expect(await code(stranger.hears('hangup'))).toBe(31404);
  const guesser = await world.open('ada');
  guesser.say('invite', { callsid, sdp: offer, reconnect: 'guess', twilio: {} });
  expect(await code(guesser.hears('hangup'))).toBe(31404);

  const back = await world.open('ada');
  back.say('invite', { callsid, sdp: offer, reconnect, twilio: {} });
  expect(await back.hears('answer')).toEqual({ callsid, reconnect });
  await world.kernel.clock.advance(60);
  expect((await world.client.calls(callsid).fetch()).status).toBe('in-progress');
  // A page that was loaded anew comes with an offer of its own, and is answered to that.
  const anew = await world.open('ada');
  anew.say('invite', { callsid, sdp: await world.offer(), reconnect, twilio: {} });
  expect(await anew.hears('answer')).toMatchObject({ callsid, sdp: expect.stringContaining('m=audio') });
});

test('a page cannot touch the calls of another', async () => {
  world.pages['/voice'] = TALK;
  const page = await world.open('ada');
  page.say('invite', { callsid: 'TJ1', sdp: await world.offer(), twilio: {} });
  const { callsid = '' } = await page.hears('answer');
  for (const identity of ['eve', 'ada']) {
    const other = await world.open(identity);
    other.say('hangup', { callsid });
    other.say('register', { media: { audio: true } });
    await other.hears('ready');
  }
  expect((await world.client.calls(callsid).fetch()).status).toBe('in-progress');
});

test('an answer after the caller gave up changes nothing', async () => {
  const page = await world.open('bob');
  page.say('register', { media: { audio: true } });
  await page.hears('ready');
  const { sid } = await world.client.calls.create({ to: 'client:bob', from: '+14155550199', twiml: TALK });
  const invite = await page.hears('invite');
  await world.client.calls(sid).update({ status: 'canceled' });
  expect(await page.hears('cancel')).toEqual({ callsid: sid });
  page.say('answer', { callsid: sid, sdp: await world.answerTo(String(invite.sdp)) });
  page.say('register', { media: { audio: true } });
  await page.hears('ready', 2);
  expect((await world.client.calls(sid).fetch()).status).toBe('canceled');
  expect(world.audio.running).toBe(false);
});

test('a message on the call is confirmed and noted', async () => {
  world.pages['/voice'] = TALK;
  const page = await world.open('ada');
  page.say('invite', { callsid: 'TJ1', sdp: await world.offer(), twilio: {} });
  const { callsid } = await page.hears('answer');
  page.say('message', {
    callsid,
    voiceeventsid: 'KX1',
    messagetype: 'user-defined-message',
    contenttype: 'application/json',
    content: { mood: 'good' },
  });
  expect(await page.hears('ack')).toEqual({ acktype: 'message', callsid, voiceeventsid: 'KX1' });
});

test('faults: a request that fails, a connection that breaks on what it is told', async () => {
  const page = await world.open('ada');
  world.kernel.faults.set([
    { on: 'socket', match: 'REGISTER /signal', effect: 'fail', code: 31000, limit: 1 },
    { on: 'socket', match: 'PUSH ready', effect: 'drop', limit: 1 },
  ]);
  page.say('register', { media: { audio: true } });
  expect(await code(page.hears('error'))).toBe(31000);
  page.say('register', { media: { audio: true } });
  await until(() => page.closed);
  expect(page.told.map(({ type }) => type)).toEqual(['connected', 'error']);
});

async function until(test: () => boolean | Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await test())) {
    if (Date.now() - began > 4000) throw new Error('It did not come to pass');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
