import { PEOPLE } from '../../scripts/people';
import { Scene } from '../harness/call';
import { useWorld } from '../harness/world';
import { type AgentPage, useBrowser } from './agent-page-world';

const world = useWorld();
const browser = useBrowser(world);
const { supervisor } = PEOPLE;
const grace = () => world.phone(supervisor.phone);

/** Grace looks at the board while Ada and Carl talk. */
async function atFloor(options: Parameters<typeof browser.page>[0] = {}) {
  const page = await (await browser.page(options)).open();
  await page.signIn(supervisor);
  const call = await Scene.begin(world);
  await call.talk();
  await call.reaches('connected');
  await page.page.locator('.queue-link').click();
  await page.page.locator('.live-call .positions').waitFor();
  return { page, call };
}

const position = (page: AgentPage, name: string) => page.page.getByRole('radio', { name });
const isIn = (page: AgentPage, name: string): Promise<void> =>
  page.page.getByRole('radio', { name, checked: true }).waitFor();

/** Grace answers her phone and presses a key. */
async function answers(): Promise<void> {
  await grace().rings();
  await grace().answer();
  await grace().hears('press any key to listen');
  await grace().press('1');
}

test('one control of three positions: pending until it is so, always telling who hears me', async () => {
  const { page, call } = await atFloor();
  await page.sees('Talking');
  await page.isAccessible();
  await position(page, 'Listen').click();
  await page.sees('Your phone rings: answer it and press any key.');
  expect(await page.page.getByRole('radio', { checked: true }).count()).toBe(0);
  await answers();
  await isIn(page, 'Listen');
  await page.sees('You hear the call. Nobody hears you.');
  await page.isAccessible();

  // With the keyboard: arrows move, a press chooses, and the ends are ends.
  await position(page, 'Listen').focus();
  await page.page.keyboard.press('ArrowLeft');
  await page.page.keyboard.press('ArrowRight');
  await page.page.keyboard.press('Enter');
  await isIn(page, 'Whisper');
  await page.sees('Only ada hears you.');
  await grace().say('Offer him a discount');
  await call.ada.hears('Offer him a discount');
  expect(await call.carl.captions()).not.toContain('Offer him a discount');

  // Elsewhere on the page it is shown too.
  await page.page.goBack();
  await page.page.locator('.supervision-strip').waitFor();
  await page.isAccessible();
  await position(page, 'Barge in').dblclick();
  await isIn(page, 'Barge in');
  await page.sees('ada and the customer hear you.');
  await page.page.reload();
  await isIn(page, 'Barge in');
  await page.press('Leave');
  await grace().isIdle();
  await page.page.locator('.supervision-strip').waitFor({ state: 'detached' });
});

test('a hold is shown; who does not answer is told so; the call can be spoken in, and ended', async () => {
  const { page, call } = await atFloor();
  const id = (await call.seen())?.id;
  await call.client.must('/voice/hold/start', { callId: id });
  await page.page.locator('.call-mark', { hasText: 'On hold' }).waitFor();
  await position(page, 'Whisper').click();
  await grace().rings();
  await grace().reject();
  await page.sees('You were not reached: nobody answered, or no key was pressed.');
  await page.isAccessible();
  await call.client.must('/voice/hold/stop', { callId: id });
  await page.page.locator('.call-mark').waitFor({ state: 'detached' });
  await page.press('More');
  await page.page.locator('.legs tr').nth(1).waitFor();
  await page.page.getByLabel('Say to everybody in the call').fill('The line is recorded');
  await page.page.keyboard.press('Enter');
  await call.carl.hears('The line is recorded');
  await page.isAccessible();
  await page.press('End the call');
  await page.press('End it');
  await call.carl.isIdle();
  await page.sees('No calls are going on.');
});

test('in the browser the tab that asked answers by itself', async () => {
  const { page, call } = await atFloor();
  await page.page.locator('.presence-now').click();
  await page.page.locator('.rings-on button', { hasText: 'This browser' }).click();
  await page.page.locator('.rings-on button[aria-pressed="true"]', { hasText: 'This browser' }).waitFor();
  await page.page.keyboard.press('Escape');
  const other = await browser.anotherTab(page);
  await other.open('/#board');
  await position(page, 'Listen').click();
  await isIn(page, 'Listen');
  await isIn(other, 'Listen');
  expect(await page.page.locator('.call.incoming').count()).toBe(0);
  await call.ada.say('Hello');
  await page.press('Leave');
  await page.page.getByRole('radio', { checked: true }).waitFor({ state: 'detached' });
});

test('in Spanish, dark, on a narrow screen', async () => {
  const { page } = await atFloor({
    locale: 'es-MX',
    colorScheme: 'dark',
    viewport: { width: 360, height: 780 },
  });
  await page.page.getByRole('radio', { name: 'Escuchar' }).click();
  await answers();
  await page.sees('Oye la llamada. Nadie le oye.');
  await page.isAccessible();
});
