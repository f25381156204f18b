import { useIncoming } from '../harness/incoming';
import { useWorld } from '../harness/world';

// Whole calls, with everything that is said in them.

const world = useWorld({ AFTER_CALL_SECONDS: '5' });
const floor = useIncoming(world);

test('who writes no note goes on to work by themselves, with nobody looking', async () => {
  const ada = await floor().talks();
  await floor().carl.hangup();
  const { id: callId } = await ada.endsWith({ outcome: 'talked' });
  await ada.isIn('post-call');
  await world.advance(6);
  await floor().taskIs('completed');
  await ada.isIn('available');
  expect((await ada.seen())?.wrapUp).toEqual({ doneAt: expect.any(String) });
  // A note that comes late is kept all the same.
  await ada.client.must('/taskrouter/complete', { callId, disposition: 'follow-up' });
  expect((await ada.seen())?.wrapUp).toMatchObject({ disposition: 'follow-up' });
  await ada.isIn('available');
});
