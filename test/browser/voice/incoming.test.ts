import { delay, until, type VoiceWorld, voiceWorld } from './world';

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

const OWN = '+14155550199';
/** Milliseconds. */
const A_SECOND = 1_000;
const ADA = 500;
const BOB = 900;

/** The account calls a client. */
const ring = (to: string, twiml = '<Response><Say>Hello.</Say><Pause length="60"/></Response>') =>
  world.client.calls.create({ to, from: OWN, twiml });

const callState = async (sid: string) => (await world.client.calls(sid).fetch()).status;

test('a registered page rings with its parameters, answers and is connected', async () => {
  const ada = await world.open('ada', ADA);
  const call = await ring('client:ada?task=WT1&note=a%20%26%20b');
  await ada.event('incoming');
  expect(await ada.do('about')).toEqual({
    parameters: expect.objectContaining({ CallSid: call.sid, From: OWN, To: 'client:ada' }),
    custom: { task: 'WT1', note: 'a & b' },
  });
  expect(await callState(call.sid)).toBe('ringing');
  await ada.do('accept');
  await until(async () => (await callState(call.sid)) === 'in-progress');
  await ada.do('hangup');
  await until(async () => (await callState(call.sid)) === 'completed');
});

test('<Dial><Client> connects a page to a page, and both hear each other', async () => {
  world.twiml['/browser'] = `<Response><Dial><Client><Identity>bob</Identity>
    <Parameter name="topic" value="loans"/></Client></Dial></Response>`;
  const ada = await world.open('ada', ADA);
  const bob = await world.open('bob', BOB);
  await ada.do('call', {});
  await bob.event('incoming');
  const about = await bob.do('about');
  expect(about.parameters).toMatchObject({ From: 'client:ada', To: 'client:bob' });
  expect(about.custom).toEqual({ topic: 'loans' });
  await bob.do('accept');
  await bob.event('accept');
  await Promise.all([bob.hears([ADA], [BOB]), ada.hears([BOB], [ADA])]);
  expect(await delay(ada, bob, A_SECOND)).toBeLessThan(A_SECOND);
  expect(await delay(bob, ada, A_SECOND)).toBeLessThan(A_SECOND);
  await bob.do('hangup');
  await ada.event('disconnect');
});

test('declining tells the caller that it is busy', async () => {
  const ada = await world.open('ada', ADA);
  const call = await ring('client:ada');
  await ada.event('incoming');
  await ada.do('reject');
  await until(async () => (await callState(call.sid)) === 'busy');
});

test('the caller gives up, and the page stops ringing', async () => {
  const ada = await world.open('ada', ADA);
  const call = await ring('client:ada');
  await ada.event('incoming');
  await world.client.calls(call.sid).update({ status: 'canceled' });
  await ada.event('cancel');
  expect(await callState(call.sid)).toBe('canceled');
});

test('nobody is there: no answer', async () => {
  const call = await ring('client:nobody');
  await until(async () => (await callState(call.sid)) === 'no-answer');
});

test('all pages of one person ring; the first to answer has the call, the others stop', async () => {
  const one = await world.open('ada', ADA);
  const other = await world.open('ada', BOB);
  const call = await ring('client:ada');
  await Promise.all([one.event('incoming'), other.event('incoming')]);
  await other.do('accept');
  await one.event('cancel');
  await until(async () => (await callState(call.sid)) === 'in-progress');
  expect(await other.do('state')).toBe('open');
});

test('one page declines while the other still rings, and that one may answer', async () => {
  const one = await world.open('ada', ADA);
  const other = await world.open('ada', BOB);
  const call = await ring('client:ada');
  await Promise.all([one.event('incoming'), other.event('incoming')]);
  await one.do('reject');
  expect(await callState(call.sid)).toBe('ringing');
  await other.do('accept');
  await until(async () => (await callState(call.sid)) === 'in-progress');
});

test('a page that no longer wants calls is not rung', async () => {
  const ada = await world.open('ada', ADA);
  await ada.do('unregister');
  await ada.event('unregistered');
  const call = await ring('client:ada');
  await until(async () => (await callState(call.sid)) === 'no-answer');
  expect(await ada.events()).not.toContain('incoming');
});

test('a token that does not allow calls in is not registered', async () => {
  const ada = await world.open('ada', ADA, { incoming: false, register: false });
  // The SDK waits on, in case a better token comes.
  void ada.do('register').catch(() => undefined);
  // The SDK's name for 31201.
  expect(await ada.event('error')).toBe(20151);
  expect(await ada.events()).not.toContain('registered');
});

test('a token that runs out ends the registration, not the call; a new one brings both back', async () => {
  const ada = await world.open('ada', ADA, { ttl: 600 });
  const call = await ring('client:ada');
  await ada.event('incoming');
  await ada.do('accept');
  await until(async () => (await callState(call.sid)) === 'in-progress');
  await world.client
    .calls(call.sid)
    .update({ twiml: '<Response><Say>Wait.</Say><Pause length="4000"/></Response>' });

  await world.kernel.clock.advance(601);
  expect(await ada.event('error')).toBe(20104);
  await ada.event('unregistered');
  expect(await callState(call.sid)).toBe('in-progress');
  const missed = await ring('client:ada');
  await until(async () => (await callState(missed.sid)) === 'no-answer');

  await ada.do('updateToken', world.token('ada'));
  await ada.event('registered', 2);
  await ada.do('hangup');
  await until(async () => (await callState(call.sid)) === 'completed');
  await ring('client:ada');
  await ada.event('incoming', 2);
});

test('the SDK is told in time to refresh its token, and a call goes on through it', async () => {
  const ada = await world.open('ada', ADA, { ttl: 4 });
  const call = await ring('client:ada');
  await ada.event('incoming');
  await ada.do('accept');
  await ada.event('tokenWillExpire');
  await ada.do('updateToken', world.token('ada'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await callState(call.sid)).toBe('in-progress');
  expect(await ada.do('state')).toBe('open');
});

test('a forged token is refused', async () => {
  const ada = await world.open('ada', ADA, { register: false });
  const [header, payload] = world.token('ada').split('.');
  await ada.do('updateToken', `${header}.${payload}.${'A'.repeat(43)}`);
  void ada.do('register').catch(() => undefined);
  expect(await ada.event('error')).toBe(20101);
});
