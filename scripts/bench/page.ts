import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../chromium';
import { Client } from '../client';
import { type Local, startLocal } from '../local';
import { PEOPLE } from '../people';
import { type Figure, figure } from './figure';

const ROUNDS = 5;
const KB = 1024;
const { agent, customer } = PEOPLE;

/** What the agents' page weighs, how soon it is there on a slow machine and network, and how soon it shows a change. */
export async function page(): Promise<Figure[]> {
  const local = await startLocal({ port: 0, emulatorPort: 0, built: true });
  const browser = await launchBrowser();
  try {
    const client = new Client(local.app.url, local.emulator.controlUrl);
    const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
    const tab = await context.newPage();
    const urls: string[] = [];
    tab.on('request', (request) => urls.push(request.url()));
    await tab.goto(local.app.url, { waitUntil: 'networkidle' });
    const signIn = gzipped(urls);
    await signInto(tab, client);
    const dial = gzipped(urls);
    const slow: { painted: number; ready: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) slow.push(await openSlowly(context, local));
    const shown: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) shown.push(await changeToPage(tab, client));
    return [
      figure('page: sign-in screen, gzip', 'KB', 40, [signIn / KB]),
      figure('page: ready to call by phone, gzip', 'KB', 135, [dial / KB]),
      figure(
        'page: first paint, 4x slower CPU, 1.6 Mbit/s',
        'ms',
        1_000,
        slow.map(({ painted }) => painted),
      ),
      figure(
        'page: ready to dial, 4x slower CPU, 1.6 Mbit/s',
        'ms',
        2_500,
        slow.map(({ ready }) => ready),
      ),
      figure('page: a change in the call is shown', 'ms', 150, shown),
    ];
  } finally {
    await browser.close();
    await local.close();
  }
}

/** Bytes of scripts, styles and number rules among these, as they are sent. */
function gzipped(urls: readonly string[]): number {
  const files = urls
    .map((url) => new URL(url).pathname)
    .filter((name) => /\.(js|css|json)$/.test(name))
    .map((name) => path.join('dist/assets', name));
  return files.filter(existsSync).reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
}

async function signInto(tab: Page, client: Client): Promise<void> {
  const code = tab.locator('input.code');
  await tab.getByRole('textbox').fill(agent.email);
  await tab.keyboard.press('Enter');
  await code.waitFor();
  await code.fill(await client.codeFor(agent.email));
  await tab.locator('input.number').fill(agent.phone);
  await tab.keyboard.press('Enter');
  await code.waitFor();
  await code.fill(await client.codeFor(agent.phone));
  await tab.locator('.live.live').waitFor();
}

/** Somebody who is signed in opens the page, with nothing of it in the cache. Milliseconds. */
async function openSlowly(
  context: BrowserContext,
  local: Local,
): Promise<{ painted: number; ready: number }> {
  const tab = await context.newPage();
  const devtools = await context.newCDPSession(tab);
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
  await tab.goto(local.app.url, { waitUntil: 'commit' });
  await tab.locator('input.number').waitFor();
  const ready = Date.now() - started;
  const painted = await tab.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.POSITIVE_INFINITY,
  );
  await tab.close();
  return { painted, ready };
}

/** From the agent's answer on their phone to the page that says so. Milliseconds. */
async function changeToPage(tab: Page, client: Client): Promise<number> {
  const state = tab.locator('.call h2');
  await tab.locator('input.number').fill(customer.phone);
  await tab.locator('input.number').press('Enter');
  await state.filter({ hasText: 'Your phone rings' }).waitFor();
  const changed = tab.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new MutationObserver((_, observer) => {
          if (!document.querySelector('.call h2')?.textContent?.startsWith('Press')) return;
          observer.disconnect();
          resolve(Date.now());
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
  );
  const answered = Date.now();
  await client.phone(agent.phone, 'answer');
  const delay = (await changed) - answered;
  await client.phone(agent.phone, 'hangup');
  await state.filter({ hasText: 'No key was pressed' }).waitFor();
  await tab.getByRole('button', { name: 'New call' }).click();
  return delay;
}
