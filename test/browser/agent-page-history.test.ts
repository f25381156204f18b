import { readFileSync } from 'node:fs';
import { until } from '../../scripts/client';
import { PEOPLE } from '../../scripts/people';
import { Scene } from '../harness/call';
import { Controlled } from '../harness/control';
import { useWorld } from '../harness/world';
import { type AgentPage, useBrowser } from './agent-page-world';

const world = useWorld({ RECORDING: 'ask' });
const browser = useBrowser(world);

/** Ada and Carl have talked, for a moment on record. */
async function talked(): Promise<void> {
  const controlled = await Controlled.of(await Scene.begin(world, { ConferenceName: 'Renewal' }));
  await controlled.do('/voice/recordings/start');
  await controlled.shows('it is recorded', ({ recording }) => recording?.state === 'on');
  const call = controlled.scene;
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await call.carl.hangup();
  await call.endsWith({ outcome: 'talked' });
  await until('the recording can be played', async () => {
    await world.advance(1);
    return (await call.seen())?.recordings?.[0]?.ready === true;
  });
}

async function signedIn(options = {}, person: { email: string; phone: string } = PEOPLE.agent) {
  const agent = await (await browser.page(options)).open();
  await agent.signIn(person);
  await agent.page.locator('.past-tools').waitFor();
  return agent;
}

/** Opens the call and plays its recording. */
async function plays(agent: AgentPage): Promise<void> {
  await agent.page.locator('.past-open').click();
  await agent.page.locator('.past-legs').waitFor();
  await agent.press(/^Play/);
  await agent.page.waitForFunction(() => {
    const audio = document.querySelector<HTMLAudioElement>('.player audio');
    return audio !== null && audio.duration > 0.5 && audio.currentTime > 0;
  });
}

/** What the page saves as a file. */
async function saved(agent: AgentPage): Promise<string> {
  const download = agent.page.waitForEvent('download');
  await agent.press('Save as a file');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^calls-\d{4}-\d\d-\d\d\.csv$/);
  return readFileSync(await file.path(), 'utf8');
}

test('a call opens to its lines, recording and note; it is found by a search, and saved with all others', async () => {
  await talked();
  const agent = await signedIn();
  await plays(agent);
  await agent.sees('ada starts recording');
  await agent.isAccessible();

  await agent.press('Write a note');
  await agent.page.locator('.dispositions').getByRole('button', { name: 'Follow up' }).click();
  await agent.page.locator('#note').fill('Wants an "offer"');
  await agent.press('Done');
  await agent.page.locator('.wrap-up').waitFor({ state: 'detached' });
  await agent.page.locator('.past-details', { hasText: 'Wants an "offer"' }).waitFor();
  await agent.page.locator('input.number').waitFor();

  const search = agent.page.getByRole('searchbox');
  await search.fill('nobody');
  await agent.sees('None of these calls.');
  expect(await agent.page.locator('.past').count()).toBe(0);
  await search.fill('offer');
  await agent.page.locator('.past').waitFor();

  await agent.press('Export');
  await agent.isAccessible();
  const text = await saved(agent);
  expect(text).toContain('Renewal,talked');
  expect(text).toContain('follow-up,"Wants an ""offer"""');
});

test('a supervisor looks at the calls of an agent, hears them, and saves everybody’s', async () => {
  await talked();
  const ada = await world.signedUp();
  await ada.must('/presence');
  const agent = await signedIn({ viewport: { width: 360, height: 780 } }, PEOPLE.supervisor);
  await agent.page.getByLabel('Whose calls').selectOption({ label: PEOPLE.agent.email });
  await plays(agent);
  expect(await agent.page.getByRole('button', { name: 'Write a note' }).count()).toBe(0);
  await agent.isAccessible();
  await agent.press('Export');
  await agent.page.getByRole('dialog').getByLabel('Whose calls').selectOption('all');
  expect(await saved(agent)).toContain('Renewal,talked');
});
