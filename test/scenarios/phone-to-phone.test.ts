import { PEOPLE } from '../../scripts/people';
import type { CallView } from '../../src/calls/contract';
import { Scene } from '../harness/call';
import { ADA, CARL, useWorld } from '../harness/world';

const world = useWorld();

test('an agent and a customer talk, and the customer hangs up', async () => {
  const scene = await Scene.begin(world, { ConferenceName: 'Call between Tuvok and Spock' });
  await scene.ada.answer();
  await scene.ada.hears('Call between Tuvok and Spock.');
  await scene.ada.hears('Press any key to call 4 1 5, 5 5 5, 0 1 2 3.');
  await scene.ada.press('7');
  await scene.carl.answer();
  await scene.ada.talksWith(scene.carl);
  await scene.reaches('connected');
  await scene.carl.hangup();
  await scene.endsWith({
    label: 'Call between Tuvok and Spock',
    recipient: CARL.phone,
    outcome: 'talked',
    reason: 'customer_hung_up',
    endedBy: 'customer',
  });
});

test('the agent hangs up in the middle, and the customer is not left on the line', async () => {
  const scene = await Scene.begin(world);
  await scene.talk();
  await scene.ada.hangup();
  await scene.endsWith({ outcome: 'talked', reason: 'agent_hung_up', endedBy: 'agent' });
});

test('the customer is busy, and the agent hears it', async () => {
  const scene = await Scene.begin(world);
  await scene.carl.behaves({ busy: true });
  await scene.ada.answer();
  await scene.ada.hears('press any key');
  await scene.ada.press('1');
  await scene.ada.hears('The number is busy.');
  await scene.endsWith({ outcome: 'not_reached', reason: 'customer_busy' });
});

test('the customer does not answer, and the agent hears it', async () => {
  const scene = await Scene.begin(world);
  await scene.reachesCarl();
  await world.advance(40);
  await scene.ada.hears('There is no answer.');
  await scene.endsWith({ outcome: 'not_reached', reason: 'customer_no_answer' });
});

test('the customer rejects the call, and the agent hears it', async () => {
  const scene = await Scene.begin(world);
  await scene.reachesCarl();
  await scene.carl.reject();
  await scene.ada.hears('Goodbye.');
  await scene.endsWith({ outcome: 'not_reached', endedBy: 'customer' });
});

test('the number cannot be reached, and the agent hears it', async () => {
  const client = await world.signedUp();
  // No phone has this number: only 555-01xx can ring.
  const nobody = '+14155550200';
  await client.must('/phone-to-phone/start', { RecipientNumber: nobody });
  const scene = new Scene(world, client);
  await scene.ada.answer();
  await scene.ada.press('1');
  await scene.ada.hears('The number cannot be reached.');
  await scene.endsWith({ outcome: 'not_reached', reason: 'customer_unreachable' });
});

test('the agent does not answer, and the customer is not called', async () => {
  const scene = await Scene.begin(world);
  await scene.ada.rings();
  await world.advance(30);
  await scene.endsWith({ outcome: 'not_dialled', reason: 'agent_no_answer' });
  expect(await world.callsTo(CARL.phone)).toBe(0);
});

test('the agent is busy, and the customer is not called', async () => {
  await world.phone(ADA.phone).behaves({ busy: true });
  const scene = await Scene.begin(world);
  await scene.endsWith({ outcome: 'not_dialled', reason: 'agent_busy' });
  expect(await world.callsTo(CARL.phone)).toBe(0);
});

test("the agent's voicemail picks up, and the customer is not called", async () => {
  const client = await world.signedUp();
  await world.phone(ADA.phone).behaves({ voicemail: true, answerAfter: 1 });
  await client.must('/phone-to-phone/start', { RecipientNumber: CARL.phone });
  const scene = new Scene(world, client);
  for (let seconds = 0; seconds < 60; seconds += 10) await world.advance(10);
  await scene.endsWith({ outcome: 'not_dialled', reason: 'agent_pressed_nothing' });
  expect(await world.callsTo(CARL.phone)).toBe(0);
});

test('the agent presses nothing, is asked twice, and the customer is not called', async () => {
  const scene = await Scene.begin(world);
  await scene.ada.answer();
  for (let seconds = 0; seconds < 40; seconds += 5) await world.advance(5);
  await scene.endsWith({ outcome: 'not_dialled', reason: 'agent_pressed_nothing' });
  expect((await scene.ada.captions()).match(/press any key/gi)).toHaveLength(2);
  expect(await world.callsTo(CARL.phone)).toBe(0);
});

test("the agent hangs up while the customer's phone rings, and it stops ringing", async () => {
  const scene = await Scene.begin(world);
  await scene.reachesCarl();
  await scene.ada.hangup();
  await scene.endsWith({ outcome: 'not_reached', reason: 'agent_hung_up', endedBy: 'agent' });
});

test('the agent ends the call in the page, while it rings and while they talk', async () => {
  const scene = await Scene.begin(world);
  await scene.ada.rings();
  await scene.client.must('/calls/hangup');
  await scene.endsWith({ reason: 'ended_in_page', outcome: 'not_dialled' });
  await scene.client.must('/phone-to-phone/start', { RecipientNumber: CARL.phone });
  await scene.talk();
  await scene.client.must('/calls/hangup');
  await scene.endsWith({ reason: 'ended_in_page', outcome: 'talked', endedBy: 'agent' });
});

test('a double click on start makes one call', async () => {
  const client = await world.signedUp();
  const click = () => client.must('/phone-to-phone/start', { RecipientNumber: CARL.phone });
  const answers = await Promise.all([click(), click()]);
  expect(answers.map(({ httpStatus }) => httpStatus).sort()).toEqual([200, 202]);
  expect(new Set(answers.map(({ data }) => (data.call as CallView).id)).size).toBe(1);
  expect(await world.callsTo(ADA.phone)).toBe(1);
});

test('who is in a call cannot start another, and goes on with the first', async () => {
  const scene = await Scene.begin(world);
  await scene.talk();
  const second = await scene.client.post('/phone-to-phone/start', {
    RecipientNumber: PEOPLE.supervisor.phone,
  });
  expect([second.httpStatus, second.code]).toEqual([409, 'call_in_progress']);
  expect(await world.callsTo(ADA.phone)).toBe(1);
  await scene.ada.talksWith(scene.carl);
  await scene.carl.hangup();
  await scene.endsWith({ outcome: 'talked' });
});

test('every webhook is delivered three times, and there is one call with one end', async () => {
  const scene = await Scene.begin(world);
  await world.faults({ on: 'webhook', match: '/phone-to-phone/', effect: 'duplicate', times: 3 });
  await scene.talk();
  await scene.carl.hangup();
  await scene.endsWith({ outcome: 'talked', reason: 'customer_hung_up' });
  expect([await world.callsTo(ADA.phone), await world.callsTo(CARL.phone)]).toEqual([1, 1]);
});

test('reports come in another order, and the end is the same', async () => {
  const scene = await Scene.begin(world);
  await world.faults({ on: 'webhook', match: '/phone-to-phone/status', effect: 'reorder', hold: 1 });
  await scene.talk();
  await scene.carl.hangup();
  await scene.endsWith({ outcome: 'talked', reason: 'customer_hung_up' });
});

test('Twilio fails to dial the customer, and the agent hears that it could not be done', async () => {
  const scene = await Scene.begin(world);
  await world.faults({ on: 'rest', match: '/Participants.json', effect: 'fail', status: 500, code: 20500 });
  await scene.ada.answer();
  await scene.ada.press('1');
  await scene.ada.hears('Something went wrong.');
  await scene.endsWith({ outcome: 'failed', reason: 'system_error', endedBy: 'system' });
  expect(await world.callsTo(CARL.phone)).toBe(0);
});

test('the answer to dialling is lost, and the customer is called once and reached', async () => {
  const scene = await Scene.begin(world);
  await world.faults({ on: 'rest', match: '/Participants.json', effect: 'fail-after', limit: 1 });
  await scene.talk();
  expect(await world.callsTo(CARL.phone)).toBe(1);
  await scene.carl.hangup();
  await scene.endsWith({ outcome: 'talked', reason: 'customer_hung_up' });
});

test("other people's calls are ended by supervisors, and by nobody else", async () => {
  const scene = await Scene.begin(world);
  await scene.talk();
  const callId = (await scene.seen())?.id;
  const bob = await world.signedUp('bob@example.com', '+14155550104');
  for (const path of ['/calls/state', '/calls/hangup'])
    expect((await bob.post(path, { callId })).httpStatus).toBe(403);
  const grace = await world.signedUp(PEOPLE.supervisor.email, PEOPLE.supervisor.phone);
  expect((await grace.must('/calls/state', { callId })).data.call).toMatchObject({ phase: 'connected' });
  await grace.must('/calls/hangup', { callId });
  await scene.endsWith({ reason: 'ended_in_page', endedBy: 'supervisor', outcome: 'talked' });
});
