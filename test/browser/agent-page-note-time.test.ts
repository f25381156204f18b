import { ADA, useWorld } from '../harness/world';
import { becomeAvailable, Caller, isIn, isOffered, takesOnPhone } from './agent-page-callers';
import { useBrowser } from './agent-page-world';

const world = useWorld({ AFTER_CALL_SECONDS: '8' });
const browser = useBrowser(world);

test('time runs out: one is available again, the page says so, and the note can still be handed in', async () => {
  const agent = await (await browser.page()).open();
  await agent.signIn(ADA);
  await becomeAvailable(agent);
  const carl = new Caller(world);
  await carl.waits();
  await isOffered(agent);
  await takesOnPhone(world);
  await agent.page.locator('.timer').waitFor();
  await carl.phone.hangup();
  await agent.page.locator('#note').fill('Late, but here');
  await isIn(agent, 'After a call');
  await agent.page.locator('.time-over').waitFor();
  await isIn(agent, 'Available');
  await agent.isAccessible();
  await agent.press('Done');
  await agent.page.locator('.wrap-up').waitFor({ state: 'detached' });
});
