import { PEOPLE } from '../../scripts/people';
import { BELLE, useIncoming } from '../harness/incoming';
import { useWorld } from '../harness/world';

// Whole calls, with everything that is said in them.

const world = useWorld();
const floor = useIncoming(world);

test('a caller is offered to an agent, who presses a key; they talk, and the caller hangs up', async () => {
  const { carl } = floor();
  const ada = await floor().agent();
  await floor().carlWaits();
  await ada.answer();
  await ada.hears('A caller for support.');
  await ada.hears('Press any key to take the call.');
  expect(await ada.seen()).toMatchObject({
    direction: 'inbound',
    phase: 'agent-answered',
    recipient: carl.number,
    offer: { reason: 'support', language: 'en' },
  });
  await ada.press('5');
  await ada.talksWith(carl);
  await ada.reaches('connected');
  await floor().taskIs('assigned');
  await ada.isIn('in-call');
  await carl.hangup();
  await ada.isIdle();
  const call = await ada.endsWith({ outcome: 'talked', reason: 'customer_hung_up', endedBy: 'customer' });
  expect(call.wrapUp).toEqual({});
  await floor().taskIs('wrapping');
  await ada.isIn('post-call');
});

test('after the call the agent writes a note, twice by a double click, and goes on to work', async () => {
  const ada = await floor().talks();
  await floor().carl.hangup();
  const { id: callId } = await ada.endsWith({ outcome: 'talked' });
  await ada.isIn('post-call');
  const note = { callId, disposition: 'resolved', notes: 'Wanted a "new" contract.\nGot it.' };
  const click = () => ada.client.must('/taskrouter/complete', note);
  await Promise.all([click(), click()]);
  await floor().taskIs('completed');
  expect(JSON.parse((await floor().tasks())[0]?.attributes ?? '{}')).toMatchObject({
    disposition: 'resolved',
  });
  await ada.isIn('available');
  expect((await ada.seen())?.wrapUp).toEqual({
    disposition: 'resolved',
    notes: 'Wanted a "new" contract.\nGot it.',
    doneAt: expect.any(String),
  });
});

test('nobody answers: the caller goes to the next agent, and the first is set aside', async () => {
  const ada = await floor().agent();
  await floor().carlWaits();
  await ada.rings();
  const belle = await floor().agent(BELLE);
  await world.advance(30);
  await ada.endsWith({ outcome: 'missed', reason: 'agent_no_answer' });
  await ada.isIn('away');
  expect((await ada.client.must('/presence')).data).toMatchObject({ why: 'unanswered' });
  await belle.takes();
  await belle.talksWith(floor().carl);
});

test.each([
  { what: 'is busy', behaviour: { busy: true }, reason: 'agent_busy' as const },
  { what: 'declines on the phone', behaviour: { declines: true }, reason: 'agent_busy' as const },
])('an agent who $what is set aside, and the caller waits on', async ({ behaviour, reason }) => {
  const ada = await floor().agent();
  await ada.behaves(behaviour);
  await floor().carlWaits();
  await ada.endsWith({ outcome: 'missed', reason });
  await ada.isIn('away');
  await floor().taskIs('pending');
  await floor().carl.is('in-call');
});

test("the agent's voicemail answers: it never takes the caller", async () => {
  const ada = await floor().agent();
  await ada.behaves({ voicemail: true, answerAfter: 1 });
  await floor().carlWaits();
  for (let seconds = 0; seconds < 40; seconds += 4) await world.advance(4);
  await ada.endsWith({ outcome: 'missed', reason: 'agent_pressed_nothing' });
  await ada.isIn('away');
  expect((await floor().carl.look()).conference).toBeNull();
  const belle = await floor().agent(BELLE);
  await belle.takes();
  await belle.talksWith(floor().carl);
});

test('an agent declines in the page: their phone stops ringing and the next one is asked', async () => {
  const ada = await floor().agent();
  await floor().carlWaits();
  await ada.rings();
  const belle = await floor().agent(BELLE);
  const { id: callId } = (await ada.seen()) ?? {};
  const click = () => ada.client.must('/taskrouter/reject', { callId });
  await Promise.all([click(), click()]);
  await ada.isIdle();
  await ada.endsWith({ outcome: 'missed', reason: 'offer_declined', endedBy: 'agent' });
  await ada.isIn('away');
  await belle.takes();
  await belle.talksWith(floor().carl);
});

test('the caller hangs up while they wait: nobody rings', async () => {
  await floor().carlWaits();
  await floor().carl.hangup();
  await floor().taskIs('canceled');
  const ada = await floor().agent();
  await world.advance(1);
  await ada.isIdle();
  expect(await ada.seen()).toBeUndefined();
});

test("the caller hangs up while the agent's phone rings: it stops", async () => {
  const ada = await floor().agent();
  await floor().carlWaits();
  await ada.rings();
  await floor().carl.hangup();
  await ada.isIdle();
  await ada.endsWith({ outcome: 'abandoned', reason: 'customer_hung_up', endedBy: 'customer' });
  await ada.isIn('available');
});

test('the caller hangs up while the agent is asked for a key: the agent hears it', async () => {
  const ada = await floor().agent();
  await floor().carlWaits();
  await ada.answer();
  await ada.hears('press any key');
  await floor().carl.hangup();
  await ada.hears('The other side has hung up.');
  await ada.isIdle();
  await ada.endsWith({ outcome: 'abandoned', reason: 'customer_hung_up' });
  await ada.isIn('available');
});

test('an agent in a call of their own is not rung; when it is over they are', async () => {
  const ada = await floor().agent();
  const grace = world.phone(PEOPLE.supervisor.phone);
  await ada.client.must('/phone-to-phone/start', { RecipientNumber: grace.number });
  await ada.takes();
  await grace.answer();
  await floor().carlWaits();
  await ada.isIn('in-call');
  expect(await world.callsTo(ada.number)).toBe(1);
  await grace.hangup();
  await ada.isIdle();
  await ada.isIn('available');
  await world.advance(10);
  await ada.takes();
  await ada.talksWith(floor().carl);
});

test("other people's offers are declined by supervisors, and by nobody else", async () => {
  const ada = await floor().agent();
  await floor().carlWaits();
  await ada.rings();
  const { id: callId } = (await ada.seen()) ?? {};
  const belle = await world.signedUp(BELLE.email, BELLE.phone);
  expect((await belle.post('/taskrouter/reject', { callId })).httpStatus).toBe(403);
  expect((await belle.post('/taskrouter/complete', { callId })).httpStatus).toBe(403);
  expect((await ada.client.post('/taskrouter/complete', { callId })).httpStatus).toBe(409);
  const grace = await world.signedUp(PEOPLE.supervisor.email, PEOPLE.supervisor.phone);
  await grace.must('/taskrouter/reject', { callId });
  await ada.isIdle();
  await ada.endsWith({ outcome: 'missed', reason: 'offer_declined', endedBy: 'supervisor' });
});

test('a call that was taken can be declined no more', async () => {
  const ada = await floor().talks();
  const { id: callId } = (await ada.seen()) ?? {};
  expect(await ada.client.post('/taskrouter/reject', { callId })).toMatchObject({
    httpStatus: 409,
    code: 'conflict',
  });
  await ada.talksWith(floor().carl);
});
