import { type Client, until } from '../../scripts/client';
import type { CallView, Phase } from '../../src/calls/contract';
import { ADA, CARL, type World } from './world';

/** The people of a call, and what the agent's page sees of it. */
export class Scene {
  readonly ada;
  readonly carl;

  constructor(
    readonly world: World,
    readonly client: Client,
  ) {
    this.ada = world.phone(ADA.phone);
    this.carl = world.phone(CARL.phone);
  }

  /** Ada has signed up and starts a call to Carl. */
  static async begin(world: World, fields: Record<string, unknown> = {}): Promise<Scene> {
    const client = await world.signedUp();
    await client.must('/phone-to-phone/start', { RecipientNumber: CARL.phone, ...fields });
    return new Scene(world, client);
  }

  /** Ada answers and presses a key; Carl's phone rings. */
  async reachesCarl(): Promise<void> {
    await this.ada.answer();
    await this.ada.hears('press any key');
    await this.ada.press('1');
    await this.carl.rings();
  }

  /** They hear each other. */
  async talk(): Promise<void> {
    await this.reachesCarl();
    await this.carl.answer();
    await this.ada.talksWith(this.carl);
  }

  /** The live call, or the newest of the history. */
  async seen(): Promise<CallView | undefined> {
    const live = (await this.client.must('/calls/state')).data.call as CallView | null;
    if (live !== null) return live;
    return ((await this.client.must('/calls/history')).data.calls as CallView[])[0];
  }

  async reaches(phase: Phase): Promise<void> {
    await until(`the call is ${phase}`, async () => (await this.seen())?.phase === phase);
  }

  /** The call is over, both phones are idle, and the history tells this of it. */
  async endsWith(expected: Partial<CallView>): Promise<void> {
    await this.reaches('ended');
    await this.ada.isIdle();
    await this.carl.isIdle();
    await until('the history has settled', async () => {
      const live = (await this.client.must('/calls/state')).data.call;
      return live === null;
    });
    expect(await this.seen()).toMatchObject(expected);
  }
}
