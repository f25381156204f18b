import { until } from '../../scripts/client';
import { Account } from '../harness/account';
import { ADA, useWorld } from '../harness/world';
import { giveEars, hears, hums, isRinging, listenForRinging } from './agent-page-ears';
import { type AgentPage, useBrowser } from './agent-page-world';

const world = useWorld();
const browser = useBrowser(world);
const BEA = { email: 'bea@example.com', phone: '+14155550111' };
const HOLD = '<Response><Say>Hello.</Say><Pause length="60"/></Response>';
const ROOM = '<Response><Dial><Conference beep="false">room</Conference></Dial></Response>';
let account: Account;
beforeAll(() => {
  account = new Account(world);
});
afterAll(() => account.close());

/** What Twilio calls an agent's browser. */
async function addressOf({ email, phone }: { email: string; phone: string }): Promise<string> {
  const client = await world.signedUp(email, phone);
  const { data } = await client.must('/session/me');
  return `client:${(data.agent as { id: string }).id}`;
}

/** Turns the browser's phone on and waits until it can be called. */
async function turnOn(agent: AgentPage): Promise<void> {
  await agent.page.getByText('This browser', { exact: true }).last().click();
  await agent.press('Turn on');
  await agent.sees('Ready. Calls for you ring here.');
}

/** At the desk and reachable, with a microphone that hums. */
async function reachable(person = ADA as { email: string; phone: string }, hertz = 500): Promise<AgentPage> {
  const agent = await browser.page();
  await hums(agent.page, hertz);
  await giveEars(agent.page);
  await listenForRinging(agent.page);
  await agent.open();
  await agent.signIn(person);
  await turnOn(agent);
  return agent;
}

const rings = (agent: AgentPage): Promise<void> =>
  agent.page.getByRole('alert').filter({ hasText: '(415) 555-0199 is calling' }).waitFor();
const isQuiet = (agent: AgentPage): Promise<void> =>
  agent.page.locator('.incoming').waitFor({ state: 'detached' });
const becomes = (callSid: string, status: string): Promise<void> =>
  until(`the call is ${status}`, async () => (await account.statusOf(callSid)) === status);

test('a call rings, says who it is, is answered by a click, and ended by the caller', async () => {
  const ada = await addressOf(ADA);
  const agent = await reachable();
  await agent.isAccessible();
  const call = await account.call(ada, HOLD);
  await rings(agent);
  await until('it rings aloud', () => isRinging(agent.page));
  // It flashes.
  await until('the tab says so', async () => (await agent.page.title()).includes('Incoming call'));
  await agent.isAccessible();
  await agent.press('Answer');
  await agent.shows('Connected');
  await becomes(call, 'in-progress');
  expect(await isRinging(agent.page)).toBe(false);
  await agent.page.locator('.timer').waitFor();
  await agent.isAccessible();
  await account.end(call, 'completed');
  await agent.shows('The customer hung up');
  await agent.isAccessible();
  await agent.press('New call');
  await agent.sees('Ready. Calls for you ring here.');
});

test('two agents who answer their calls hear each other’s tones and not their own', async () => {
  const [ada, bea] = [await addressOf(ADA), await addressOf(BEA)];
  const one = await reachable(ADA, 500);
  const other = await reachable(BEA, 1300);
  for (const [agent, address] of [
    [one, ada],
    [other, bea],
  ] as const) {
    await account.call(address, ROOM);
    await rings(agent);
    await agent.press('Answer');
    await agent.shows('Connected');
  }
  await Promise.all([hears(one.page, 1300), hears(other.page, 500)]);
  await one.press('Mute');
  await hears(other.page, 500, 'not');
  await hears(one.page, 1300);
});

test('with the keyboard alone: A answers, M mutes, H twice hangs up, X declines the next', async () => {
  const ada = await addressOf(ADA);
  const agent = await reachable();
  const body = agent.page.locator('body');
  const first = await account.call(ada, HOLD);
  await rings(agent);
  await body.press('a');
  await agent.shows('Connected');
  await becomes(first, 'in-progress');
  await body.press('m');
  await agent.sees('You are muted');
  await body.press('h');
  await agent.sees('Hang up?');
  await body.press('h');
  await agent.shows('You hung up');
  await becomes(first, 'completed');
  const second = await account.call(ada, HOLD);
  await rings(agent);
  await body.press('x');
  await becomes(second, 'busy');
  await isQuiet(agent);
  expect(await agent.page.locator('.missed').count()).toBe(0);
});

test('who is typing a number is not disturbed: no letter and no Enter answers', async () => {
  const ada = await addressOf(ADA);
  const agent = await reachable();
  await agent.page.locator('input.number').fill('415');
  const call = await account.call(ada, HOLD);
  await rings(agent);
  await agent.page.locator('input.number').pressSequentially('55a');
  await agent.page.keyboard.press('Enter');
  await agent.sees('Some digits are missing.');
  expect(await account.statusOf(call)).toBe('ringing');
  await agent.page.keyboard.press('Escape');
  await agent.page.keyboard.press('a');
  await agent.shows('Connected');
});

test('the caller gives up: it stops ringing, and calling back is one press away', async () => {
  const ada = await addressOf(ADA);
  const agent = await reachable();
  const call = await account.call(ada, HOLD);
  await rings(agent);
  await account.end(call, 'canceled');
  await isQuiet(agent);
  await until('it is silent', async () => !(await isRinging(agent.page)));
  await agent.sees('Missed call from (415) 555-0199');
  await agent.isAccessible();
  await agent.press('Call back');
  expect(await agent.page.locator('input.number').inputValue()).toBe('(415) 555-0199');
  expect(await agent.page.locator('.missed').count()).toBe(0);
});

test('all tabs ring; one answers and the others stop; while it talks, none rings for another call', async () => {
  const ada = await addressOf(ADA);
  const agent = await reachable();
  const second = await browser.anotherTab(agent);
  await listenForRinging(second.page);
  await second.open();
  await second.isAtDesk();
  await second.press('Turn on');
  await second.sees('Ready. Calls for you ring here.');
  const call = await account.call(ada, HOLD);
  await Promise.all([rings(agent), rings(second)]);
  await second.press('Answer');
  await second.shows('Connected');
  await isQuiet(agent);
  expect(await agent.page.locator('.missed').count()).toBe(0);
  const another = await account.call(ada, HOLD);
  await becomes(another, 'ringing');
  await agent.page.waitForTimeout(500);
  expect(await agent.page.locator('.incoming').count()).toBe(0);
  await account.end(another, 'canceled');
  await account.end(call, 'completed');
  await second.shows('The customer hung up');
  const third = await account.call(ada, HOLD);
  await Promise.all([rings(agent), rings(second)]);
  await agent.press('Decline');
  await Promise.all([isQuiet(agent), isQuiet(second)]);
  await becomes(third, 'busy');
});

test('only who has turned it on is rung, and no longer when they talk on their phone', async () => {
  const ada = await addressOf(ADA);
  const agent = await (await browser.page()).open();
  await agent.signIn();
  await becomes(await account.call(ada, HOLD), 'no-answer');
  await turnOn(agent);
  await agent.page.getByText('My phone', { exact: true }).click();
  await becomes(await account.call(ada, HOLD), 'no-answer');
});

test('who looks elsewhere is notified, if they asked for that by a click', async () => {
  const ada = await addressOf(ADA);
  const agent = await browser.page();
  await agent.page.addInitScript(() => {
    const shown: { title: string; body?: string; open: boolean }[] = [];
    const asked: boolean[] = [];
    class Recorded {
      static permission = 'default';
      static async requestPermission() {
        asked.push(navigator.userActivation.isActive);
        Recorded.permission = 'granted';
        return 'granted';
      }
      readonly record: { title: string; body?: string; open: boolean };
      constructor(title: string, options: { body?: string } = {}) {
        this.record = { title, ...options, open: true };
        shown.push(this.record);
      }
      close() {
        this.record.open = false;
      }
    }
    document.hasFocus = () => false;
    Object.assign(window, { Notification: Recorded, shown, asked });
  });
  await agent.open();
  await agent.signIn();
  await turnOn(agent);
  expect(await agent.page.evaluate('asked')).toEqual([]);
  await agent.press('Notify me of calls');
  expect(await agent.page.evaluate('asked')).toEqual([true]);
  const call = await account.call(ada, HOLD);
  await rings(agent);
  const notice = { title: 'Incoming call', body: '(415) 555-0199' };
  expect(await agent.page.evaluate('shown')).toMatchObject([{ ...notice, open: true }]);
  await account.end(call, 'canceled');
  await isQuiet(agent);
  await agent.page.waitForFunction('shown.every(({ open }) => !open)');
});

test('in Spanish, on a narrow screen', async () => {
  const ada = await addressOf(ADA);
  const agent = await browser.page({ locale: 'es-MX', viewport: { width: 360, height: 780 } });
  await agent.open();
  await agent.signIn();
  await agent.page.getByText('Este navegador', { exact: true }).last().click();
  await agent.press('Encender');
  await agent.sees('Listo. Sus llamadas suenan aquí.');
  await agent.isAccessible();
  const call = await account.call(ada, HOLD);
  await agent.sees('Llama (415) 555-0199');
  await agent.isAccessible();
  await agent.press('Contestar');
  await agent.shows('Conectados');
  await agent.isAccessible();
  await account.end(call, 'completed');
});
