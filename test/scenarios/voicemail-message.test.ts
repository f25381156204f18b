import { PEOPLE } from '../../scripts/people';
import { Caller } from '../harness/caller';
import { useIncoming } from '../harness/incoming';
import { useWorld } from '../harness/world';

const world = useWorld();
const incoming = useIncoming(world);

/** Carl waits for support, and would rather leave a message. */
async function leavesMessage(words: string): Promise<Caller> {
  const carl = new Caller(world, PEOPLE.customer.phone);
  await carl.calls();
  await carl.hears('press 1');
  await carl.press('1');
  await carl.hears('For support');
  await carl.press('2');
  await carl.hears('wait.wav');
  await carl.press('2');
  await carl.hears('Please leave a message after the tone.');
  await carl.hears('recording starts');
  await world.advance(words === '' ? 8 : 1);
  if (words !== '') {
    await world.phone(carl.number).say(words);
    await world.advance(3);
  }
  return carl;
}

test('a message becomes a task once; the agent hears it, calls back, and they talk', async () => {
  const floor = incoming();
  await world.faults({ on: 'webhook', match: '/voice/voicemail/left', effect: 'duplicate', times: 3 });
  const carl = await leavesMessage('My printer is on fire again, please call me back soon.');
  await carl.press('#');
  await carl.hears('Thank you for your message.');
  await carl.isIdle();
  await world.advance(5);
  const [task, ...others] = (await floor.tasks()).filter((each) => each.assignment_status === 'pending');
  expect(others).toEqual([]);
  expect(JSON.parse(task?.attributes ?? '{}')).toMatchObject({
    reason: 'support',
    skill: 'support',
    language: 'en',
    message: { id: expect.stringMatching(/^RE/), seconds: expect.any(Number) },
    callback: { number: carl.number, attempt: 1, of: 3 },
  });

  const ada = await floor.agent();
  await ada.answer();
  await ada.hears('A message from 4 1 5, 5 5 5, 0 1 2 3, for support.');
  await ada.press('5');
  await ada.hears('/voice/recordings/play?token=');
  await floor.taskIs('assigned');
  const { offer, id } = (await ada.seen()) ?? {};
  expect(offer).toMatchObject({ message: { id: expect.any(String) }, callback: { attempt: 1, of: 3 } });
  // In the page it is heard by a link.
  const link = { callId: id, recording: offer?.message?.id };
  expect((await ada.client.must('/voice/recordings/link', link)).data).toMatchObject({
    url: expect.any(String),
  });
  await world.advance(8);
  await ada.hears('To call back, press 1.');
  await ada.press('1');
  await floor.carl.answer();
  await ada.talksWith(floor.carl);
  await floor.carl.hangup();
  await ada.endsWith({ direction: 'outbound', outcome: 'talked', wrapUp: {} });
  await ada.isIn('post-call');
});

test('an agent hears a message and hangs up: that was it, but for the note', async () => {
  const floor = incoming();
  const carl = await leavesMessage('It works again, never mind. Have a nice day.');
  await carl.hangsUp();
  await world.advance(5);
  const ada = await floor.agent();
  await ada.answer();
  await ada.hears('Press any key to hear it.');
  await ada.press('1');
  await ada.hears('/voice/recordings/play?token=');
  await ada.hangup();
  await ada.endsWith({ direction: 'outbound', outcome: 'not_dialled', reason: 'agent_hung_up', wrapUp: {} });
  await floor.taskIs('wrapping');
  await ada.isIn('post-call');
  expect(await world.callsTo(carl.number)).toBe(0);
});

test('who says nothing leaves no message', async () => {
  const carl = await leavesMessage('');
  await carl.hears('Goodbye.');
  await carl.isIdle();
  await world.advance(10);
  expect((await incoming().tasks()).filter((each) => each.assignment_status !== 'canceled')).toEqual([]);
});
