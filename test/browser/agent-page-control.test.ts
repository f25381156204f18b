import { PEOPLE } from '../../scripts/people';
import { ADA, CARL, useWorld } from '../harness/world';
import { becomeAvailable, isConnected } from './agent-page-callers';
import { type AgentPage, useBrowser } from './agent-page-world';

jest.setTimeout(90_000);
const world = useWorld({ RECORDING: 'ask' });
const browser = useBrowser(world);
const ada = () => world.phone(ADA.phone);
const carl = () => world.phone(CARL.phone);
/** Somebody who knows more. */
const DORA = '+14155550155';

/** Ada talks with Carl on her phone. */
async function connected(options: Parameters<typeof browser.page>[0] = {}, words = 'Connected') {
  const agent = await (await browser.page(options)).open();
  await isConnected(world, agent, words);
  return agent;
}

const button = (agent: AgentPage, name: string) => agent.page.getByRole('button', { name, exact: true });
const isPressed = (agent: AgentPage, name: string, pressed: boolean): Promise<void> =>
  agent.page.getByRole('button', { name, exact: true, pressed }).waitFor();
const board = (agent: AgentPage) => agent.page.locator('svg.cord');
const draws = (agent: AgentPage, text: string): Promise<void> =>
  agent.page.locator(`svg.cord[aria-label*="${text}"]`).waitFor({ timeout: 10_000 });

test('hold and mute, by buttons however often pressed, and by keys: the board shows who hears whom', async () => {
  const agent = await connected();
  await button(agent, 'Hold').dblclick();
  await agent.shows('On hold');
  await draws(agent, 'The customer is on hold and hears music.');
  expect((await carl().look()).conference?.hold).toBe(true);
  await agent.isAccessible();
  await agent.page.locator('body').press('o');
  await agent.shows('Connected');
  expect((await carl().look()).conference?.hold).toBe(false);
  await agent.page.locator('body').press('m');
  await isPressed(agent, 'Mute', true);
  await draws(agent, 'You are muted: nobody hears you.');
  expect((await ada().look()).conference?.muted).toBe(true);
  // Sooner it would count as a double click.
  await agent.page.waitForTimeout(500);
  await button(agent, 'Mute').click();
  await isPressed(agent, 'Mute', false);
  await agent.page.locator('body').press('k');
  await agent.page.keyboard.type('25#');
  await carl().hears('2');
  await carl().hears('#');
  expect(await agent.page.locator('.tones').textContent()).toBe('25#');
  await agent.isAccessible();
});

test('somebody is called in by number, put on hold, and taken out again', async () => {
  const agent = await connected();
  await agent.page.locator('body').press('g');
  await agent.page.getByRole('combobox').fill('415 555 0155');
  await agent.isAccessible();
  await agent.page.keyboard.press('Enter');
  await draws(agent, '(415) 555-0155 is being called.');
  await world.phone(DORA).answer();
  await draws(agent, '(415) 555-0155 takes part.');
  await agent.isAccessible();
  await agent.press('Put (415) 555-0155 on hold');
  await draws(agent, '(415) 555-0155 is on hold and hears music.');
  expect((await carl().look()).conference?.hold).toBe(false);
  await agent.press('Take (415) 555-0155 out of the call');
  await world.phone(DORA).isIdle();
  await agent.page.locator('.in-call').waitFor({ state: 'detached' });
  expect(await board(agent).locator('.jack').count()).toBe(2);
});

test('a recording is paused with a countdown, and goes on; what fails is told in a sentence', async () => {
  const agent = await connected();
  await agent.press('Record');
  await draws(agent, 'The call is recorded.');
  await agent.page.locator('body').press('r');
  await draws(agent, 'The recording is paused.');
  await agent.page
    .locator('.goes-on')
    .filter({ hasText: /^(1:00|0:5\d)$/ })
    .waitFor();
  await agent.isAccessible();
  await agent.press('Go on recording');
  await draws(agent, 'The call is recorded.');
  await agent.press('Stop recording');
  await agent.sees('The call is not recorded any more.');
  await world.faults({ on: 'rest', match: '/Participants/', effect: 'fail', status: 404 });
  await agent.press('Hold');
  await agent.sees('They are not in the conversation yet, or not any more.');
  await isPressed(agent, 'Hold', false);
});

test('in Spanish, dark, on a narrow screen: a colleague is found by name and called in', async () => {
  const agent = await connected(
    { locale: 'es-MX', colorScheme: 'dark', viewport: { width: 360, height: 780 } },
    'Conectados',
  );
  const grace = await (await browser.page()).open();
  await grace.signIn(PEOPLE.supervisor);
  await becomeAvailable(grace);
  await agent.press('Añadir');
  await agent.page.getByRole('combobox').fill('superv');
  await agent.page.getByRole('option', { name: 'Disponible' }).waitFor();
  await agent.isAccessible();
  await agent.page.keyboard.press('Enter');
  await world.phone(PEOPLE.supervisor.phone).answer();
  await draws(agent, 'supervisor participa.');
  await agent.isAccessible();
});
