import { ADA, useWorld } from '../harness/world';
import { type AgentPage, useBrowser } from './agent-page-world';

const BOSS = { email: 'boss@example.com', phone: '+14155550130' };
// The emulated account may not call Mexico.
const world = useWorld({ ADMIN_EMAILS: BOSS.email, ALLOWED_COUNTRIES: 'US,MX' });
const browser = useBrowser(world);

const link = (agent: AgentPage, name = 'Health') => agent.page.getByRole('link', { name, exact: true });
const said = (agent: AgentPage, text: string | RegExp): Promise<void> =>
  agent.page.locator('.unseen[role="status"]').filter({ hasText: text }).waitFor({ state: 'attached' });
const findings = (agent: AgentPage): Promise<void> => agent.page.locator('.finding').first().waitFor();

/** The boss at the desk. */
async function boss(options: Parameters<typeof browser.page>[0] = {}): Promise<AgentPage> {
  const agent = await (await browser.page(options)).open();
  await agent.signIn(BOSS);
  return agent;
}

test('an administrator goes by keyboard to what does not work: it stands first, with what to do about it', async () => {
  const agent = await boss();
  await link(agent).focus();
  await agent.page.keyboard.press('Enter');
  await findings(agent);
  expect(await link(agent).getAttribute('aria-current')).toBe('page');
  expect(await link(agent).evaluate((element) => element === document.activeElement)).toBe(true);
  await said(agent, /^Something does not work\. Does not work: 1\. Worth knowing: \d+\. Works: \d+\./);

  expect(await agent.page.locator('.area h3').first().textContent()).toBe('Numbers');
  const first = agent.page.locator('.finding').first();
  expect(await first.locator('.verdict').textContent()).toBe('Does not work');
  expect(await first.textContent()).toContain('ALLOWED_COUNTRIES has MX');
  expect(await first.locator('.fix').textContent()).toMatch(/^What to do: .*Geo permissions/);
  expect(await agent.page.locator('.finding .verdict svg').count()).toBe(
    await agent.page.locator('.finding').count(),
  );
  await agent.isAccessible();

  await agent.page.keyboard.press('Enter');
  await agent.page.locator('input.number').waitFor();
  expect(await agent.page.locator('.doctor').count()).toBe(0);
});

test('it says that it looks, asks once however often one clicks, and keeps what it knows without network', async () => {
  const agent = await boss();
  let asked = 0;
  let answer: () => void = () => undefined;
  await agent.page.route('**/setup/doctor', async (route) => {
    asked += 1;
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    await route.continue();
  });
  await link(agent).click();
  await agent.page.locator('.looking').waitFor();
  await said(agent, 'Checking the account.');
  await agent.isAccessible();
  const again = agent.page.getByRole('button', { name: 'Check again' });
  // It can be reached while it is at work; it only does nothing.
  await again.dblclick({ force: true });
  expect(asked).toBe(1);
  answer();
  await findings(agent);
  await agent.sees(/^Checked at \d/);
  await agent.page.unroute('**/setup/doctor');

  await agent.page.context().setOffline(true);
  await again.click();
  await agent.sees(/You are offline\..* Below is how it was at \d/);
  await said(agent, 'You are offline.');
  expect(await agent.page.locator('.finding.is-broken').count()).toBe(1);
  await agent.isAccessible();
  await agent.page.context().setOffline(false);
  await again.click();
  await agent.page.locator('.not-found-out').waitFor({ state: 'detached' });
  expect(await again.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('when nothing can be found out at first, it says why, and the next look helps', async () => {
  const agent = await boss();
  await agent.page.route('**/setup/doctor', (route) =>
    route.fulfill({ status: 504, json: { status: 'error', code: 'timeout' } }),
  );
  await agent.open('/#doctor');
  await agent.page.reload();
  await agent.sees('That took too long. Check again in a moment.');
  expect(await agent.page.locator('.finding').count()).toBe(0);
  await agent.isAccessible();
  await agent.page.unroute('**/setup/doctor');
  await agent.press('Check again');
  await findings(agent);
});

test('nobody else has the link, and the address leads them to their desk', async () => {
  const agent = await (await browser.page()).open();
  await agent.signIn(ADA);
  await agent.page.locator('.queue-link').waitFor();
  expect(await link(agent).count()).toBe(0);
  const asked: string[] = [];
  agent.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await agent.page.evaluate(() => {
    location.hash = '#doctor';
  });
  await agent.page.reload();
  await agent.isAtDesk();
  await agent.page.locator('.queue-link').waitFor();
  await agent.page.locator('input.number').waitFor();
  expect(await agent.page.locator('.doctor').count()).toBe(0);
  expect(asked).not.toContain('/setup/doctor');
});

test('in Spanish and dark, from 360 px on; what the functions found is marked as English', async () => {
  const agent = await boss({ locale: 'es-MX', colorScheme: 'dark', viewport: { width: 360, height: 780 } });
  await link(agent, 'Estado').click();
  await findings(agent);
  await agent.sees('Algo no funciona.');
  expect(await agent.page.locator('.finding .verdict').first().textContent()).toBe('No funciona');
  expect(await agent.page.locator('.area h3').first().textContent()).toBe('Números');
  expect(await agent.page.locator('.finding p[lang="en"]').count()).toBe(
    await agent.page.locator('.finding').count(),
  );
  await agent.isAccessible();
  await agent.page.setViewportSize({ width: 1280, height: 860 });
  await agent.isAccessible();
});
