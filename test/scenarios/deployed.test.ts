import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { until } from '../../scripts/client';
import { ask } from '../harness/ask';
import { Scene } from '../harness/call';
import { Caller } from '../harness/caller';
import { startDeployed } from '../harness/deployed';
import { useDesk } from '../harness/desk';
import { useWork } from '../harness/work';
import { ADA, CARL, useWorldOf } from '../harness/world';

const world = useWorldOf(startDeployed);
const desk = useDesk(world);
const work = useWork(world);

test('what is deployed serves the page, and tells it nothing of an emulator', async () => {
  const page = await fetch(`${world.app}/assets/index.html`);
  expect(page.status).toBe(200);
  const html = await page.text();
  const scripts = [...html.matchAll(/src="([^"]+\.js)"/g)].map(([, file = '']) => file);
  expect(scripts.length).toBeGreaterThan(0);
  for (const file of scripts)
    expect((await fetch(new URL(file, `${world.app}/assets/index.html`))).status).toBe(200);
  const config = await ask(world, '/page-config');
  expect(config.body.data).toMatchObject({
    callerIds: ['+14155550199'],
    locale: 'en',
    sdkOrigin: null,
    voice: true,
  });
});

test('what functions share is read by functions and by nobody else', async () => {
  for (const pack of ['core', 'calls', 'numbers'])
    for (const name of [`${pack}.js`, `${pack}.private.js`, `${pack}.txt`, `${pack}.private.txt`]) {
      const response = await fetch(`${world.app}/packs/${name}`);
      expect({ name, status: response.status }).toEqual({ name, status: 404 });
      expect(await response.text()).not.toContain('exports');
    }
});

test('Twilio alone may call what is protected: without its signature, or with another account’s, it is refused', async () => {
  const form = { EventType: 'cordboard.check' };
  const statusWith = async (signed?: boolean | 'wrong') =>
    (await ask(world, '/general/router', { form, ...(signed === undefined ? {} : { signed }) })).status;
  expect(await statusWith()).toBe(403);
  expect(await statusWith('wrong')).toBe(403);
  expect(await statusWith(true)).toBe(200);
});

test('from phone to phone: the agent presses a key, both talk, the customer hangs up', async () => {
  const scene = await Scene.begin(world, { ConferenceName: 'Tuvok and Spock' });
  await scene.talk();
  await scene.reaches('connected');
  expect(await scene.seen()).toMatchObject({ label: 'Tuvok and Spock' });
  await scene.carl.hangup();
  await scene.endsWith({ outcome: 'talked', reason: 'customer_hung_up', endedBy: 'customer' });
});

test('from the browser: the page has its token, dials, and both talk', async () => {
  const { scene, device } = await desk.ringing();
  await device.answered();
  await scene.carl.answer();
  await scene.reaches('connected');
  await scene.carl.hangup();
  await device.ended();
  await scene.endsWith({ kind: 'browser', outcome: 'talked', endedBy: 'customer' });
});

test('a call comes in: Studio asks, the queue entertains, the agent’s phone rings, they talk, the note ends it', async () => {
  const client = await world.signedUp();
  const [ada, carl] = [world.phone(ADA.phone), world.phone(CARL.phone)];
  await client.must('/presence', { activity: 'available' });
  const caller = new Caller(world, CARL.phone);
  await caller.calls();
  await caller.hears('press 1');
  await caller.press('1');
  await caller.hears('For sales');
  await caller.press('2');
  await ada.answer();
  await ada.hears('press any key');
  await ada.press('1');
  await ada.talksWith(carl);
  const status = async () =>
    (await work().ask<{ tasks: { assignment_status: string }[] }>('GET', '/Tasks')).tasks.map(
      (task) => task.assignment_status,
    );
  await until('the task is assigned', async () => (await status()).includes('assigned'));
  const steps = await world.timeline('studio');
  expect(steps.length).toBeGreaterThan(0);
  const { call } = (await client.must('/calls/state')).data as { call: { id: string } };
  await carl.hangup();
  await until('the task is wrapping', async () => (await status()).includes('wrapping'));
  await client.must('/taskrouter/complete', { callId: call.id, disposition: 'resolved' });
  await until('the task is completed', async () => (await status()).includes('completed'));
});

test('what a deploy uploads stays below 5 MB', async () => {
  const files = await readdir('dist', { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    files
      .filter((file) => file.isFile() && /dist[\\/](functions|assets)/.test(`${file.parentPath}/`))
      .map(async (file) => (await stat(path.join(file.parentPath, file.name))).size),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(1_000_000);
  expect(total).toBeLessThan(5_000_000);
});
