import type { Client } from '../../scripts/client';
import type { World } from './world';

/** The number that the account owns, which customers call. */
export const OUR_NUMBER = '+14155550199';

/** A customer with a phone, in stories whose time goes by the clock: `await carl.calls(); await carl.hears('press 1');` */
export class Caller {
  readonly #client: Client;

  constructor(
    private readonly world: World,
    readonly number: string,
  ) {
    this.#client = world.client();
  }

  calls(to = OUR_NUMBER): Promise<void> {
    return this.#client.phone(this.number, 'call', { to });
  }

  press(digits: string): Promise<void> {
    return this.#client.phone(this.number, 'press', { digits });
  }

  hangsUp(): Promise<void> {
    return this.#client.phone(this.number, 'hangup');
  }

  /** Everything heard in the present or last call, one line a sentence or sound. */
  async heard(): Promise<string> {
    return (await this.world.phone(this.number).look()).heard.map(({ text }) => text).join('\n');
  }

  /** Time goes on, at most so many seconds, until this was heard; `times` in all. */
  async hears(text: string, { within = 60, times = 1 } = {}): Promise<void> {
    const count = async () => (await this.heard()).split(text).length - 1;
    for (let second = 0; second < within; second += 1) {
      if ((await count()) >= times) return;
      await this.world.advance(1);
    }
    throw new Error(
      `${this.number} did not hear "${text}" ${times}x within ${within} s, but:\n${await this.heard()}`,
    );
  }

  /** The call ends, within half a minute. */
  async isIdle(): Promise<void> {
    for (let second = 0; second < 30; second += 1) {
      if ((await this.world.phone(this.number).look()).state === 'idle') return;
      await this.world.advance(1);
    }
    throw new Error(`${this.number} is still in a call after 30 s, and heard:\n${await this.heard()}`);
  }
}
