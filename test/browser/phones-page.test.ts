import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { ProxyAgent, fetch as reach } from 'undici';
import { createEmulator, type Emulator } from '../../emulator';
import { PATIENCE } from '../../scripts/client';

const ADA = '+14155550101';
const CARL = '+14155550123';
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What a program that uses Twilio answers: a question to Ada, then a conference for her and Carl. */
const TWIML: Record<string, string> = {
  '/ada':
    '<Response><Gather numDigits="1" action="/desk"><Say>Press any key to talk to Carl.</Say></Gather></Response>',
  '/desk': '<Response><Dial><Conference beep="false">Front desk</Conference></Dial></Response>',
};

let emulator: Emulator;
let app: Server;
let twilio: ProxyAgent;
let browser: Browser;
let giveBack: () => Promise<void>;
let context: BrowserContext;
let page: Page;
/** Requests to other hosts, errors of scripts, and what the content security policy refused. */
let complaints: string[];

beforeAll(async () => {
  app = createServer((request, response) => {
    const twiml = TWIML[request.url ?? ''] ?? '<Response/>';
    response.writeHead(200, { 'content-type': 'text/xml' }).end(twiml);
  }).listen(0, '127.0.0.1');
  emulator = await createEmulator({ port: 0 });
  twilio = new ProxyAgent({
    uri: emulator.proxyUrl,
    requestTls: { ca: readFileSync(emulator.caFile) },
  });
  ({ browser, close: giveBack } = await standing().standingBrowser());
});

afterAll(async () => {
  await giveBack?.();
  await twilio?.close();
  await emulator?.close();
  app.close();
});

beforeEach(async () => {
  await emulator.reset();
  complaints = [];
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(emulator.controlUrl)) complaints.push(`request to ${request.url()}`);
  });
});

afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

async function open(): Promise<void> {
  await page.goto(emulator.controlUrl);
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
}

/** Asks the emulated Twilio to call somebody, as the program would. */
async function call(to: string, path: string): Promise<string> {
  const { sid, authToken } = emulator.kernel.account;
  const url = `http://localhost:${(app.address() as AddressInfo).port}${path}`;
  const response = await reach(`https://api.twilio.com/2010-04-01/Accounts/${sid}/Calls.json`, {
    method: 'POST',
    dispatcher: twilio,
    headers: {
      authorization: `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ To: to, From: '+14155550199', Url: url }).toString(),
  });
  return ((await response.json()) as { sid: string }).sid;
}

async function control(method: string, path: string, body: unknown = {}): Promise<void> {
  await fetch(`${emulator.controlUrl}/control${path}`, { method, body: JSON.stringify(body) });
}

const card = (name: string): Locator => page.getByRole('article', { name });

async function named(): Promise<void> {
  await control('PUT', `/phones/${ADA}`, { name: 'Ada' });
  await control('PUT', `/phones/${CARL}`, { name: 'Carl' });
}

/** axe finds nothing to say about WCAG 2.2 AA or good practice, and nothing is wider than the screen. */
async function accessible(): Promise<void> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await axe.run({ runOnly: tags });
    const wide = document.documentElement.scrollWidth > window.innerWidth ? ['wider than the screen'] : [];
    return [...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), ...wide];
  });
  expect(found).toEqual([]);
}

/** In both themes, and where the page is narrow in each of its rooms. */
async function accessibleEverywhere(): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1280, height: 900 });
    await accessible();
    await page.setViewportSize({ width: 360, height: 780 });
    for (const room of ['Inbox', 'Timeline', 'Phones']) {
      await page.getByRole('navigation').getByRole('button', { name: room }).click();
      await accessible();
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('an empty page tells a newcomer what to do, and a first handset is added', async () => {
  await open();
  await page.getByText('No phone has rung yet.').waitFor();
  await page.getByText('Nothing has happened yet.').waitFor();
  await accessibleEverywhere();
  await page.getByLabel('Name').fill('Ada');
  await page.getByRole('button', { name: 'Add handset' }).click();
  await card('Ada').getByText('+1 415 555 0100').waitFor();
  await page.getByLabel('Number', { exact: true }).fill('+14155551234');
  // A screen reader speaks what comes into a region that was there before.
  expect(await page.getByRole('alert').textContent()).toBe('');
  await page.getByRole('button', { name: 'Add handset' }).click();
  await page.getByRole('alert').getByText('is not a handset').waitFor();
  complaints = complaints.filter((complaint) => !complaint.includes('404'));
});

test('a call is answered, keyed, and talked through on the page', async () => {
  await named();
  await open();
  await call(ADA, '/ada');
  await card('Ada').getByText('Ringing').waitFor();
  expect(await page.title()).toBe('Ringing: Ada');
  await accessibleEverywhere();

  await card('Ada').getByRole('button', { name: 'Answer' }).click();
  await card('Ada').getByRole('log').getByText('Press any key to talk to Carl.').waitFor();
  expect(await page.locator('.cord').count()).toBe(1);
  await accessibleEverywhere();
  await card('Ada').getByRole('button', { name: '5', exact: true }).click();
  await card('Ada').getByText('In Front desk').waitFor();

  await call(CARL, '/desk');
  await card('Carl').getByText('Ringing').waitFor();
  await card('Carl').focus();
  await page.keyboard.press('a');
  await card('Carl').getByText('In Front desk').waitFor();
  await page.locator('.cord').getByText('Front desk', { exact: true }).waitFor();
  expect(await page.locator('.cord').count()).toBe(1);

  await card('Ada').getByLabel('Say').fill('Hello Carl, this is Ada.');
  await page.keyboard.press('Enter');
  await card('Carl').getByRole('log').getByText('Hello Carl, this is Ada.').waitFor();
  await accessibleEverywhere();

  await card('Carl').focus();
  await page.keyboard.press('h');
  await card('Carl').getByText('Idle').waitFor();
});

test('digits typed on a focused handset are its keys, in a field they are text', async () => {
  await named();
  await open();
  await call(ADA, '/ada');
  await card('Ada').getByRole('button', { name: 'Answer' }).click();
  await card('Ada').getByLabel('Say').fill('');
  await card('Ada').getByLabel('Say').press('7');
  await card('Ada').focus();
  await page.keyboard.press('4');
  await card('Ada').getByRole('log').getByText('You pressed').waitFor();
  const pressed = emulator.kernel.timeline
    .since(0)
    .map((event) => event.summary)
    .filter((summary) => summary.includes('presses'));
  expect(pressed).toEqual([`${ADA} presses 4`]);
  expect(await card('Ada').getByLabel('Say').inputValue()).toBe('7');
});

test('a handset declines, and is told what to do with the next call', async () => {
  await named();
  await open();
  await call(ADA, '/ada');
  await card('Ada').getByRole('button', { name: 'Decline' }).click();
  await card('Ada').getByText('Last call was declined').waitFor();
  // The page asks the emulator by a connection of its own: what comes after must not overtake it.
  const stored = page.waitForResponse((response) => response.url().endsWith('/behaviour'));
  await card('Ada').getByLabel('When called').selectOption('Answers after 2 s');
  expect((await stored).status()).toBe(200);
  await call(ADA, '/ada');
  await card('Ada').getByText('Ringing').waitFor();
  await control('POST', '/clock/advance', { seconds: 3 });
  await card('Ada').getByRole('log').getByText('Press any key').waitFor();
});

test('a handset calls another number', async () => {
  await named();
  await open();
  await card('Ada').getByLabel('Number to call').fill('+1 415 555 0123');
  await card('Ada').getByRole('button', { name: 'Call' }).click();
  await card('Carl').getByText('Ringing').waitFor();
  await card('Carl').getByRole('button', { name: 'Answer' }).click();
  await card('Ada').getByLabel('Say').fill('Is that you?');
  await card('Ada').getByRole('button', { name: 'Say' }).click();
  await card('Carl').getByRole('log').getByText('Is that you?').waitFor();
});

test('codes arrive newest first and are copied', async () => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open();
  const inbox = emulator.kernel.store.collection('inbox');
  const at = emulator.kernel.clock.date().toISOString();
  inbox.set('1', {
    to: 'ada@example.com',
    channel: 'email',
    body: 'Your code is 111111',
    code: '111111',
    at,
  });
  inbox.set('2', { to: ADA, channel: 'sms', body: 'Your code is 222222', code: '222222', at });
  emulator.kernel.timeline.add({ kind: 'message', summary: 'two messages' });
  const messages = page.getByRole('list', { name: 'Messages, newest first' }).getByRole('listitem');
  await messages.nth(1).waitFor();
  expect(await messages.nth(0).textContent()).toContain('222222');
  await messages.nth(0).getByRole('button', { name: 'Copy' }).click();
  await messages.nth(0).getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('222222');
  await accessibleEverywhere();
});

test('the timeline is narrowed to a call and a kind, and shows TwiML laid out', async () => {
  await named();
  await open();
  await call(ADA, '/ada');
  const second = await call(CARL, '/desk');
  await card('Carl').getByRole('button', { name: 'Answer' }).click();
  await card('Carl').getByText('In Front desk').waitFor();

  const events = page.getByRole('list', { name: 'Events, oldest first' });
  await page.getByLabel('Call', { exact: true }).selectOption(second);
  await events.getByText('+1 415 555 0123 answers').waitFor();
  expect(await events.getByText('+1 415 555 0101 rings').count()).toBe(0);

  for (const kind of ['Calls', 'Phones', 'REST', 'State', 'Problems'])
    await page.getByLabel(kind, { exact: true }).press(' ');
  expect(await events.locator('.event:not([data-kind=webhook], [data-kind=twiml])').count()).toBe(0);
  await events.locator('[data-kind=twiml] summary').first().click();
  await events.getByText('<Response>\n  <Dial>\n    <Conference').waitFor();
  await accessible();
});

test('violations stand out', async () => {
  await open();
  emulator.kernel.timeline.add({ kind: 'rest', summary: 'GET /Nothing' });
  emulator.kernel.timeline.violation('POST /Calls: unknown parameter Foo', { parameter: 'Foo' });
  const events = page.getByRole('list', { name: 'Events, oldest first' });
  await events.getByText('unknown parameter Foo').waitFor();
  await page.locator('.contract').click();
  await events.getByText('GET /Nothing').waitFor({ state: 'detached' });
  await accessibleEverywhere();
});

test('time is moved, and everything is reset after a question', async () => {
  await named();
  await open();
  await page.getByRole('button', { name: '+10 min' }).click();
  await page.locator('.ahead').filter({ hasText: '+10 min' }).waitFor();
  await page.getByRole('button', { name: 'Reset' }).click();
  const dialog = page.getByRole('dialog', { name: 'Start over?' });
  await accessible();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  expect(emulator.kernel.clock.now() - Date.now()).toBeGreaterThan(500_000);
  await card('Ada').waitFor();
  await page.getByRole('button', { name: 'Reset' }).click();
  await dialog.getByRole('button', { name: 'Start over' }).click();
  await page.getByText('No phone has rung yet.').waitFor();
});

test('the page finds the emulator again after it was away', async () => {
  const first = await createEmulator({ port: 0 });
  const port = Number(new URL(first.controlUrl).port);
  const other = await context.newPage();
  await other.goto(first.controlUrl);
  await other.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  await first.close();
  await other.getByRole('status').filter({ hasText: 'Reconnecting' }).waitFor();
  const second = await createEmulator({ port });
  await other.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  await other.close();
  await second.close();
});
