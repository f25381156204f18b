import { until } from '../../scripts/client';
import { Scene } from '../harness/call';
import { Controlled } from '../harness/control';
import { useIncoming } from '../harness/incoming';
import { useWorld } from '../harness/world';

const world = useWorld();
const floor = useIncoming(world);

test('a caller is transferred to another queue, before the others, and their agent is free to write the note', async () => {
  const ada = await floor().talks();
  const { carl } = floor();
  const callId = (await ada.seen())?.id;
  const click = () => ada.client.post('/transfer/cold', { callId, queue: 'sales' });
  const clicks = await Promise.all([click(), click()]);
  expect(clicks.map(({ httpStatus }) => httpStatus)).toEqual([200, 200]);
  await carl.hears('You are being transferred');
  await ada.isIdle();
  const call = await ada.endsWith({ outcome: 'talked', reason: 'transferred', endedBy: 'agent' });
  expect(call.transfer).toMatchObject({ kind: 'cold', target: 'queue', to: 'sales', phase: 'done' });
  await ada.isIn('post-call');
  // What they are told takes a while.
  await until('Carl waits again', async () => {
    await world.advance(2);
    return (await floor().tasks()).length === 2;
  });
  const [second, first] = await floor().tasks();
  expect(first?.assignment_status).toBe('wrapping');
  expect(JSON.parse(second?.attributes ?? '')).toMatchObject({
    transferred: true,
    skill: 'sales',
    language: 'en',
  });
});

test('a customer whom the agent has called is transferred to a queue', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  const { ada, carl } = call.scene;
  expect(await call.refused('/transfer/warm', { queue: 'sales' })).toEqual([400, 'invalid_input']);
  await call.do('/transfer/cold', { queue: 'support' });
  await carl.hears('You are being transferred');
  await ada.isIdle();
  await call.shows(
    'it is over for Ada',
    ({ phase, reason }) => phase === 'ended' && reason === 'transferred',
  );
  expect((await carl.look()).state).toBe('in-call');
  await carl.hangup();
});
