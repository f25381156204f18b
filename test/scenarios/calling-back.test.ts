import { PEOPLE } from '../../scripts/people';
import { Caller } from '../harness/caller';
import { type Agent, BELLE, type Floor, useIncoming } from '../harness/incoming';
import { useWorld } from '../harness/world';

const world = useWorld({ CALLBACK_MINUTES: '5', CALLBACK_ATTEMPTS: '2' });
const incoming = useIncoming(world);
const DORA = '+14155550124';

/** Somebody waits for support, in English. */
async function queues(number: string): Promise<Caller> {
  const caller = new Caller(world, number);
  await caller.calls();
  await caller.hears('press 1');
  await caller.press('1');
  await caller.hears('For support');
  await caller.press('2');
  await caller.hears('wait.wav');
  return caller;
}

/** Carl waits, and leaves his number. */
async function leavesNumber(): Promise<Caller> {
  const carl = await queues(PEOPLE.customer.phone);
  await carl.press('1');
  await carl.hears('the number that ends in 0 1 2 3');
  await carl.press('1');
  await carl.hears('we will call you when it is your turn');
  await carl.isIdle();
  return carl;
}

const open = async (floor: Floor) =>
  (await floor.tasks()).filter(
    ({ assignment_status: status }) => !['canceled', 'completed'].includes(status),
  );

/** Ada takes the callback; Carl's phone is called. */
async function callsBack(ada: Agent): Promise<void> {
  await ada.answer();
  await ada.hears('A callback to');
  await ada.press('1');
}

test('a caller leaves their number, keeps their place before those who came later, and is called back', async () => {
  const floor = incoming();
  await world.faults({ on: 'webhook', match: '/voice/callback', effect: 'duplicate', times: 2 });
  const carl = await queues(PEOPLE.customer.phone);
  const dora = await queues(DORA);
  await carl.hears('To be called back without losing your place, press 1.', { within: 90 });
  await carl.press('1');
  await carl.hears('the number that ends in 0 1 2 3');
  await carl.press('1');
  await carl.hears('we will call you when it is your turn');
  await carl.isIdle();
  expect(await open(floor)).toHaveLength(2);
  await world.faults();

  const ada = await floor.agent();
  await callsBack(ada);
  await floor.carl.answer();
  await ada.talksWith(floor.carl);
  await ada.reaches('connected');
  expect(await ada.seen()).toMatchObject({
    direction: 'outbound',
    recipient: PEOPLE.customer.phone,
    offer: { reason: 'support', language: 'en', callback: { attempt: 1, of: 2 } },
  });
  await ada.isIn('in-call');
  expect((await world.phone(DORA).look()).state).toBe('in-call');
  await dora.hangsUp();
  await floor.carl.hangup();
  await ada.endsWith({ direction: 'outbound', outcome: 'talked', reason: 'customer_hung_up', wrapUp: {} });
  await ada.isIn('post-call');
  await ada.client.must('/taskrouter/complete', { callId: (await ada.seen())?.id, disposition: 'resolved' });
  await ada.isIn('available');
  expect(await open(floor)).toEqual([]);
});

test('who is busy is called again after a while, as often as it is set; the agent is free at once', async () => {
  const floor = incoming();
  await leavesNumber();
  await floor.carl.behaves({ busy: true });
  const ada = await floor.agent();
  for (const attempt of [1, 2]) {
    await callsBack(ada);
    const call = await ada.endsWith({
      direction: 'outbound',
      outcome: 'not_reached',
      reason: 'customer_busy',
    });
    expect(call.offer?.callback).toEqual({ attempt, of: 2 });
    await ada.isIn('available');
    expect(await open(floor)).toEqual([]);
    await world.advance(301);
  }
  await world.advance(3600);
  expect(await open(floor)).toEqual([]);
  expect(await world.callsTo(PEOPLE.customer.phone)).toBe(2);
});

test('an agent declines a callback: the next one is asked', async () => {
  const floor = incoming();
  await leavesNumber();
  const ada = await floor.agent();
  await ada.rings();
  await ada.client.must('/taskrouter/reject', { callId: (await ada.seen())?.id });
  await ada.endsWith({ direction: 'outbound', outcome: 'missed', reason: 'offer_declined' });
  await ada.isIn('away');
  const belle = await floor.agent(BELLE);
  await callsBack(belle);
  await floor.carl.answer();
  await belle.talksWith(floor.carl);
});

test('who calls in has the place that was kept for them, as often as they do, and nobody calls them', async () => {
  const floor = incoming();
  await leavesNumber();
  const dora = await queues(DORA);
  for (const what of ['hangs up', 'stays']) {
    const carl = await queues(PEOPLE.customer.phone);
    expect(await carl.heard()).toContain('We were going to call you: you keep your place.');
    const waiting = (await open(floor)).map(({ attributes }) => JSON.parse(attributes));
    expect(waiting.filter(({ from }) => from === carl.number)).toHaveLength(1);
    expect(waiting.filter(({ callback_number: number }) => number === carl.number)).toEqual([]);
    if (what === 'stays') break;
    await carl.hangsUp();
    await world.advance(1);
    const left = (await open(floor)).map(({ attributes }) => JSON.parse(attributes));
    expect(left.filter(({ callback_number: number }) => number === carl.number)).toHaveLength(1);
  }
  const ada = await floor.agent();
  await ada.takes();
  await ada.talksWith(floor.carl);
  await floor.carl.hangup();
  await ada.endsWith({ direction: 'inbound', outcome: 'talked' });
  await dora.hangsUp();
  expect(await world.callsTo(PEOPLE.customer.phone)).toBe(0);
});
