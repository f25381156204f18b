import type { Browser } from 'playwright-core';
import { Scene } from '../harness/call';
import { Controlled } from '../harness/control';
import { useWorld } from '../harness/world';

const world = useWorld({ RECORDING: 'ask' });
let browser: Browser;
let giveBack: () => Promise<void>;
beforeAll(async () => {
  ({ browser, close: giveBack } = await standing().standingBrowser());
}, 60_000);
afterAll(() => giveBack?.());

test('a browser plays a recording that comes in parts, from any place in it', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  await call.do('/voice/recordings/start');
  await call.shows('it is recorded', ({ recording }) => recording?.state === 'on');
  await world.advance(200);
  await call.do('/voice/recordings/stop');
  await world.advance(2);
  await call.shows('it can be played', ({ recordings }) => recordings?.[0]?.ready === true);
  const recording = (await call.scene.seen())?.recordings?.[0]?.id ?? '';
  const { data } = await call.scene.client.must('/voice/recordings/link', { callId: call.callId, recording });

  const page = await browser.newPage();
  await page.goto(`${world.app}/index.html`);
  const heard = await page.evaluate(async (url) => {
    const audio = new Audio(url);
    const once = (name: string) =>
      new Promise((resolve, reject) => {
        audio.addEventListener(name, resolve, { once: true });
        audio.addEventListener('error', () => reject(new Error(audio.error?.message)), { once: true });
      });
    const loaded = once('loadedmetadata');
    audio.load();
    await loaded;
    const places: number[] = [];
    for (const place of [0, 150, 70]) {
      const there = once('seeked');
      audio.currentTime = place;
      await there;
      await audio.play();
      await once('timeupdate');
      places.push(audio.currentTime - place);
      audio.pause();
    }
    return { seconds: audio.duration, places };
  }, String(data.url));
  await page.close();
  expect(heard.seconds).toBeGreaterThan(195);
  for (const place of heard.places) expect(place).toBeLessThan(5);
  const parts = (await world.timeline('function')).filter(
    ({ data: said }) => said?.path === '/voice/recordings/play' && said?.status === 206,
  );
  expect(parts.length).toBeGreaterThan(2);
}, 60_000);
