import { PEOPLE } from '../../scripts/people';
import { useWorld } from '../harness/world';
import { FloorStory } from './agent-page-floor';
import { type AgentPage, useBrowser } from './agent-page-world';

const world = useWorld();
const browser = useBrowser(world);
const { supervisor } = PEOPLE;

/** A supervisor looks at the board; `story` is what happens on the floor. */
async function atBoard(options: Parameters<typeof browser.page>[0] = {}, person = supervisor) {
  const agent = await (await browser.page(options)).open();
  await agent.signIn(person);
  const story = await new FloorStory(world).open(supervisor.email, supervisor.phone);
  return { agent, story };
}

async function openBoard(agent: AgentPage): Promise<void> {
  await agent.page.locator('.queue-link').click();
  await agent.page.locator('.tile').first().waitFor();
}

const figure = (agent: AgentPage, at: number) => agent.page.locator('.tile .figure').nth(at);
const tileIs = (agent: AgentPage, at: number, text: string): Promise<void> =>
  agent.page.locator('.tile').nth(at).filter({ hasText: text }).waitFor();

test('the board follows the queue: who waits, ticking, who was answered in time, who is there', async () => {
  const { agent, story } = await atBoard();
  await story.waits(1, 8);
  await openBoard(agent);
  await tileIs(agent, 0, '1');
  const age = agent.page.locator('tbody .age').first();
  const before = await age.textContent();
  await agent.page.waitForTimeout(1_600);
  expect(await age.textContent()).not.toBe(before);
  await agent.isAccessible();

  await story.waits(2, 90, 1, 5);
  await tileIs(agent, 1, 'Target missed');
  expect(await agent.page.locator('tbody tr.over .unseen').textContent()).toBe('Target missed');
  expect(await agent.page.locator('tbody .priority').first().textContent()).toBe('5');
  await story.happens('reservation.accepted', 1);
  await story.happens('reservation.accepted', 2, 1);
  await tileIs(agent, 0, '0');
  await agent.sees('Nobody waits.');
  await tileIs(agent, 2, '50%');
  await agent.sees(/1 of 2 seen since/);
  await story.isIn(7, 'maria@example.com', 'break', 65, 'Coffee');
  await agent.page.locator('.group', { hasText: 'Break' }).getByText('maria').waitFor();
  await agent.sees(/Coffee/);
  await agent.isAccessible();
});

test('a screen reader hears a summary, at most every ten seconds', async () => {
  const { agent, story } = await atBoard();
  await story.waits(1, 8);
  await openBoard(agent);
  const said = agent.page.locator('.floor > [aria-live="polite"]');
  await said.filter({ hasText: '1 waiting' }).waitFor({ state: 'attached' });
  await story.waits(2, 1);
  await tileIs(agent, 0, '2');
  expect(await said.textContent()).toContain('1 waiting');
  await said.filter({ hasText: '2 waiting' }).waitFor({ state: 'attached' });
});

test('of more than a hundred who wait, a hundred are drawn and the number of the others is told', async () => {
  const { agent, story } = await atBoard();
  for (let at = 0; at < 120; at += 20)
    await Promise.all(Array.from({ length: 20 }, (_, n) => story.waits(1 + at + n, at + n, n % 3)));
  await openBoard(agent);
  await tileIs(agent, 0, '120');
  expect(await agent.page.locator('tbody tr').count()).toBe(100);
  await agent.sees('and 20 more');
  await agent.isAccessible();
});

test('targets are set here and remembered; F fills the screen', async () => {
  const { agent, story } = await atBoard();
  await story.waits(1, 8);
  await openBoard(agent);
  await agent.press('Targets');
  await agent.isAccessible();
  await agent.page.getByLabel('Waiting, at most').fill('0');
  await agent.page.getByLabel('Longest wait, at most (seconds)').fill('-5');
  await agent.page.keyboard.press('Tab');
  expect(await agent.page.getByLabel('Longest wait, at most (seconds)').inputValue()).toBe('60');
  await agent.page.keyboard.press('Escape');
  await tileIs(agent, 0, 'Target missed');
  await agent.page.reload();
  await tileIs(agent, 0, 'Target missed');
  await agent.page.keyboard.press('f');
  await agent.page.waitForFunction(() => document.fullscreenElement !== null);
  await agent.page.keyboard.press('f');
  await agent.page.waitForFunction(() => document.fullscreenElement === null);
});

test('an agent sees the figures that everybody may see', async () => {
  const { agent } = await atBoard({}, PEOPLE.agent as unknown as typeof supervisor);
  await agent.page.locator('body').press('Escape');
  await agent.page.locator('body').press('q');
  await agent.page.locator('.floor').waitFor();
  await agent.page.locator('.people').waitFor();
  expect(await agent.page.getByText('Answered within').count()).toBe(0);
  await agent.isAccessible();
  await agent.page.locator('body').press('q');
  await agent.page.locator('input.number').waitFor();
});

test('without network the board says how old it is and stands still; with network it is live and right again', async () => {
  const { agent, story } = await atBoard();
  await story.waits(1, 8);
  await openBoard(agent);
  await tileIs(agent, 0, '1');
  await agent.page.context().setOffline(true);
  await agent.sees(/Not live. This is how it was at \d/);
  const age = () => agent.page.locator('tbody .age').first().textContent();
  const before = await age();
  await story.waits(2, 1);
  await agent.page.waitForTimeout(1_600);
  expect(await age()).toBe(before);
  expect(await figure(agent, 0).textContent()).toBe('1');
  await agent.isAccessible();
  await agent.page.context().setOffline(false);
  await agent.page.locator('.floor:not(.stale)').waitFor();
  await tileIs(agent, 0, '2');
  expect(await agent.page.getByText('Not live.').count()).toBe(0);
  expect(await age()).not.toBe(before);
});

test('in Spanish and dark, from a telephone to a wall', async () => {
  const { agent, story } = await atBoard({ locale: 'es-MX', colorScheme: 'dark' });
  await story.waits(1, 75);
  await story.waits(2, 3, 1);
  await openBoard(agent);
  await tileIs(agent, 0, '2');
  for (const viewport of [
    { width: 360, height: 780 },
    { width: 1280, height: 860 },
    { width: 3840, height: 2160 },
  ]) {
    await agent.page.setViewportSize(viewport);
    await agent.page.waitForTimeout(200);
    await agent.isAccessible();
  }
  await agent.sees('Objetivo incumplido');
  const height = await figure(agent, 0).evaluate((element) => element.getBoundingClientRect().height);
  expect(height).toBeGreaterThan(150);
});
