import { ADA, CARL, useWorld } from '../harness/world';
import { type AgentPage, useBrowser } from './agent-page-world';

const world = useWorld();
const browser = useBrowser(world);
const ada = () => world.phone(ADA.phone);
const carl = () => world.phone(CARL.phone);

async function signedIn(options = {}, path = '/'): Promise<AgentPage> {
  const agent = await (await browser.page(options)).open(path);
  await agent.signIn();
  return agent;
}

/** From the number box to a conversation. */
async function connected(agent: AgentPage): Promise<void> {
  await agent.dial('415 555 0123');
  await agent.shows('Your phone rings');
  await ada().answer();
  await ada().press('1');
  await carl().answer();
  await agent.shows('Connected');
}

test('Ada calls Carl from her phone and sees every step; Carl hangs up', async () => {
  const agent = await signedIn();
  await agent.page.locator('input.number').fill('+1 (415) 555-0123');
  await agent.page.locator('input.number').press('Enter');
  await agent.shows('Your phone rings');
  await agent.isAccessible();
  await ada().answer();
  await agent.shows('Press any key on your phone');
  await agent.isAccessible();
  await ada().press('1');
  await agent.shows('It rings at the other end');
  await agent.isAccessible();
  await carl().answer();
  await agent.shows('Connected');
  await agent.page.locator('.timer').waitFor();
  await agent.isAccessible();
  await carl().hangup();
  await agent.shows('The customer hung up');
  await agent.isAccessible();
  await agent.page.locator('.past', { hasText: 'Talked' }).waitFor();
});

test('hanging up with the keyboard asks once, then ends every line', async () => {
  const agent = await signedIn();
  await connected(agent);
  await agent.page.locator('body').press('h');
  await agent.sees('Hang up?');
  await agent.isAccessible();
  await agent.page.keyboard.press('Escape');
  await agent.shows('Connected');
  await agent.page.locator('body').press('h');
  await agent.page.locator('body').press('h');
  await agent.shows('You ended it here');
  await Promise.all([ada().isIdle(), carl().isIdle()]);
});

test('however often the button is pressed, one phone call is made', async () => {
  const agent = await signedIn();
  await agent.page.locator('input.number').fill(CARL.phone);
  await agent.page.getByRole('button', { name: 'Call', exact: true }).dblclick();
  await agent.shows('Your phone rings');
  expect(await world.callsTo(ADA.phone)).toBe(1);
});

test('a reload in a call, and another tab, find it as it is; neither rings twice', async () => {
  const agent = await signedIn();
  await connected(agent);
  await agent.page.reload();
  await agent.shows('Connected');
  const second = await (await browser.anotherTab(agent)).open();
  await second.shows('Connected');
  await second.press('Hang up');
  await agent.shows('You ended it here');
  await second.shows('You ended it here');
  expect(await world.callsTo(ADA.phone)).toBe(1);
});

test('the other tab sees a call that this one starts, also the very first', async () => {
  const agent = await signedIn();
  const second = await (await browser.anotherTab(agent)).open();
  await second.isAtDesk();
  await agent.dial(CARL.phone);
  await second.shows('Your phone rings');
});

test('a busy line is told in words, and calling again is one press', async () => {
  const agent = await signedIn();
  await carl().behaves({ busy: true });
  await agent.dial(CARL.phone);
  await ada().answer();
  await ada().press('1');
  await agent.shows('The line was busy');
  await ada().isIdle();
  await carl().behaves({});
  await agent.press('Call again');
  await agent.shows('Your phone rings');
});

test('the network goes and comes back: the page says so and catches up', async () => {
  const agent = await signedIn();
  await connected(agent);
  await agent.page.context().setOffline(true);
  await agent.sees(/You are offline|connection was lost/);
  await agent.isAccessible();
  await carl().hangup();
  await agent.page.context().setOffline(false);
  await agent.shows('The customer hung up');
});

test('a call that can’t be started offline is told as such', async () => {
  const agent = await signedIn();
  await agent.page.context().setOffline(true);
  await agent.dial(CARL.phone);
  await agent.sees('You are offline, so the call was not started.');
  await agent.page.context().setOffline(false);
  expect(await world.callsTo(ADA.phone)).toBe(0);
});

test('a link with a number leads to the filled-in box, through signing in, and dials nothing', async () => {
  const agent = await signedIn({}, '/?dial=+14155550123');
  expect(await agent.page.locator('input.number').inputValue()).toBe('+1 415 555 0123');
  expect(new URL(agent.page.url()).search).toBe('');
  expect(await world.callsTo(ADA.phone)).toBe(0);
});

test.each([
  ['+49 30 901820', 'Numbers of this country can’t be used here. Allowed: United States.'],
  ['900 555 1234', 'Premium-rate'],
  ['415 555 0101', 'This is your own number.'],
  ['415 555 0199', 'This is the number you call from.'],
  ['911', 'Emergency numbers'],
  ['hello', 'This is not a phone number.'],
])('%s is refused before anything is dialled: %s', async (number, sentence) => {
  const agent = await signedIn();
  await agent.dial(number);
  await agent.sees(sentence);
  await agent.isAccessible();
  expect(await world.callsTo(ADA.phone)).toBe(0);
});

test('with the keyboard: ? lists the keys, D goes to the box, and both can be turned off', async () => {
  const agent = await signedIn();
  const { page } = agent;
  await page.locator('body').click({ position: { x: 5, y: 400 } });
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await agent.isAccessible();
  await page.getByLabel('Single-letter shortcuts').uncheck();
  await page.keyboard.press('Escape');
  await page.locator('body').click({ position: { x: 5, y: 400 } });
  await page.keyboard.press('d');
  expect(await page.locator('input.number').evaluate((box) => box === document.activeElement)).toBe(false);
  await agent.press('Keyboard shortcuts');
  await page.getByLabel('Single-letter shortcuts').check();
  await page.keyboard.press('Escape');
  await page.locator('body').click({ position: { x: 5, y: 400 } });
  await page.keyboard.press('d');
  expect(await page.locator('input.number').evaluate((box) => box === document.activeElement)).toBe(true);
});

test('without WebSockets the page asks every few seconds instead', async () => {
  const agent = await browser.page();
  await agent.page.routeWebSocket(/wsconnect/, (socket) => socket.close());
  await agent.open();
  await agent.page.getByRole('textbox').fill(ADA.email);
  await agent.page.keyboard.press('Enter');
  await agent.page.locator('input.code').waitFor();
  await agent.enterCodeOf(ADA.email);
  await agent.page.locator('input.number').fill(ADA.phone);
  await agent.page.keyboard.press('Enter');
  await agent.page.locator('input.code').waitFor();
  await agent.enterCodeOf(ADA.phone);
  await agent.sees('The page asks every few seconds instead.');
  await agent.isAccessible();
  await connected(agent);
});
