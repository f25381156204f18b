import { type Tab, type VoiceWorld, voiceWorld } from './world';

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
}, 60_000);
afterEach(() => world.clear());
afterAll(() => world.close());

const ROOM = '<Response><Dial><Conference beep="false">room</Conference></Dial></Response>';
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
  const [first, second] = await Promise.all([bob.hears([ADA], [BOB]), ada.hears([BOB], [ADA])]);
  expect(Math.max(first, second)).toBeLessThan(1000);
  expect(await ada.do('packets')).toBeGreaterThan(20);
  expect(world.strays).toEqual([]);
});

test('the application is asked with the client as From, and the page cannot pass for Twilio', async () => {
  world.twiml['/browser'] = '<Response><Pause length="30"/></Response>';
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

test('keys pressed in the browser arrive, at a Gather and at the other end', async () => {
  world.twiml['/browser'] = '<Response><Gather numDigits="3" action="/keys"/></Response>';
  const ada = await world.open('ada', ADA);
  await ada.do('call', {});
  await ada.event('accept');
  await until(async () => (await ada.do('packets')) > 5);
  await ada.do('press', '1#5');
  await until(() => world.webhooks.some(({ url }) => url.endsWith('/keys')));
  expect(world.webhooks.find(({ url }) => url.endsWith('/keys'))?.params.Digits).toBe('1');
});

async function until(test: () => boolean | Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await test())) {
    if (Date.now() - began > 6000) throw new Error('It did not come to pass');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
