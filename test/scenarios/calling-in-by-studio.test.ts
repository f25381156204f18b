import { Caller } from '../harness/caller';
import { answerByFlow } from '../harness/flow';
import { useWork } from '../harness/work';
import { CARL, useWorld } from '../harness/world';

const world = useWorld();
const work = useWork(world);
const caller = () => new Caller(world, CARL.phone);

/** Calls, and chooses English. */
async function callsIn(): Promise<Caller> {
  const carl = caller();
  await carl.calls();
  await carl.hears('For English, press 1');
  await carl.press('1');
  return carl;
}

test('a caller hears both languages, chooses Spanish and sales, and waits in Spanish', async () => {
  await answerByFlow(world);
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
  await carl.hangsUp();
  await world.advance(1);
  expect(await work().waiting()).toEqual([]);
});

test('whoever knows the other key can press it during the first greeting', async () => {
  await answerByFlow(world);
  const carl = caller();
  await carl.calls();
  await carl.hears('For English, press 1');
  await carl.press('2');
  await carl.hears('Para ventas, pulse 1.');
  expect(await carl.heard()).not.toContain('Para español');
  await carl.hangsUp();
});

test('whoever presses nothing is put through to anybody, in English', async () => {
  await answerByFlow(world);
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

test('a wrong key is told; the right one then counts', async () => {
  await answerByFlow(world);
  const carl = await callsIn();
  await carl.hears('For sales');
  await carl.press('9');
  await carl.hears('Sorry, that is not one of the choices.');
  await carl.hears('For sales', { times: 2 });
  await carl.press('2');
  await carl.hears('Please stay on the line');
  expect(await work().waiting()).toEqual([expect.objectContaining({ queue: 'Support', skill: 'support' })]);
  await carl.hangsUp();
});

test('two wrong keys lead to anybody', async () => {
  await answerByFlow(world);
  const carl = await callsIn();
  for (const times of [1, 2]) {
    await carl.hears('For sales', { times });
    await carl.press('9');
  }
  await carl.hears('Please stay on the line');
  expect(await work().waiting()).toEqual([expect.objectContaining({ queue: 'Everyone' })]);
  await carl.hangsUp();
});

test.each([
  { path: '/ivr/hours', effect: { effect: 'fail', status: 500 } },
  { path: '/ivr/task', effect: { effect: 'fail', status: 500 } },
  { path: '/ivr/', effect: { effect: 'drop' } },
])('the customer gets through although $path is away ($effect.effect)', async ({ path, effect }) => {
  await answerByFlow(world);
  await world.faults({ on: 'webhook', match: path, ...effect });
  const carl = await callsIn();
  await carl.hears('For sales');
  await carl.press('1');
  await carl.hears('Please stay on the line');
  expect(await work().waiting()).toEqual([
    expect.objectContaining({
      queue: 'Sales',
      from: CARL.phone,
      call_sid: expect.stringMatching(/^CA/),
      language: 'en',
      reason: 'sales',
      skill: 'sales',
    }),
  ]);
  await carl.hangsUp();
});

test('a caller who cannot be queued hears that we are sorry, and the line ends', async () => {
  world.expectViolations();
  await answerByFlow(world, { WORKFLOW_SID: `WW${'0'.repeat(32)}` });
  const carl = await callsIn();
  await carl.hears('For sales');
  await carl.press('1');
  await carl.hears('We are sorry that nobody could take your call.');
  await carl.isIdle();
});

test('a caller whose task is canceled hears that we are sorry', async () => {
  await answerByFlow(world);
  const carl = await callsIn();
  await carl.hears('For sales');
  await carl.press('1');
  await carl.hears('Please stay on the line');
  const [task] = await work().waiting();
  await work().ask('POST', `/Tasks/${task?.sid}`, { AssignmentStatus: 'canceled', Reason: 'closing' });
  await carl.hears('We are sorry that nobody could take your call.', { within: 100 });
  await carl.isIdle();
});
