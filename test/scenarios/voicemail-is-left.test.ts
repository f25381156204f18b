import { Scene } from '../harness/call';
import { CARL, useWorld } from '../harness/world';

const world = useWorld({ VOICEMAIL_DETECTION: 'hangup' });

test("the customer's voicemail answers: it is left, and the agent hears so (/phone-to-phone/leave)", async () => {
  await world.phone(CARL.phone).behaves({ voicemail: true, answerAfter: 1 });
  const scene = await Scene.begin(world);
  await scene.ada.answer();
  await scene.ada.press('1');
  await scene.ada.hears('Ringing');
  for (let seconds = 0; seconds < 10; seconds += 1) await world.advance(1);
  await scene.ada.hears('Voicemail answered.');
  await scene.endsWith({ outcome: 'voicemail', reason: 'customer_voicemail', endedBy: 'system' });
});
