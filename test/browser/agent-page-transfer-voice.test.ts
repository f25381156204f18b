import { PEOPLE } from '../../scripts/people';
import { CARL, useWorld } from '../harness/world';
import { becomeAvailable } from './agent-page-callers';
import { giveEars, hears, hums, speaks } from './agent-page-ears';
import { type AgentPage, useBrowser } from './agent-page-world';

jest.setTimeout(90_000);
const world = useWorld();
const browser = useBrowser(world);
const ADA = 500;
const GRACE = 1300;

/** At the desk, calling and called in this browser, into whose microphone a tone is hummed. */
async function atBrowser(hertz: number, person?: (typeof PEOPLE)['supervisor']): Promise<AgentPage> {
  const agent = await browser.page();
  await hums(agent.page, hertz);
  await giveEars(agent.page);
  await agent.open();
  await agent.signIn(person);
  await agent.page.locator('.presence-now').click();
  await agent.page.locator('.rings-on button', { hasText: 'This browser' }).click();
  await agent.page.locator('.rings-on').getByRole('button', { name: 'Turn on' }).click();
  await agent.page.keyboard.press('Escape');
  await agent.sees('Ready. Calls for you ring here.');
  return agent;
}

test('from browser to browser: the colleague accepts by a click, both are heard, and Carl is hers', async () => {
  const [ada, grace] = await Promise.all([atBrowser(ADA), atBrowser(GRACE, PEOPLE.supervisor)]);
  const carl = world.phone(CARL.phone);
  await becomeAvailable(grace);
  await ada.dial(CARL.phone);
  await carl.answer();
  await ada.shows('Connected');
  await speaks(ada.page);

  await ada.press('Transfer');
  await ada.page.getByRole('combobox').fill('superv');
  await ada.page.getByRole('option', { name: 'Available' }).waitFor();
  await ada.page.keyboard.press('Enter');
  await grace.sees('ada asks you to take over');
  await carl.hears('wait.wav');
  await grace.press('Accept');
  await grace.shows('Talking with ada');
  await Promise.all([hears(grace.page, ADA), hears(ada.page, GRACE)]);

  await ada.press('Hand over');
  await grace.shows('Connected');
  await ada.shows('Handed over to supervisor');
  await hears(grace.page, ADA, 'not');
  await grace.page.locator('svg.cord[aria-label*="You and the customer hear each other."]').waitFor();
  await carl.hangup();
  await grace.page.locator('.wrap-up').waitFor();
});
