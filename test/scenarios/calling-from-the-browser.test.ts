import { until } from '../../scripts/client';
import { logLines } from '../harness/ask';
import { Scene } from '../harness/call';
import { useDesk } from '../harness/desk';
import { CARL, useWorld } from '../harness/world';

const world = useWorld({ CALLER_IDS: '+14155550198' });
const desk = useDesk(world);

/** How many requests to Twilio a function made, each time it ran. */
async function upstream(endpoint: string): Promise<unknown[]> {
  const lines = (await logLines(world)).flatMap(({ json }) => (json === undefined ? [] : [json]));
  return lines.filter((line) => line.endpoint === endpoint).map(({ upstreamCalls }) => upstreamCalls);
}

test('an agent calls from the browser, they talk, and the customer hangs up', async () => {
  const { scene, device, call } = await desk.ringing();
  await device.answered();
  await scene.carl.answer();
  await scene.reaches('connected');
  await until(
    'both are present',
    async () => (await scene.seen())?.legs.every(({ present }) => present) ?? false,
  );
  expect(await scene.seen()).toMatchObject({
    id: call.id,
    kind: 'browser',
    label: 'Tuvok and Spock',
    legs: [
      { label: 'agent', present: true },
      { label: 'customer', number: CARL.phone, present: true },
    ],
  });
  await scene.carl.hangup();
  await device.ended();
  await scene.endsWith({
    kind: 'browser',
    outcome: 'talked',
    reason: 'customer_hung_up',
    endedBy: 'customer',
  });
  expect(await upstream('/voice/start')).toEqual([1]);
  expect(await upstream('/voice/outbound')).toEqual([3]);
});

test('the agent hangs up in the page while it rings: it stops ringing', async () => {
  const { scene, device, callsid } = await desk.ringing();
  device.hangup(callsid);
  await scene.carl.isIdle();
  await scene.endsWith({ outcome: 'not_reached', reason: 'agent_hung_up', endedBy: 'agent' });
});

test('the agent ends the call over HTTP: both lines are ended', async () => {
  const { client, scene, device } = await desk.ringing();
  await scene.carl.answer();
  await scene.reaches('connected');
  await client.must('/calls/hangup');
  await device.ended();
  await scene.endsWith({ outcome: 'talked', reason: 'ended_in_page', endedBy: 'agent' });
});

test('the page dies in a conversation: Twilio waits for it a while, then nobody is left on the line', async () => {
  const { scene, device } = await desk.ringing();
  await scene.carl.answer();
  await scene.reaches('connected');
  await device.close();
  await until('Twilio gives the page up', async () => {
    await world.advance(10);
    return (await scene.seen())?.phase === 'ended';
  });
  await scene.endsWith({ outcome: 'talked', reason: 'agent_hung_up' });
});

test('the customer is busy: the agent hears it in the browser', async () => {
  const client = await world.signedUp();
  const scene = new Scene(world, client);
  await scene.carl.behaves({ busy: true });
  const device = await desk.deviceOf(client);
  const call = await desk.claim(client);
  await device.connect({ callId: call.id });
  await desk.hears('The number is busy.');
  await world.advance(10);
  await device.ended();
  await scene.endsWith({ outcome: 'not_reached', reason: 'customer_busy' });
});

test('two windows connect the same call: one talks, the other hears that it does', async () => {
  const { client, scene, call } = await desk.ringing();
  const second = await desk.deviceOf(client);
  await second.connect({ callId: call.id });
  await desk.hears('You are in this call already.');
  await world.advance(10);
  await second.ended();
  await scene.carl.answer();
  await scene.reaches('connected');
  expect(await world.callsTo(CARL.phone)).toBe(1);
});

test('Twilio delivers the request twice: one customer is dialled', async () => {
  await world.faults({ on: 'webhook', match: '/voice/outbound', effect: 'duplicate', times: 2, limit: 1 });
  const { scene } = await desk.ringing();
  await scene.carl.answer();
  await scene.reaches('connected');
  expect(await world.callsTo(CARL.phone)).toBe(1);
});

test('the browser never comes: the agent is free again', async () => {
  const client = await world.signedUp();
  await desk.claim(client);
  expect((await client.post('/voice/start', { RecipientNumber: '+14155550124' })).httpStatus).toBe(409);
  await client.must('/calls/hangup');
  expect((await client.post('/voice/start', { RecipientNumber: '+14155550124' })).httpStatus).toBe(202);
});

test('the page is told which numbers may be shown, and that it can call', async () => {
  const { data } = await world.client().must('/page-config');
  expect(data).toMatchObject({ voice: true, callerIds: ['+14155550199', '+14155550198'] });
});
