import { until } from '../../scripts/client';
import { Caller as OnTheClock } from '../harness/caller';
import type { Phone } from '../harness/phone';
import { ADA, CARL, type World } from '../harness/world';
import type { AgentPage } from './agent-page-world';

/** The number that customers call. */
const LINE = '+14155550199';

/** Carl on his phone, as far as the page of an agent is concerned. */
export class Caller {
  readonly phone: Phone;

  constructor(private readonly world: World) {
    this.phone = world.phone(CARL.phone);
  }

  /** He calls, chooses English and support, and waits. */
  async waits(): Promise<void> {
    await this.world.client().phone(CARL.phone, 'call', { to: LINE });
    await this.phone.hears('For English');
    await this.phone.press('1');
    await this.phone.hears('For support');
    await this.phone.press('2');
  }

  /** He calls, and would rather leave a message. Time is advanced: no page looks on. */
  async leavesMessage(): Promise<void> {
    const carl = new OnTheClock(this.world, CARL.phone);
    await carl.calls();
    await carl.hears('For English');
    await carl.press('1');
    await carl.hears('For support');
    await carl.press('2');
    await carl.hears('wait.wav');
    await carl.press('2');
    await carl.hears('recording starts');
    await this.world.advance(1);
    await this.phone.say('My printer is on fire again, please call me back.');
    await this.world.advance(4);
    await carl.press('#');
    await carl.isIdle();
    await this.world.advance(5);
  }
}

/** Becomes available by the page's own control. */
export async function becomeAvailable(agent: AgentPage, words = 'Available'): Promise<void> {
  await agent.page.locator('.presence-now').click();
  await agent.page.locator('.activities').getByRole('button', { name: words, exact: true }).click();
  await isIn(agent, words);
  await agent.page.keyboard.press('Escape');
}

/** The page shows this activity. */
export const isIn = (agent: AgentPage, words: string): Promise<void> =>
  agent.page.locator('.presence-name', { hasText: words }).waitFor();

/** The card of a caller who is offered. */
export const isOffered = (agent: AgentPage): Promise<void> => agent.page.locator('.call.offer').waitFor();

/** Answers the phone and presses a key, as Ada does. */
export async function takesOnPhone(world: World): Promise<void> {
  const ada = world.phone(ADA.phone);
  await ada.rings();
  await ada.answer();
  await ada.hears('press any key');
  await ada.press('1');
}

/** A request of the page to one function fails until the function that is returned is called. */
export async function cutOff(agent: AgentPage, path: string): Promise<() => Promise<void>> {
  await agent.page.route(`**${path}`, (route) => route.abort());
  return () => agent.page.unroute(`**${path}`);
}

/** Something in the page's own memory. */
export const eventually = (what: string, is: () => Promise<boolean>): Promise<void> => until(what, is);

/** An agent talks with Carl on her phone, and the controls of the call are there. */
export async function isConnected(world: World, agent: AgentPage, words = 'Connected'): Promise<void> {
  await agent.signIn();
  await agent.dial(CARL.phone);
  await world.phone(ADA.phone).answer();
  await world.phone(ADA.phone).press('1');
  await world.phone(CARL.phone).answer();
  await agent.shows(words);
  await agent.page.locator('.call').getByRole('button').nth(4).waitFor();
}
