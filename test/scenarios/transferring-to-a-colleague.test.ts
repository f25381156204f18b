import { PEOPLE } from '../../scripts/people';
import { type Agent, BELLE, useIncoming } from '../harness/incoming';
import { twoAgents } from '../harness/transfer';
import { useWorld } from '../harness/world';

const world = useWorld();
const floor = useIncoming(world);

/** Two agents, and what Ada is refused. */
async function two() {
  const stage = await twoAgents(floor());
  const { ada, callId } = stage;
  const refused = async (what: string, fields: object = {}) => {
    const { httpStatus, code } = await ada.client.post(`/transfer/${what}`, { callId, ...fields });
    return [httpStatus, code];
  };
  return { ...stage, refused };
}

const isAt = (who: Agent, phase: string) =>
  who.sees(`the transfer is ${phase}`, ({ transfer }) => transfer?.phase === phase);

test('a colleague who says yes has the caller at once; both write their note', async () => {
  const { ada, belle, carl, agentId, does } = await two();
  await Promise.all([does('cold', { agentId }), does('cold', { agentId })]);
  await carl.hears('wait.wav');
  await belle.takes();
  await belle.talksWith(carl);
  await ada.isIdle();
  const first = await ada.endsWith({ reason: 'transferred', outcome: 'talked' });
  expect(first.transfer).toMatchObject({ target: 'colleague', to: BELLE.email, phase: 'done' });
  await ada.isIn('post-call');
  const [task] = await floor().tasks();
  expect(JSON.parse(task?.attributes ?? '')).toMatchObject({ reason: 'support', language: 'en' });
  await carl.hangup();
  const second = await belle.endsWith({ reason: 'customer_hung_up', outcome: 'talked' });
  expect(second.offer?.transfer).toEqual({ by: PEOPLE.agent.email, kind: 'cold' });
  await belle.isIn('post-call');
});

test('a colleague is consulted while the caller hears music, and is given the caller', async () => {
  const { ada, belle, carl, agentId, does, refused } = await two();
  await does('warm', { agentId });
  await belle.takes();
  await belle.talksWith(ada);
  await isAt(ada, 'consulting');
  await belle.sees('she is consulted', ({ offer }) => offer?.transfer?.consulting === true);
  await ada.sees('Belle is in', ({ legs }) => legs[2]?.present === true);
  await does('swap');
  await ada.talksWith(carl);
  expect(await refused('cold', { queue: 'sales' })).toEqual([409, 'transfer_under_way']);
  await Promise.all([does('complete'), does('complete')]);
  await belle.talksWith(carl);
  await ada.isIdle();
  await ada.endsWith({ reason: 'transferred', outcome: 'talked' });
  await carl.hangup();
  await belle.endsWith({ outcome: 'talked', reason: 'customer_hung_up' });
});

test('a colleague who declines, or is not available, leaves the caller with the agent', async () => {
  const { ada, belle, carl, agentId, does, refused } = await two();
  await does('warm', { agentId });
  await belle.rings();
  await belle.client.must('/taskrouter/reject', { callId: (await belle.seen())?.id });
  await isAt(ada, 'failed');
  expect((await ada.seen())?.transfer?.reason).toBe('declined');
  await ada.talksWith(carl);
  expect(await refused('cold', { agentId })).toEqual([409, 'colleague_unavailable']);
});

test('a transfer to a colleague is taken back while it rings, and while they are consulted', async () => {
  const { ada, belle, carl, agentId, does } = await two();
  await does('cold', { agentId });
  await belle.rings();
  await does('cancel');
  await belle.isIdle();
  await ada.talksWith(carl);
  await belle.client.must('/presence', { activity: 'available' });
  await does('warm', { agentId });
  await belle.takes();
  await isAt(ada, 'consulting');
  await does('cancel');
  await belle.isIdle();
  await ada.talksWith(carl);
  await belle.endsWith({ outcome: 'consulted' });
});

test('the agent hangs up while a colleague is consulted, who has the caller then', async () => {
  const { ada, belle, carl, agentId, does } = await two();
  await does('warm', { agentId });
  await belle.takes();
  await isAt(ada, 'consulting');
  await ada.hangup();
  await belle.talksWith(carl);
  await ada.endsWith({ reason: 'transferred' });
});
