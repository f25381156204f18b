import { delay, type Tab, until, type VoiceWorld, voiceWorld } from './world';

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
});
afterEach(async () => {
  await world.clear();
  // Nothing of the SDK may leave the machine.
  expect(world.strays).toEqual([]);
});
afterAll(() => world.close());

const ROOM = '<Response><Dial><Conference beep="false">room</Conference></Dial></Response>';
/** Milliseconds. */
const A_SECOND = 1_000;
const ADA = 500;
const BOB = 900;
const CY = 1300;

/** Two agents who talk in a conference. */
async function pair(): Promise<[Tab, Tab]> {
  world.twiml['/browser'] = ROOM;
  const ada = await world.open('ada', ADA);
  const bob = await world.open('bob', BOB);
  await ada.do('call', { To: 'room' });
  await ada.event('accept');
  await bob.do('call', { To: 'room' });
  await bob.event('accept');
  return [ada, bob];
}

test('two pages in a conference hear each other within a second, and not themselves', async () => {
  const [ada, bob] = await pair();
  await Promise.all([bob.hears([ADA], [BOB]), ada.hears([BOB], [ADA])]);
  expect(await delay(ada, bob, A_SECOND)).toBeLessThan(A_SECOND);
  expect(await delay(bob, ada, A_SECOND)).toBeLessThan(A_SECOND);
  expect(await ada.do('packets')).toBeGreaterThan(5);
});

test('the application is asked with the client as From, and the page cannot pass for Twilio', async () => {
  world.twiml['/browser'] = '<Response><Say>Hello.</Say><Pause length="30"/></Response>';
  const ada = await world.open('ada', ADA);
  await ada.do('call', { To: '+14155550123', note: 'a & b', From: '+14155550666', CallSid: 'CA-mine' });
  await ada.event('accept');
  const { params } = world.webhooks.find(({ url }) => url.endsWith('/browser')) ?? {};
  const { parameters } = await ada.do('about');
  expect(params).toMatchObject({
    From: 'client:ada',
    Caller: 'client:ada',
    To: '+14155550123',
    note: 'a & b',
    Direction: 'inbound',
    CallStatus: 'ringing',
    CallSid: parameters.CallSid,
  });
  expect(parameters.CallSid).toMatch(/^CA[0-9a-f]{32}$/);
  expect(await world.client.calls(parameters.CallSid ?? '').fetch()).toMatchObject({
    from: 'client:ada',
    status: 'in-progress',
  });
});

test('mute silences one side alone', async () => {
  const [ada, bob] = await pair();
  await bob.hears([ADA]);
  await ada.do('mute', true);
  await bob.hears([], [ADA]);
  await ada.hears([BOB]);
  await ada.do('mute', false);
  await bob.hears([ADA]);
});

test('muted by the server, on hold with music, coached: each hears what they should', async () => {
  const [ada, bob] = await pair();
  const cy = await world.open('cy', CY);
  await cy.do('call', {});
  await Promise.all([cy.hears([ADA, BOB]), ada.hears([BOB, CY]), bob.hears([ADA, CY])]);
  const [room] = await world.client.conferences.list({ friendlyName: 'room' });
  const participant = async (tab: Tab) =>
    world.client.conferences(room?.sid ?? '').participants((await tab.do('about')).parameters.CallSid ?? '');
  const [adaIn, bobIn, cyIn] = await Promise.all([participant(ada), participant(bob), participant(cy)]);

  await adaIn.update({ muted: true });
  await Promise.all([bob.hears([CY], [ADA]), ada.hears([BOB, CY])]);
  await adaIn.update({ muted: false, hold: true });
  await Promise.all([bob.hears([CY], [ADA]), ada.hears([], [BOB, CY])]);
  await adaIn.update({ hold: false });
  await Promise.all([bob.hears([CY, ADA]), ada.hears([BOB, CY])]);
  await cyIn.update({ coaching: true, callSidToCoach: (await ada.do('about')).parameters.CallSid ?? '' });
  await Promise.all([ada.hears([BOB, CY]), bob.hears([ADA], [CY]), cy.hears([ADA, BOB])]);
  expect((await bobIn.fetch()).coaching).toBe(false);
});

test('keys pressed in the browser arrive at a Gather', async () => {
  world.twiml['/browser'] = '<Response><Gather numDigits="3" action="/keys"/></Response>';
  const ada = await world.open('ada', ADA);
  await ada.do('call', {});
  await ada.event('accept');
  await until(async () => (await ada.do('packets')) > 5);
  await ada.do('press', '1#5');
  await until(() => world.webhooks.some(({ url }) => url.endsWith('/keys')));
  expect(world.webhooks.find(({ url }) => url.endsWith('/keys'))?.params.Digits).toBe('1');
});

test('keys pressed in a conference are heard by the others', async () => {
  const [ada, bob] = await pair();
  await bob.hears([ADA]);
  await ada.do('mute', true);
  await ada.do('press', '999');
  // 9: https://www.itu.int/rec/T-REC-Q.23
  await bob.hears([852, 1477]);
});

test('the caller hears ringing before anybody answers, and no more of it after', async () => {
  world.twiml['/browser'] =
    '<Response><Dial answerOnBridge="true" callerId="+14155550199">+14155550101</Dial></Response>';
  const ada = await world.open('ada', ADA);
  await ada.do('call', {});
  expect(await ada.event('ringing')).toBe(true);
  await ada.hears([440, 480]);
  expect(await ada.events()).not.toContain('accept');
  world.phones.get('+14155550101').answer();
  await ada.event('accept');
  await ada.hears([], [440, 480]);
});

test('hanging up in the browser ends the call for the other end', async () => {
  world.twiml['/browser'] = '<Response><Dial callerId="+14155550199">+14155550101</Dial></Response>';
  const ada = await world.open('ada', ADA);
  await ada.do('call', {});
  await until(() => world.phones.get('+14155550101').view().state === 'ringing');
  world.phones.get('+14155550101').answer();
  await ada.do('hangup');
  await ada.event('disconnect');
  await until(() => world.phones.get('+14155550101').view().state === 'idle');
});

test('the other end hangs up, and the browser knows', async () => {
  world.twiml['/browser'] = '<Response><Dial callerId="+14155550199">+14155550101</Dial></Response>';
  const ada = await world.open('ada', ADA);
  await ada.do('call', {});
  await until(() => world.phones.get('+14155550101').view().state === 'ringing');
  world.phones.get('+14155550101').answer();
  world.phones.get('+14155550101').hangup();
  await ada.event('disconnect');
  expect(await ada.do('state')).toBe('closed');
  expect(await ada.events()).not.toContain('call error');
  await until(() => !world.audio.running);
});

test('a client that calls a telephone must show a number', async () => {
  world.twiml['/browser'] = '<Response><Dial>+14155550101</Dial></Response>';
  const ada = await world.open('ada', ADA);
  await ada.do('call', {});
  await ada.event('disconnect');
  expect(world.kernel.timeline.since(0).some(({ summary }) => summary.includes('Error 13214'))).toBe(true);
});

test('a token that does not allow calls out cannot call, and says so', async () => {
  const ada = await world.open('ada', ADA, { outgoing: false });
  await ada.do('call', {});
  expect(await ada.event('call error')).toBe(31201);
  await ada.event('disconnect');
});

test('the loss of the network is survived: the call goes on when it is back', async () => {
  const [ada, bob] = await pair();
  await bob.hears([ADA]);
  world.network(false);
  await Promise.all([ada.event('reconnecting'), bob.event('reconnecting')]);
  world.network(true);
  await Promise.all([ada.event('reconnected'), bob.event('reconnected')]);
  await Promise.all([ada.hears([BOB]), bob.hears([ADA])]);
  // Steered as before.
  await ada.do('hangup');
  await bob.hears([], [ADA]);
  await bob.do('hangup');
  await until(async () => (await world.client.calls.list({ status: 'in-progress' })).length === 0);
});

test('a page that does not come back is hung up on', async () => {
  const [ada, bob] = await pair();
  await bob.hears([ADA]);
  world.network(false);
  await ada.event('reconnecting');
  await ada.page.context().close();
  world.network(true);
  await bob.event('reconnected');
  expect(await world.client.calls.list({ status: 'in-progress' })).toHaveLength(2);
  await world.kernel.clock.advance(31);
  await bob.hears([], [ADA]);
  expect(await world.client.calls.list({ status: 'in-progress' })).toHaveLength(1);
});

test('a page that crashed is opened anew and goes on with its call', async () => {
  const [ada, bob] = await pair();
  await bob.hears([ADA]);
  const { parameters } = await ada.do('about');
  const connectToken = await ada.do('connectToken');
  // No farewell: the connection is gone before the page is.
  world.network(false);
  await ada.event('reconnecting');
  await ada.page.context().close();
  world.network(true);
  await bob.event('reconnected');

  const anew = await world.open('ada', CY);
  await anew.do('resume', connectToken);
  await anew.event('accept');
  await Promise.all([bob.hears([CY], [ADA]), anew.hears([BOB])]);
  expect((await anew.do('about')).parameters.CallSid).toBe(parameters.CallSid);
  await world.kernel.clock.advance(60);
  expect(await world.client.calls.list({ status: 'in-progress' })).toHaveLength(2);
});
