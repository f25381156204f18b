import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { useWorld } from '../harness/world';
import { useBrowser } from './agent-page-world';

const world = useWorld();
const browser = useBrowser(world);

const KB = 1024;

/** Gzipped bytes of what the page has loaded of these kinds. */
function gzipped(urls: readonly string[]): number {
  const files = urls.map((url) => path.join('dist/assets', new URL(url).pathname));
  return files.filter(existsSync).reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
}

test('what the page loads stays small: 40 KB for signing in, 110 KB to call by phone', async () => {
  const ada = await browser.page();
  const loaded: string[] = [];
  ada.page.on('request', (request) => {
    if (/\.(js|css|json)$/.test(new URL(request.url()).pathname)) loaded.push(request.url());
  });
  await ada.open();
  await ada.page.waitForLoadState('networkidle');
  expect(gzipped(loaded)).toBeLessThan(40 * KB);
  await ada.signIn();
  // What belongs to calls that come in is fetched once one is ready, which on a fast machine is by now.
  const later = loaded.findIndex((url) => /\/work-\w+\.(js|css)$/.test(url));
  const ready = later < 0 ? loaded : loaded.slice(0, later);
  expect(gzipped(ready)).toBeGreaterThan(60 * KB);
  expect(gzipped(ready)).toBeLessThan(110 * KB);
});

// How fast these are, to the millisecond and on a quiet machine, is told by `npm run bench`.
test('on a slow machine and a slow network it paints, and is ready to dial', async () => {
  const ada = await (await browser.page()).open();
  await ada.signIn();
  const again = await browser.anotherTab(ada);
  const devtools = await again.page.context().newCDPSession(again.page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 40,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const started = Date.now();
  await again.page.goto(world.app, { waitUntil: 'commit' });
  await again.page.locator('input.number').waitFor();
  const ready = Date.now() - started;
  const painted = await again.page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.POSITIVE_INFINITY,
  );
  expect(painted).toBeLessThan(10_000);
  expect(ready).toBeLessThan(20_000);
});

test('the policy in the page names every host, and allows no inline code', () => {
  const html = readFileSync('dist/assets/index.html', 'utf8');
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
  expect(policy).not.toMatch(/unsafe|https?:(\s|;)|\*\.(com|net)\b(?!twilio)/);
  expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|\sstyle=/);
});

/** Functions tell Twilio to play it by its name, and what they tell outlives a deployment. */
const STABLE = 'music/wait.wav';

test('every file of the page but index.html, and the music callers wait with, has its content in its name', () => {
  const files = readdirSync('dist/assets', { recursive: true, encoding: 'utf8' }).filter(
    // Private assets are no part of the page: functions alone read them.
    (file) => path.extname(file) !== '' && !file.includes('.private.'),
  );
  const unhashed = files.filter(
    (file) => file !== STABLE && !/index\.html$|-[A-Z0-9]{8}\.|(numbers|sounds)-[0-9a-f]{10}/.test(file),
  );
  expect(unhashed).toEqual([]);
});
