import { until } from '../../scripts/client';
import type { CallView } from '../../src/calls/contract';
import { Scene } from '../harness/call';
import { Controlled, GRACE } from '../harness/control';
import { BELLE, useIncoming } from '../harness/incoming';
import { useWorld } from '../harness/world';

const world = useWorld({ RECORDING: 'always', SUPERVISOR_EMAILS: GRACE.email });
const floor = useIncoming(world);

/** What Twilio did about recordings, in order. */
const events = async () =>
  (await world.timeline('call')).flatMap(({ data = {} }) =>
    typeof data.recordingSid === 'string' ? [`${data.event} ${data.recordingSid}`] : [],
  );

test('each agent who has a caller has a recording of their own; who waits in between is on none', async () => {
  const ada = await floor().talks();
  await until('it is recorded', async () => (await ada.seen())?.recording?.state === 'on');
  const [first] = (await ada.seen())?.recordings ?? [];
  expect((await ada.seen())?.recordingMarks).toEqual([{ at: expect.any(String), what: 'start' }]);
  const belle = await floor().agent(BELLE);
  const id = (await ada.seen())?.id;
  await world.advance(2);
  await ada.client.must('/transfer/cold', { callId: id, queue: 'support' });
  await ada.endsWith({ outcome: 'talked' });
  expect(await events()).toContain(`stopped ${first?.id}`);
  await belle.takes();
  await belle.talksWith(floor().carl);
  await until("Belle's call is recorded", async () => (await belle.seen())?.recording?.state === 'on');
  const [second] = (await belle.seen())?.recordings ?? [];
  expect(second?.id).not.toBe(first?.id);
  // Twilio keeps nothing of less than a second.
  await world.advance(2);
  await floor().carl.hangup();
  await belle.endsWith({ outcome: 'talked' });
  await world.advance(2);
  const playable = ({ recordings = [] }: CallView) => recordings.map(({ id: sid, ready }) => [sid, ready]);
  for (const [agent, recording] of [
    [ada, first],
    [belle, second],
  ] as const)
    await until('it can be played', async () => {
      const call = await agent.seen();
      return call !== undefined && JSON.stringify(playable(call)) === JSON.stringify([[recording?.id, true]]);
    });
});

test('where every call is recorded an agent may pause it, and a supervisor alone may stop it', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  await call.shows('it is recorded', ({ recording }) => recording?.state === 'on');
  await call.scene.carl.hears('this call is recorded');
  expect(await call.refused('/voice/recordings/stop')).toEqual([403, 'recording_required']);
  expect((await call.do('/voice/recordings/pause')).recording?.state).toBe('paused');
  const grace = await world.signedUp(GRACE.email, GRACE.phone);
  expect((await call.do('/voice/recordings/resume', {}, grace)).recording?.state).toBe('on');
  expect((await call.do('/voice/recordings/stop', {}, grace)).recording).toBeUndefined();
  const marks = (await call.scene.seen())?.recordingMarks ?? [];
  expect(marks.map(({ what, by }) => [what, by === GRACE.email])).toEqual([
    ['start', false],
    ['pause', false],
    ['resume', true],
    ['stop', true],
  ]);
  expect((await events()).filter((event) => event.startsWith('in-progress'))).toHaveLength(1);
});
