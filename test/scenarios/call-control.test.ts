import { Scene } from '../harness/call';
import { Controlled } from '../harness/control';
import { BELLE } from '../harness/incoming';
import { useWorld } from '../harness/world';

const world = useWorld();
const DORA = '+14155550124';

const begin = async () => Controlled.of(await Scene.begin(world));

test('a customer on hold hears music and not the agent, and hears them again', async () => {
  const call = await begin();
  const { ada, carl } = call.scene;
  const shown = await call.do('/voice/hold/start');
  expect(shown.legs[1]).toMatchObject({ label: 'customer', held: true });
  await carl.hears('wait.wav');
  await call.says(ada, 'Nobody hears this', [], [carl]);
  await call.shows('Carl is on hold', ({ legs }) => legs[1].held === true);
  await call.do('/voice/hold/start');
  await call.do('/voice/hold/stop');
  await call.says(ada, 'There you are', [carl], []);
  await call.shows('Carl is back', ({ legs }) => legs[1].held === undefined);
  await carl.hangup();
  await call.scene.endsWith({ outcome: 'talked', reason: 'customer_hung_up' });
});

test('a muted agent is not heard, and hears', async () => {
  const call = await begin();
  const { ada, carl } = call.scene;
  expect((await call.do('/voice/mute', { muted: true })).legs[0].muted).toBe(true);
  await call.says(ada, 'A sneeze', [], [carl]);
  await call.says(carl, 'Are you there', [ada], []);
  await call.shows('Ada is muted', ({ legs }) => legs[0].muted === true);
  await call.do('/voice/mute', { muted: 'false' });
  await call.says(ada, 'Here I am', [carl], []);
  await call.shows('Ada is heard', ({ legs }) => legs[0].muted === undefined);
});

test('keys are heard by the customer alone, an announcement by both', async () => {
  const call = await begin();
  const { ada, carl } = call.scene;
  await call.do('/voice/dtmf', { digits: '42#' });
  await carl.hears('42#');
  expect(await ada.captions()).not.toContain('42#');
  await call.do('/calls/announce', { text: 'Five minutes left, "friends" & foes.', language: 'es' });
  await carl.hears('Five minutes left, "friends" & foes.');
  await ada.hears('Five minutes left');
});

test('a third person is called once by a double click, talks with both, is muted and removed', async () => {
  const call = await begin();
  const { ada, carl } = call.scene;
  const dora = world.phone(DORA);
  const click = () => call.do('/calls/add', { RecipientNumber: DORA });
  const [one] = await Promise.all([click(), click()]);
  expect(one?.legs[2]).toMatchObject({ label: 'guest', number: DORA });
  await dora.answer();
  expect(await world.callsTo(DORA)).toBe(1);
  await ada.talksWith(dora);
  await call.says(dora, 'Hello, I am Dora', [ada, carl], []);
  await call.shows('Dora is in', ({ legs }) => legs[2]?.present === true);
  const { participant } = (await call.others())[0] ?? {};
  await call.do('/voice/mute', { participant, muted: true });
  await call.says(dora, 'Hm', [], [ada, carl]);
  await call.do('/voice/hold/start', { participant });
  await call.says(carl, 'Not for guests', [ada], [dora]);
  const remove = () => call.do('/calls/remove', { participant });
  await Promise.all([remove(), remove()]);
  await dora.isIdle();
  await call.shows('Dora is out', ({ legs }) => legs[2]?.endedAt !== undefined);
  expect(await call.refused('/voice/hold/start', { participant })).toEqual([404, 'not_found']);
  await call.says(ada, 'Two of us', [carl], []);
  await call.do('/calls/add', { RecipientNumber: DORA });
  await dora.rings();
  expect((await call.others()).map(({ participant: id }) => id?.slice(0, 2))).toEqual(['g1', 'g2']);
});

test('a colleague is called where their calls ring, and the end of the call leaves nobody behind', async () => {
  const call = await begin();
  const { ada, carl } = call.scene;
  const belle = await world.signedUp(BELLE.email, BELLE.phone);
  const { agent } = (await belle.must('/session/me')).data as { agent: { id: string } };
  await belle.must('/presence', { activity: 'available' });
  const { legs } = await call.do('/calls/add', { agentId: agent.id });
  expect(legs[2]).toMatchObject({ label: 'guest', name: BELLE.email, number: '+1415•••11' });
  await world.phone(BELLE.phone).answer();
  await ada.talksWith(world.phone(BELLE.phone));
  const dora = world.phone(DORA);
  await call.do('/calls/add', { RecipientNumber: DORA });
  await dora.rings();
  await carl.hangup();
  await call.scene.endsWith({ outcome: 'talked', reason: 'customer_hung_up' });
  await world.phone(BELLE.phone).isIdle();
  await dora.isIdle();
});

test('who does not answer is told as such, and their place is free again', async () => {
  const call = await begin();
  await world.phone(DORA).behaves({ busy: true });
  await call.do('/calls/add', { RecipientNumber: DORA });
  await call.shows('Dora is busy', ({ legs }) => legs[2]?.status === 'busy');
  await call.says(call.scene.ada, 'She is busy', [call.scene.carl], []);
});

test('the agent ends the call in the page: guests go too', async () => {
  const call = await begin();
  const dora = world.phone(DORA);
  await call.do('/calls/add', { RecipientNumber: DORA });
  await dora.answer();
  await call.scene.ada.talksWith(dora);
  await call.do('/calls/hangup');
  await dora.isIdle();
  await call.scene.endsWith({ outcome: 'talked', reason: 'ended_in_page' });
  expect(await call.refused('/voice/hold/start')).toEqual([409, 'call_ended']);
});

test('what rings can be put on hold by nobody, and neither can strangers', async () => {
  const scene = await Scene.begin(world);
  await scene.reachesCarl();
  const callId = (await scene.seen())?.id;
  for (const path of ['/voice/hold/start', '/voice/dtmf', '/voice/mute'])
    expect(
      (await scene.client.post(path, { callId, digits: '1', muted: true, participant: 'customer' })).code,
    ).toBe('not_connected');
});

test('every report is delivered twice and out of order, and the state is the same', async () => {
  const call = await begin();
  await world.faults({ on: 'webhook', match: '/phone-to-phone/status', effect: 'duplicate', times: 2 });
  await call.do('/voice/hold/start');
  await call.do('/voice/hold/stop');
  await call.do('/voice/mute', { muted: true });
  await call.shows('as it is', ({ legs }) => legs[0].muted === true && legs[1].held === undefined);
});
