import { type Client, until } from '../../scripts/client';
import { PEOPLE } from '../../scripts/people';
import type { CallView, Phase } from '../../src/calls/contract';
import { Phone } from './phone';
import { useWork, type Work } from './work';
import type { World } from './world';

/** The number that customers call. */
export const LINE = '+14155550199';
export const BELLE = { email: 'belle@example.com', phone: '+14155550111' };

/** A task as TaskRouter's REST shows it. */
export interface Task {
  sid: string;
  assignment_status: string;
  attributes: string;
  reason: string | null;
}

/** An agent who takes calls: their phone, and what their page sees. */
export class Agent extends Phone {
  constructor(
    private readonly world: World,
    override readonly client: Client,
    number: string,
    readonly worker: string,
  ) {
    super(number, client);
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

  /** Their page comes to see this of the call. */
  async sees(what: string, seen: (call: CallView) => boolean): Promise<void> {
    const shown = async () => {
      const call = await this.seen();
      return call !== undefined && seen(call);
    };
    await until(what, shown);
  }

  /** The call is over and in the history, which tells this of it. */
  async endsWith(expected: Partial<CallView>): Promise<CallView> {
    await this.reaches('ended');
    await until('the history has settled', async () => {
      return (await this.client.must('/calls/state')).data.call === null;
    });
    const call = await this.seen();
    expect(call).toMatchObject({ direction: 'inbound', ...expected });
    return call as CallView;
  }

  async isIn(activity: string): Promise<void> {
    const now = async () => String((await this.client.must('/presence')).data.activity).toLowerCase();
    await until(`${this.number} is ${activity}`, async () => (await now()) === activity);
  }

  /** Answers the phone and presses a key. */
  async takes(): Promise<void> {
    await this.answer();
    await this.hears('press any key');
    await this.press('1');
  }

  async hangUpInPage(): Promise<void> {
    await this.client.must('/calls/hangup');
    await this.world.advance(0);
  }
}

/** A telephone line with callers on one side and agents on the other. */
export class Floor {
  readonly carl: Phone;

  constructor(
    readonly world: World,
    private readonly work: () => Work,
  ) {
    this.carl = world.phone(PEOPLE.customer.phone);
  }

  /** Somebody signs in and takes calls. */
  async agent(
    { email, phone }: { email: string; phone: string } = PEOPLE.agent,
    presence: Record<string, unknown> = {},
  ): Promise<Agent> {
    const client = await this.world.signedUp(email, phone);
    const { data } = await client.must('/presence', { activity: 'available', ...presence });
    return new Agent(this.world, client, phone, String(data.worker));
  }

  /** Carl calls, chooses English and support, and waits. */
  async carlWaits(): Promise<void> {
    const { carl, world } = this;
    await world.client().phone(carl.number, 'call', { to: LINE });
    await carl.hears('For English');
    await carl.press('1');
    await carl.hears('For support');
    await carl.press('2');
    await until('Carl waits', async () => (await this.tasks()).length > 0);
  }

  /** Ada has taken Carl's call. */
  async talks(presence: Record<string, unknown> = {}): Promise<Agent> {
    const ada = await this.agent(PEOPLE.agent, presence);
    await this.carlWaits();
    await ada.takes();
    await ada.talksWith(this.carl);
    await ada.reaches('connected');
    return ada;
  }

  /** Tasks of callers, the newest first. */
  async tasks(): Promise<Task[]> {
    const { tasks } = await this.work().ask<{ tasks: Task[] }>('GET', '/Tasks?Ordering=DateCreated:desc');
    return tasks.filter(({ attributes }) => !('timer' in JSON.parse(attributes)));
  }

  async taskIs(status: string): Promise<void> {
    await until(`the task is ${status}`, async () => (await this.tasks())[0]?.assignment_status === status);
  }
}

/** The line for a test file. */
export function useIncoming(world: World): () => Floor {
  const work = useWork(world);
  return () => new Floor(world, work);
}
