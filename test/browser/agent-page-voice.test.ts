import { until } from '../../scripts/client';
import { CARL, useWorld } from '../harness/world';
import { giveEars, hears, isSending, speaks } from './agent-page-ears';
import { type AgentPage, useBrowser } from './agent-page-world';

const world = useWorld();
const browser = useBrowser(world);
const carl = () => world.phone(CARL.phone);

/** At the desk, with “This browser” chosen. */
async function atBrowser(): Promise<AgentPage> {
  const agent = await browser.page();
  await giveEars(agent.page);
  await agent.open();
  await agent.signIn();
  await agent.page.getByText('This browser', { exact: true }).last().click();
  return agent;
}

async function talking(): Promise<AgentPage> {
  const agent = await atBrowser();
  await agent.dial(CARL.phone);
  await carl().answer();
  await agent.shows('Connected');
  await speaks(agent.page);
  return agent;
}

test('Ada calls from the browser: she hears it ring, talks, and sees Carl hang up', async () => {
  const agent = await atBrowser();
  await agent.isAccessible();
  await agent.dial('415-555-0123');
  await agent.shows('It rings at the other end');
  await hears(agent.page, 440);
  await hears(agent.page, 480);
  await agent.isAccessible();
  await carl().answer();
  await agent.shows('Connected');
  expect(await isSending(agent.page)).toBe(true);
  await agent.isAccessible();
  await carl().hangup();
  await agent.shows('The customer hung up');
  await until('the microphone is let go', async () => !(await isSending(agent.page)));
});

test('mute takes the microphone off the line, by the button and by M', async () => {
  const agent = await talking();
  await agent.press('Mute');
  await until('muted', async () => !(await isSending(agent.page)));
  await agent.sees('You are muted');
  await agent.page.locator('body').press('m');
  await until('heard again', () => isSending(agent.page));
});

test('keys pressed on the keypad, and on the keyboard while it is open, are heard by Carl', async () => {
  const agent = await talking();
  await agent.press('Keypad');
  await agent.isAccessible();
  await agent.press('Key 4');
  await agent.page.keyboard.type('25#');
  await until('Carl hears all of them', async () => {
    const heard = (await carl().look()).heard.map(({ text }) => text).join(' ');
    return /4.*2.*5.*#/.test(heard);
  });
});

test('hanging up here ends Carl’s line; the browser may be closed without being asked', async () => {
  const agent = await talking();
  await agent.press('Hang up');
  await agent.shows('You ended it here');
  await carl().isIdle();
  let asked = false;
  agent.page.on('dialog', (dialog) => {
    asked = true;
    dialog.accept();
  });
  await agent.page.close({ runBeforeUnload: true });
  await until('closed', async () => agent.page.isClosed());
  expect(asked).toBe(false);
});

test('leaving the page in a call asks first; who leaves anyway ends the call for Carl too', async () => {
  const agent = await talking();
  const answers = ['dismiss', 'accept'] as const;
  const asked: string[] = [];
  agent.page.on('dialog', async (dialog) => {
    const answer = answers[asked.length] ?? 'accept';
    asked.push(dialog.type());
    await dialog[answer]();
  });
  await agent.page.close({ runBeforeUnload: true });
  await until('the browser asks', async () => asked.length === 1);
  await agent.shows('Connected');
  await agent.page.close({ runBeforeUnload: true });
  await carl().isIdle();
  expect(asked).toEqual(['beforeunload', 'beforeunload']);
});

test('another tab shows the call, says where it is talked, and offers no mute', async () => {
  const agent = await talking();
  const second = await (await browser.anotherTab(agent)).open();
  await second.sees('You are talking in another tab or on another device.');
  expect(await second.page.getByRole('button', { name: 'Mute' }).count()).toBe(0);
  await second.isAccessible();
  await second.press('Hang up');
  await agent.shows('You ended it here');
});

test('microphone and speaker can be chosen and tried out before a call, and are remembered', async () => {
  const agent = await atBrowser();
  await agent.press('Microphone and speaker');
  await agent.sees('Your microphone is heard.');
  await agent.isAccessible();
  const microphone = agent.page.getByLabel('Microphone', { exact: true });
  const names = await microphone.locator('option').allTextContents();
  expect(names[0]).toBe('System default');
  expect(names.length).toBeGreaterThan(1);
  await microphone.selectOption({ index: 1 });
  const chosen = await microphone.inputValue();
  await agent.press('Hear yourself');
  await agent.sees('Speak now …');
  await agent.sees('This is how you sound …');
  await agent.page.reload();
  await agent.press('Microphone and speaker');
  await until('the choice is back', async () => (await microphone.inputValue()) === chosen);
});

test('the voice SDK is loaded when somebody talks here, not before', async () => {
  const agent = await browser.page();
  const scripts: string[] = [];
  agent.page.on('request', (request) => scripts.push(request.url()));
  await agent.open();
  await agent.signIn();
  const before = new Set(scripts);
  await agent.page.getByText('This browser', { exact: true }).last().click();
  await agent.dial(CARL.phone);
  await carl().rings();
  expect(scripts.filter((url) => !before.has(url) && /\/sdk-.*\.js$/.test(url))).toHaveLength(1);
});
