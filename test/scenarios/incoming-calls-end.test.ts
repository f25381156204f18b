import { until } from '../../scripts/client';
import { useDesk } from '../harness/desk';
import { BELLE, useIncoming } from '../harness/incoming';
import { useWorld } from '../harness/world';

// Whole calls, with everything that is said in them.

const world = useWorld();
const floor = useIncoming(world);
const desk = useDesk(world);

/** Carl waits again, before the others. */
async function carlWaitsAgain(): Promise<void> {
  await until('Carl waits again', async () => {
    const [task] = await floor().tasks();
    return JSON.parse(task?.attributes ?? '{}').returned === true;
  });
  await floor().carl.hears('the connection to our colleague was lost');
}

/** Ada takes Carl's call in her browser. */
async function talksInBrowser() {
  const ada = await floor().agent(undefined, { device: 'browser' });
  const device = await desk.deviceOf(ada.client);
  await device.register();
  await floor().carlWaits();
  await (await device.rings()).answer();
  await ada.reaches('connected');
  await floor().taskIs('assigned');
  return { ada, device };
}

test('the agent hangs up on a phone: the caller may wait for somebody again by pressing 1', async () => {
  const ada = await floor().talks();
  await ada.hangup();
  await floor().carl.hears('To speak with somebody again, press 1.');
  await floor().carl.press('1');
  await carlWaitsAgain();
  await ada.endsWith({ outcome: 'talked', reason: 'agent_hung_up', endedBy: 'agent' });
  await ada.isIn('post-call');
  const belle = await floor().agent(BELLE);
  await belle.takes();
  await belle.talksWith(floor().carl);
  expect((await belle.seen())?.offer).toMatchObject({ reason: 'support', language: 'en', returned: true });
});

test('the agent hangs up on a phone, and the caller has nothing more to say', async () => {
  const ada = await floor().talks();
  await ada.hangup();
  await floor().carl.hears('press 1');
  await world.advance(20);
  await floor().carl.hears('Goodbye.');
  await floor().carl.isIdle();
  await ada.endsWith({ outcome: 'talked', reason: 'agent_hung_up' });
  expect(await floor().tasks()).toHaveLength(1);
});

test('the agent ends the call in the page: it is over for both', async () => {
  const ada = await floor().talks();
  await ada.hangUpInPage();
  await ada.isIdle();
  await floor().carl.isIdle();
  await ada.endsWith({ outcome: 'talked', reason: 'ended_in_page', endedBy: 'agent' });
  await floor().taskIs('wrapping');
});

test('an agent takes a call in the browser by one click, and ends it there', async () => {
  const { ada } = await talksInBrowser();
  expect(await ada.seen()).toMatchObject({ kind: 'browser', phase: 'connected' });
  await ada.hangUpInPage();
  await floor().carl.isIdle();
  await ada.endsWith({ outcome: 'talked', reason: 'ended_in_page' });
  await ada.isIn('post-call');
});

test("the agent's browser dies: the caller goes back to the queue by themselves", async () => {
  const { ada } = await talksInBrowser();
  await desk.close();
  // The time that Twilio waits for it begins when it has noticed.
  await until('Twilio gives the browser up', async () => {
    await world.advance(10);
    return (await ada.seen())?.legs[0].endedAt !== undefined;
  });
  await carlWaitsAgain();
  await ada.endsWith({ outcome: 'talked', reason: 'agent_lost', endedBy: 'system' });
  const belle = await floor().agent(BELLE);
  await belle.takes();
  await belle.talksWith(floor().carl);
});

test('a browser that is not there is no answer: the next agent is asked', async () => {
  const ada = await floor().agent(undefined, { device: 'browser' });
  await floor().carlWaits();
  await ada.endsWith({ outcome: 'missed' });
  await ada.isIn('away');
  const belle = await floor().agent(BELLE);
  await belle.takes();
  await belle.talksWith(floor().carl);
});

test('both hang up at once: nothing is left', async () => {
  const ada = await floor().talks();
  await Promise.all([ada.hangup(), floor().carl.hangup()]);
  await ada.isIdle();
  await floor().carl.isIdle();
  await ada.endsWith({ outcome: 'talked' });
  await floor().taskIs('wrapping');
  expect(await floor().tasks()).toHaveLength(1);
});

test.each(['/taskrouter/assignment', '/taskrouter/answer', '/phone-to-phone/status', '/voice/after'])(
  '%s is delivered three times each: one ringing phone, one conversation, one end',
  async (match) => {
    await world.faults({ on: 'webhook', match, effect: 'duplicate', times: 3 });
    const ada = await floor().talks();
    expect(await world.callsTo(ada.number)).toBe(1);
    await floor().carl.hangup();
    await ada.endsWith({ outcome: 'talked', reason: 'customer_hung_up' });
    await floor().taskIs('wrapping');
    expect(await floor().tasks()).toHaveLength(1);
  },
);

test.each([
  { what: 'ringing the agent', match: '/Calls.json' },
  { what: 'accepting', match: '/Reservations/' },
  { what: 'bringing the caller', match: '/Calls/CA' },
])('the answer to $what is lost, and the two talk', async ({ match }) => {
  const ada = await floor().agent();
  await world.faults({ on: 'rest', match, effect: 'fail-after', limit: 1 });
  await floor().carlWaits();
  await ada.takes();
  await ada.talksWith(floor().carl);
  expect(await world.callsTo(ada.number)).toBe(1);
  await floor().carl.hangup();
  await ada.endsWith({ outcome: 'talked', reason: 'customer_hung_up' });
});

test('the caller cannot be brought: the agent hears it, and the caller waits again', async () => {
  const ada = await floor().agent();
  await world.faults({ on: 'rest', match: '/Calls/CA', effect: 'fail', status: 500, limit: 2 });
  await floor().carlWaits();
  await ada.takes();
  await ada.hears('Something went wrong.');
  await carlWaitsAgain();
  // It was nobody's fault, so Ada is asked again.
  await ada.takes();
  await ada.talksWith(floor().carl);
  const { calls } = (await ada.client.must('/calls/history')).data as { calls: object[] };
  expect(calls).toMatchObject([{ outcome: 'failed', reason: 'system_error' }]);
});

test('TaskRouter does not take the acceptance: the agent hears it, and the next one gets the caller', async () => {
  const ada = await floor().agent();
  await floor().carlWaits();
  await ada.answer();
  await ada.hears('press any key');
  const belle = await floor().agent(BELLE);
  await world.faults({ on: 'rest', match: '/Reservations/', effect: 'fail', status: 500, limit: 1 });
  await ada.press('1');
  await ada.hears('Something went wrong.');
  await ada.endsWith({ outcome: 'failed', reason: 'system_error' });
  await belle.takes();
  await belle.talksWith(floor().carl);
});
