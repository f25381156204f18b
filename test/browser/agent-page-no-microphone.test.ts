import { CARL, useWorld } from '../harness/world';
import { useBrowser } from './agent-page-world';

const world = useWorld();
const browsers = {
  denied: useBrowser(world, ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny']),
  without: useBrowser(world, []),
};

test.each([
  ['denied', 'The browser doesn’t let Cordboard use the microphone.'],
  ['without', 'No microphone was found.'],
] as const)(
  'microphone %s: the page says what to do, nobody is called, and the phone still works',
  async (kind, sentence) => {
    const agent = await (await browsers[kind].page()).open();
    await agent.signIn();
    await agent.page.getByText('This browser', { exact: true }).click();
    await agent.dial(CARL.phone);
    await agent.sees(sentence);
    await agent.isAccessible();
    await agent.press('Microphone and speaker');
    await agent.page.getByRole('dialog').getByText(sentence).waitFor();
    await agent.isAccessible();
    await agent.page.keyboard.press('Escape');
    expect(await world.callsTo(CARL.phone)).toBe(0);
    await agent.page.getByText('My phone', { exact: true }).click();
    await agent.page.locator('input.number').press('Enter');
    await agent.shows('Your phone rings');
  },
);
