import { PEOPLE } from '../../scripts/people';
import { ADA, CARL, useWorld } from '../harness/world';
import { becomeAvailable, isConnected, isOffered } from './agent-page-callers';
import { type AgentPage, useBrowser } from './agent-page-world';

jest.setTimeout(90_000);
const world = useWorld();
const browser = useBrowser(world);
const ada = () => world.phone(ADA.phone);
const carl = () => world.phone(CARL.phone);
/** Somebody who knows more. */
const dora = () => world.phone('+14155550124');
const DORA = '(415) 555-0124';

/** Ada talks with Carl on her phone. */
async function connected(options: Parameters<typeof browser.page>[0] = {}, words = 'Connected') {
  const agent = await (await browser.page(options)).open();
  await isConnected(world, agent, words);
  return agent;
}

const draws = (agent: AgentPage, text: string): Promise<void> =>
  agent.page.locator(`svg.cord[aria-label*="${text}"]`).waitFor();

/** Grace is at her desk, and takes calls. */
async function graceIsFree(): Promise<AgentPage> {
  const grace = await (await browser.page()).open();
  await grace.signIn(PEOPLE.supervisor);
  await becomeAvailable(grace);
  return grace;
}

/** Chooses whom the call goes to, by what is typed. */
async function opensTransfer(agent: AgentPage, typed: string): Promise<void> {
  await agent.page.locator('body').press('t');
  await agent.page.getByRole('combobox').fill(typed);
}

test('Ada asks Dora by the keyboard alone: she talks with each, with both, and hands Carl over', async () => {
  const agent = await connected();
  const { keyboard } = agent.page;
  await opensTransfer(agent, '415 555 0124');
  await agent.isAccessible();
  await keyboard.press('Enter');
  await agent.shows(`Asking ${DORA}`);
  await draws(agent, 'The customer is on hold and hears music.');
  await agent.isAccessible();
  await dora().answer();
  await agent.shows(`Talking with ${DORA}`);
  await draws(agent, `${DORA} takes part.`);
  await agent.isAccessible();
  await keyboard.press('s');
  await agent.shows('Talking with the customer');
  await draws(agent, `${DORA} is on hold and hears music.`);
  await keyboard.press('j');
  await agent.shows('All together');
  await keyboard.press('c');
  await agent.shows(`Handed over to ${DORA}`);
  await agent.isAccessible();
  await ada().isIdle();
  await carl().talksWith(dora());
});

test('who is busy: the page says so, Carl is back; then he goes to a queue', async () => {
  const agent = await connected();
  await dora().behaves({ busy: true });
  await opensTransfer(agent, '415 555 0124');
  await agent.press('Hand over now');
  await agent.sees(`${DORA} is busy. The customer is with you again.`);
  await agent.shows('Connected');
  await draws(agent, 'You and the customer hear each other.');
  await agent.isAccessible();
  await agent.press('Dismiss');
  await opensTransfer(agent, 'supp');
  await agent.page.getByRole('button', { name: 'Hand over now' }).dblclick();
  await agent.shows('Handed over to Support');
  await ada().isIdle();
  expect((await carl().look()).state).toBe('in-call');
});

test('a colleague is asked: her page says by whom, she talks with Ada, and Carl is hers', async () => {
  const [agent, grace] = await Promise.all([connected(), graceIsFree()]);
  await opensTransfer(agent, 'superv');
  await agent.page.getByRole('option', { name: 'Available' }).waitFor();
  await agent.page.keyboard.press('Enter');
  await agent.shows('Asking supervisor');
  await draws(agent, 'supervisor is being called.');
  await isOffered(grace);
  await grace.sees('ada asks you to take over');
  await grace.isAccessible();
  const phone = world.phone(PEOPLE.supervisor.phone);
  await phone.answer();
  await phone.hears('press any key');
  await phone.press('1');
  await agent.shows('Talking with supervisor');
  await grace.shows('Talking with ada');
  await draws(grace, 'You talk with ada, who has the customer.');
  await grace.isAccessible();
  await agent.press('Hand over');
  await grace.shows('Connected');
  await agent.shows('Handed over to supervisor');
  await carl().talksWith(phone);
});
