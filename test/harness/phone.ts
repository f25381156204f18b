import { type Client, until } from '../../scripts/client';

/** A simulated handset as `GET /control/phones/{number}` shows it. */
export interface Handset {
  number: string;
  state: 'idle' | 'ringing' | 'in-call';
  callSid: string | null;
  heard: { text: string; kind: string }[];
  conference: { name: string; sid: string; muted: boolean; hold: boolean } | null;
}

/** A phone in somebody's hand, for tests that read as a story: `await carl.rings(); await carl.answer();` */
export class Phone {
  constructor(
    readonly number: string,
    protected readonly client: Client,
  ) {}

  look(): Promise<Handset> {
    return this.client.emulator('GET', `/control/phones/${encodeURIComponent(this.number)}`);
  }

  async is(state: Handset['state']): Promise<void> {
    await until(`${this.number} is ${state}`, async () => (await this.look()).state === state);
  }

  rings(): Promise<void> {
    return this.is('ringing');
  }

  isIdle(): Promise<void> {
    return this.is('idle');
  }

  async hears(text: string): Promise<void> {
    await until(`${this.number} hears "${text}"`, async () =>
      (await this.captions()).toLowerCase().includes(text.toLowerCase()),
    );
  }

  /** Everything heard in the present or last call, one line a caption. */
  async captions(): Promise<string> {
    return (await this.look()).heard.map(({ text }) => text).join('\n');
  }

  async answer(): Promise<void> {
    await this.rings();
    await this.client.phone(this.number, 'answer');
    await this.is('in-call');
  }

  reject(): Promise<void> {
    return this.client.phone(this.number, 'reject');
  }

  hangup(): Promise<void> {
    return this.client.phone(this.number, 'hangup');
  }

  press(digits: string): Promise<void> {
    return this.client.phone(this.number, 'press', { digits });
  }

  say(text: string): Promise<void> {
    return this.client.phone(this.number, 'say', { text });
  }

  behaves(behaviour: Record<string, unknown>): Promise<unknown> {
    return this.client.emulator(
      'PUT',
      `/control/phones/${encodeURIComponent(this.number)}/behaviour`,
      behaviour,
    );
  }

  /** Both hear each other: they are in one conference. */
  async talksWith(other: Phone): Promise<void> {
    await until(`${this.number} talks with ${other.number}`, async () => {
      const [mine, theirs] = await Promise.all([this.look(), other.look()]);
      return mine.conference !== null && mine.conference.name === theirs.conference?.name;
    });
  }
}
