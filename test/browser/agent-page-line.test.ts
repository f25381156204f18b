import type { Page, WebSocketRoute } from 'playwright-core';
import { until } from '../../scripts/client';
import { CARL, useWorld } from '../harness/world';
import { A_SECOND, giveEars, hears, hums, speaks } from './agent-page-ears';
import { type AgentPage, useBrowser } from './agent-page-world';

const world = useWorld();
const browser = useBrowser(world);
const carl = () => world.phone(CARL.phone);
const ADA_HERTZ = 500;
const CARL_HERTZ = 1700;

/** At the desk, talking in the browser. */
async function atBrowser(
  prepare: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<AgentPage> {
  const agent = await browser.page();
  await hums(agent.page, ADA_HERTZ);
  await giveEars(agent.page);
  await prepare(agent.page);
  await agent.open();
  await agent.signIn();
  await agent.page.getByText('This browser', { exact: true }).last().click();
  return agent;
}

async function connected(agent: AgentPage): Promise<void> {
  await agent.dial(CARL.phone);
  await carl().answer();
  await agent.shows('Connected');
  await speaks(agent.page);
}

/** The phones page, with a microphone of its own held to Carl's phone. */
async function carlSpeaks(agent: AgentPage): Promise<Page> {
  const page = await agent.page.context().newPage();
  await hums(page, CARL_HERTZ);
  await giveEars(page);
  await page.goto(world.local.emulator.controlUrl);
  await page
    .getByRole('button', { name: 'Use this computer' })
    .and(page.getByRole('button', { name: 'Carl' }))
    .click();
  return page;
}

test('Ada in the browser and Carl on his phone hear each other within a second, until she mutes', async () => {
  const agent = await atBrowser();
  const phones = await carlSpeaks(agent);
  await agent.dial(CARL.phone);
  await carl().rings();
  await hears(agent.page, 440);
  await carl().answer();
  const answered = Date.now();
  await Promise.all([hears(agent.page, CARL_HERTZ), hears(phones, ADA_HERTZ)]);
  expect(Date.now() - answered).toBeLessThan(A_SECOND);
  await agent.page.locator('body').press('m');
  await hears(phones, ADA_HERTZ, 'not');
  await hears(agent.page, CARL_HERTZ);
  await agent.page.locator('body').press('m');
  await hears(phones, ADA_HERTZ);
});

test('the token runs out in a call: the page gets another, the call goes on, and the next one works', async () => {
  const agent = await atBrowser();
  await connected(agent);
  const tokens = async () =>
    (await world.timeline('function')).filter(({ summary }) => summary.includes('POST /voice/token')).length;
  const before = await tokens();
  // Functions sign by the real clock, in whole seconds: a token of this second is the one that is about to be too old.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await world.advance(3_601);
  await until('new tokens are fetched', async () => (await tokens()) > before);
  await agent.shows('Connected');
  await carl().is('in-call');
  await agent.press('Hang up');
  await agent.shows('You ended it here');
  await agent.press('New call');
  await agent.sees('Ready. Calls for you ring here.');
  await connected(agent);
});

test('the line to the voice network breaks in a call: the page says so, and goes on when it is back', async () => {
  const sockets: WebSocketRoute[] = [];
  let open = true;
  const agent = await atBrowser((page) =>
    page.routeWebSocket(/\/signal/, (socket) => {
      if (!open) {
        socket.close();
        return;
      }
      socket.connectToServer();
      sockets.push(socket);
    }),
  );
  await connected(agent);
  open = false;
  await Promise.all(sockets.splice(0).map((socket) => socket.close()));
  await agent.sees('The line was interrupted and is being restored.');
  await agent.isAccessible();
  open = true;
  await agent.page.getByText('The line was interrupted').waitFor({ state: 'detached' });
  await agent.shows('Connected');
  await carl().is('in-call');
  await agent.press('Hang up');
  await carl().isIdle();
});

test('on a slow network a call from the browser still comes about', async () => {
  const agent = await atBrowser();
  const devtools = await agent.page.context().newCDPSession(agent.page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: 400_000 / 8,
    uploadThroughput: 200_000 / 8,
  });
  await agent.dial(CARL.phone);
  await agent.page.locator('[aria-busy="true"]').first().waitFor();
  await agent.shows('It rings at the other end');
  await carl().answer();
  await agent.shows('Connected');
});

test('a headset that is unplugged in a call is told, and used again when it is back', async () => {
  const agent = await atBrowser((page) =>
    page.addInitScript(() => {
      const { mediaDevices } = navigator;
      const list = mediaDevices.enumerateDevices.bind(mediaDevices);
      const headset = { deviceId: 'headset', groupId: 'h', kind: 'audioinput', label: 'Headset' };
      let plugged = true;
      mediaDevices.enumerateDevices = async () => [
        ...(await list()),
        ...(plugged ? [{ ...headset, toJSON: () => headset } as MediaDeviceInfo] : []),
      ];
      Object.assign(window, {
        plug: (now: boolean) => {
          plugged = now;
          mediaDevices.dispatchEvent(new Event('devicechange'));
        },
      });
    }),
  );
  await agent.press('Microphone and speaker');
  const microphone = agent.page.getByLabel('Microphone', { exact: true });
  await microphone.selectOption('Headset');
  await agent.page.evaluate('plug(false)');
  await until('the list is shorter', async () => !(await microphone.textContent())?.includes('Headset'));
  await agent.page.evaluate('plug(true)');
  await until('it is back', async () => Boolean((await microphone.textContent())?.includes('Headset')));
  await microphone.selectOption('Headset');
  await agent.isAccessible();
  await agent.page.keyboard.press('Escape');
  await connected(agent);
  await agent.page.evaluate('plug(false)');
  await agent.sees('A device was unplugged.');
  await agent.isAccessible();
  await agent.page.evaluate('plug(true)');
  await agent.page.getByText('A device was unplugged.').waitFor({ state: 'detached' });
  await agent.shows('Connected');
});

test('with the keyboard alone: choosing the browser, turning it on, calling, a tone, hanging up', async () => {
  const agent = await browser.page();
  await hums(agent.page, ADA_HERTZ);
  await giveEars(agent.page);
  await agent.open();
  await agent.signIn();
  const { keyboard } = agent.page;
  const tabTo = async (what: string) => {
    for (let step = 0; step < 20; step += 1) {
      const focused = await agent.page.evaluate(() => {
        const at = document.activeElement;
        return at instanceof HTMLInputElement ? at.value : at?.textContent;
      });
      if (focused === what) return;
      await keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${what}`);
  };
  await tabTo('phone');
  await keyboard.press('ArrowRight');
  await tabTo('Turn on');
  await keyboard.press('Enter');
  await agent.sees('Ready. Calls for you ring here.');
  await agent.page.locator('body').press('d');
  await keyboard.type(CARL.phone);
  await keyboard.press('Enter');
  await carl().answer();
  await agent.shows('Connected');
  await speaks(agent.page);
  await tabTo('Keypad');
  await keyboard.press('Space');
  await agent.page.locator('.keypad').waitFor();
  await keyboard.press('7');
  await until('Carl hears it', async () =>
    (await carl().look()).heard.some(({ text }) => text.includes('7')),
  );
  await agent.page.locator('body').press('h');
  await keyboard.press('h');
  await agent.shows('You ended it here');
  await carl().isIdle();
});
