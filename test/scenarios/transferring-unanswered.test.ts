import { type Agent, useIncoming } from '../harness/incoming';
import { twoAgents } from '../harness/transfer';
import { useWorld } from '../harness/world';

const world = useWorld();
const floor = useIncoming(world);

/** Ada talks with Carl; Belle is free, and will not answer. */
async function two() {
  const { does, agentId, ...stage } = await twoAgents(floor());
  return { ...stage, hands: (how: 'cold' | 'warm') => does(how, { agentId }) };
}

const isBack = (ada: Agent, reason: string) =>
  ada.sees(
    `it has failed: ${reason}`,
    ({ transfer }) => transfer?.phase === 'failed' && transfer.reason === reason,
  );

test('a colleague who never answers, or whom the offer never reaches: the caller is back with the agent', async () => {
  const { ada, belle, carl, hands } = await two();
  await hands('warm');
  await belle.rings();
  await carl.hears('wait.wav');
  await world.advance(26);
  await isBack(ada, 'no_answer');
  await belle.isIdle();
  await belle.isIn('away');
  await ada.talksWith(carl);
  await ada.sees('Carl is not on hold', ({ legs }) => legs[1].held === undefined);

  await belle.client.must('/presence', { activity: 'available' });
  await world.faults({ on: 'webhook', match: '/taskrouter/assignment', effect: 'drop' });
  await hands('cold');
  // The offer's time, and the task's.
  await world.advance(46);
  await isBack(ada, 'no_answer');
  expect((await belle.look()).state).toBe('idle');
  await floor().taskIs('canceled');
  await ada.talksWith(carl);
});

test('a colleague who never answers when the agent has gone: the caller is back in the queue', async () => {
  const { ada, belle, carl, hands } = await two();
  await hands('cold');
  await belle.rings();
  await ada.hangup();
  await world.advance(26);
  await belle.isIdle();
  await carl.hears('the connection to our colleague was lost');
  await ada.endsWith({ outcome: 'talked', reason: 'agent_hung_up' });
  await floor().taskIs('pending');
});
