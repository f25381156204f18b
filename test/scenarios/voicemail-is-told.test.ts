import { Scene } from '../harness/call';
import { CARL, useWorld } from '../harness/world';

const world = useWorld({ VOICEMAIL_DETECTION: 'tell' });

test("the customer's voicemail answers: the agent is told (/phone-to-phone/announce) and may leave a message", async () => {
  await world.phone(CARL.phone).behaves({ voicemail: true, answerAfter: 1 });
  const scene = await Scene.begin(world);
  await scene.ada.answer();
  await scene.ada.press('1');
  await scene.ada.hears('Ringing');
  await world.advance(2);
  await scene.reaches('connected');
  for (let seconds = 0; seconds < 10; seconds += 1) await world.advance(1);
  await scene.ada.hears('This is voicemail.');
  expect(await scene.seen()).toMatchObject({ phase: 'connected', voicemail: true });
  await scene.ada.hangup();
  await scene.endsWith({ outcome: 'voicemail', reason: 'agent_hung_up' });
});

test('a person answers: nothing is said about voicemail', async () => {
  const scene = await Scene.begin(world);
  await scene.talk();
  await scene.carl.say('Hello?');
  for (let seconds = 0; seconds < 8; seconds += 1) await world.advance(1);
  expect(await scene.seen()).toMatchObject({ phase: 'connected', voicemail: false });
  expect(await scene.ada.captions()).not.toContain('voicemail');
});
