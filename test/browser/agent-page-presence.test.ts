import { useWorld } from '../harness/world';
import { becomeAvailable, Caller, cutOff, isIn, isOffered } from './agent-page-callers';
import { type AgentPage, useBrowser } from './agent-page-world';

const world = useWorld();
const browser = useBrowser(world);

async function atDesk(options: Parameters<typeof browser.page>[0] = {}): Promise<AgentPage> {
  const agent = await (await browser.page(options)).open();
  await agent.signIn();
  await agent.page.locator('.presence-now').waitFor();
  return agent;
}

test('who comes is offline, becomes available, and tells why they are away; the second tab shows the same', async () => {
  const agent = await atDesk();
  await isIn(agent, 'Offline');
  const second = await browser.anotherTab(agent);
  await second.open();
  await second.page.locator('.presence-now').waitFor();
  await becomeAvailable(agent);
  await isIn(second, 'Available');
  await agent.page.locator('.presence-now').click();
  await agent.isAccessible();
  await agent.press('Break');
  await isIn(agent, 'Break');
  await agent.page.getByLabel('Reason').fill('Coffee');
  await agent.page.keyboard.press('Enter');
  await isIn(second, 'Break');
  await second.page.locator('.presence-now').click();
  await second.page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('#presence-reason')?.value === 'Coffee',
  );
});

test('with the keyboard: P steps away and back, Esc closes the card and gives the focus back', async () => {
  const agent = await atDesk();
  await becomeAvailable(agent);
  await agent.page.locator('h1').click({ force: true });
  await agent.page.keyboard.press('Escape');
  await agent.page.keyboard.press('p');
  await isIn(agent, 'Away');
  await agent.page.keyboard.press('p');
  await isIn(agent, 'Available');
  await agent.page.locator('.presence-now').focus();
  await agent.page.keyboard.press('Enter');
  await agent.page.locator('.presence-card').waitFor();
  await agent.page.keyboard.press('Tab');
  await agent.page.keyboard.press('Escape');
  await agent.page.locator('.presence-card').waitFor({ state: 'detached' });
  expect(await agent.page.evaluate(() => document.activeElement?.className)).toBe('presence-now');
});

test('who does not answer is set to away, reads why, and is available again by one press', async () => {
  const agent = await atDesk();
  await becomeAvailable(agent);
  await new Caller(world).waits();
  await isOffered(agent);
  await world.advance(31);
  await isIn(agent, 'Away');
  await agent.sees('You did not answer a call at');
  await agent.isAccessible();
  await world.phone('+14155550123').hangup();
  await agent.press('I am available');
  await isIn(agent, 'Available');
  expect(await agent.page.locator('.set-aside').count()).toBe(0);
});

test('without network it says so and nothing changes; where calls ring is chosen here', async () => {
  const agent = await atDesk();
  const back = await cutOff(agent, '/presence');
  await agent.page.locator('.presence-now').click();
  await agent.press('Lunch');
  await agent.sees('You are offline. Check your network and try again.');
  await isIn(agent, 'Offline');
  await back();
  await agent.page.locator('.rings-on button', { hasText: 'This browser' }).click();
  await agent.sees('The phone in this browser is off');
  await agent.isAccessible();
});

test('in Spanish, dark, on a narrow screen', async () => {
  const agent = await atDesk({
    locale: 'es-MX',
    colorScheme: 'dark',
    viewport: { width: 360, height: 780 },
  });
  await isIn(agent, 'Desconectado');
  await agent.page.locator('.presence-now').click();
  await agent.isAccessible();
  await agent.press('Formación');
  await isIn(agent, 'Formación');
  await agent.isAccessible();
});
