import { ask } from '../harness/ask';
import { Caller } from '../harness/caller';
import { answerByFunctions } from '../harness/flow';
import { useWork } from '../harness/work';
import { CARL, useWorld } from '../harness/world';

const world = useWorld();
const work = useWork(world);
beforeEach(async () => {
  // After a reset callers have the SIDs of the story before: what was read of those must be old.
  await snapshotIsOld();
  await answerByFunctions(world);
});

const DORA = '+14155550124';
const CALL_SID = `CA${'0'.repeat(32)}`;
const caller = (number: string = CARL.phone) => new Caller(world, number);

/** Places are told as of at most three seconds ago, by the real clock. */
const snapshotIsOld = () => new Promise((resolve) => setTimeout(resolve, 3100));

/** Into the queue, in English, for support. */
async function queues(number?: string): Promise<Caller> {
  const carl = caller(number);
  await carl.calls();
  await carl.hears('press 1');
  await carl.press('1');
  await carl.hears('For sales');
  await carl.press('2');
  await carl.hears('Please stay on the line');
  return carl;
}

test('a caller hears both languages, chooses Spanish and sales, and waits to music, told that they are next', async () => {
  const carl = caller();
  await carl.calls();
  await carl.hears('Thank you for calling.');
  await carl.hears('Para español, pulse 2.');
  await carl.press('2');
  await carl.hears('Para ventas, pulse 1.');
  await carl.press('1');
  await carl.hears('Por favor, espere en la línea.');
  expect(await work().waiting()).toEqual([
    expect.objectContaining({
      queue: 'Sales',
      from: CARL.phone,
      to: '+14155550199',
      call_sid: expect.stringMatching(/^CA/),
      language: 'es',
      reason: 'sales',
      skill: 'sales',
    }),
  ]);
  await carl.hears('Usted es el siguiente.');
  await carl.hears('wait.wav');
  await carl.hears('Gracias por esperar.', { within: 45 });
  expect(await carl.heard()).not.toMatch(/Please|Thank you for waiting/);
  await carl.hangsUp();
});

test('two wait: the second is number 2, and next when the first has hung up', async () => {
  const carl = await queues();
  const dora = await queues(DORA);
  await dora.hears('You are number 2 in line.');
  await carl.hangsUp();
  await world.advance(1);
  expect(await work().waiting()).toEqual([expect.objectContaining({ from: DORA })]);
  await snapshotIsOld();
  await dora.hears('You are next.', { within: 60 });
  await dora.hangsUp();
  await world.advance(1);
  expect(await work().waiting()).toEqual([]);
});

test('whoever presses nothing is put through to anybody', async () => {
  const carl = caller();
  await carl.calls();
  await carl.hears('For sales', { times: 2 });
  expect(await carl.heard()).toContain('Sorry, we did not notice a key.');
  await carl.hears('Please stay on the line');
  const [task] = await work().waiting();
  expect(task).toMatchObject({ queue: 'Everyone', language: 'en' });
  expect(task).not.toHaveProperty('skill');
  await carl.hangsUp();
});

test('wrong keys are told, and end in the queue all the same', async () => {
  const carl = caller();
  await carl.calls();
  await carl.hears('press 1');
  await carl.press('7');
  for (const times of [1, 2, 3]) {
    await carl.hears('For sales', { times });
    await carl.press('9');
  }
  await carl.hears('Please stay on the line');
  expect((await carl.heard()).split('not one of the choices').length - 1).toBe(2);
  await carl.hangsUp();
});

test('music plays on when nobody can tell the place', async () => {
  await world.faults({ on: 'rest', match: 'taskrouter.twilio.com', effect: 'fail', status: 500 });
  const carl = await queues();
  await carl.hears('wait.wav', { times: 7 });
  expect(await carl.heard()).toContain('Thank you for waiting.');
  await world.faults();
  await carl.hears('You are next.', { within: 90 });
  await carl.hangsUp();
});

test('a caller whose task is canceled hears that we are sorry, and when to call', async () => {
  const carl = await queues();
  const [task] = await work().waiting();
  await work().ask('POST', `/Tasks/${task?.sid}`, { AssignmentStatus: 'canceled', Reason: 'closing' });
  // Twilio keeps the caller in the queue; that nobody will come is noticed at the second word about the place.
  await snapshotIsOld();
  await carl.hears('We are sorry that nobody could take your call.', { within: 100 });
  await carl.isIdle();
});

test('a caller who has lost their agent comes before all others', async () => {
  const form = { CallSid: CALL_SID, language: 'en', reason: 'support', returned: '1' };
  const { status, text } = await ask(world, '/voice/queue', { form, signed: true });
  expect(status).toBe(200);
  expect(text).toMatch(/you are ahead of the others.*<Task priority="50">/);
});

test('a Studio flow is told hours, places and tasks', async () => {
  const tell = async (path: string, form: Record<string, string>) => {
    const { status, body } = await ask(world, path, { form, signed: true });
    return { status, ...(body as object) };
  };
  expect(await tell('/ivr/hours', { language: 'es' })).toMatchObject({ status: 200, open: true });
  expect(await tell('/ivr/task', { CallSid: CALL_SID, From: '', To: '', Digits: '2' })).toMatchObject({
    status: 200,
    reason: 'support',
  });
  expect(await tell('/ivr/position', { callSid: CALL_SID })).toMatchObject({ status: 200, waiting: false });
  const carl = await queues();
  const [task] = await work().waiting();
  expect(await tell('/ivr/position', { callSid: String(task?.call_sid), language: 'en' })).toMatchObject({
    waiting: true,
    position: 1,
    text: 'You are next.',
  });
  await carl.hangsUp();
});
