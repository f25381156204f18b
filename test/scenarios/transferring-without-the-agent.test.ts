import { Scene } from '../harness/call';
import { Controlled } from '../harness/control';
import { BELLE, useIncoming } from '../harness/incoming';
import { idOf } from '../harness/transfer';
import { useWorld } from '../harness/world';

const world = useWorld();
const floor = useIncoming(world);

test('the agent hangs up while a colleague is rung to be consulted, who has the caller with their yes', async () => {
  const ada = await floor().talks();
  const belle = await floor().agent(BELLE);
  const { carl } = floor();
  const callId = (await ada.seen())?.id;
  await ada.client.must('/transfer/warm', { callId, agentId: await idOf(belle) });
  await belle.rings();
  await ada.hangup();
  await carl.hears('wait.wav');
  await belle.takes();
  await belle.talksWith(carl);
  await ada.endsWith({ reason: 'transferred', outcome: 'talked' });
});

test('a customer whom the agent has called is handed to a colleague; one in another call is busy', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  const { ada, carl } = call.scene;
  const belle = await floor().agent(BELLE);
  const agentId = await idOf(belle);
  await belle.client.must('/phone-to-phone/start', { RecipientNumber: '+14155550124' });
  await belle.rings();
  await call.do('/transfer/cold', { agentId });
  await call.shows('Belle is busy', ({ transfer }) => transfer?.reason === 'busy');
  await ada.talksWith(carl);
  await belle.client.must('/calls/hangup');
  await belle.isIdle();
  await call.do('/transfer/cold', { agentId });
  await belle.takes();
  await belle.talksWith(carl);
  await call.shows('it is over for Ada', ({ reason }) => reason === 'transferred');
  await ada.isIdle();
});
