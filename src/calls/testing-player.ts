import { ADA, CARL, type FakeLine, type Stage } from './testing';

/** How a story goes on once Carl's phone rings. */
export type Plot =
  | 'Carl is busy'
  | 'Carl does not answer'
  | 'Ada hangs up before it rings'
  | 'Ada hangs up while it rings'
  | 'they talk and Carl hangs up'
  | 'they talk and Ada hangs up'
  | 'they talk and Ada ends it in the page'
  | 'Ada presses nothing';

export const PLOTS: Plot[] = [
  'Carl is busy',
  'Carl does not answer',
  'Ada hangs up before it rings',
  'Ada hangs up while it rings',
  'they talk and Carl hangs up',
  'they talk and Ada hangs up',
  'they talk and Ada ends it in the page',
  'Ada presses nothing',
];

/** Twilio delivers a webhook again after a 5xx, twice (`rc=2`). */
const DELIVERIES = 3;

/**
 * Plays a whole call with Twilio's own consequences: a line that ends reports it, the end of one in the conference ends
 * the other, failed deliveries are repeated. Whatever fails on the way, the people keep to the plot.
 */
export class Player {
  readonly #reported = new Set<string>();
  #conference: 'none' | 'on' | 'over' = 'none';

  constructor(
    readonly stage: Stage,
    /** How often every webhook is delivered, whatever the answer. */
    private readonly copies = 1,
  ) {}

  get ada(): FakeLine | undefined {
    return this.stage.voice.lines.find(({ to }) => to === ADA.phone);
  }

  get carl(): FakeLine | undefined {
    return this.stage.voice.lines.find(({ to }) => to === CARL);
  }

  async #deliver(send: () => Promise<{ status: number }>): Promise<void> {
    for (let copy = 0; copy < this.copies; copy += 1) await this.stage.delivers(DELIVERIES, send);
  }

  async #reports(line: FakeLine, status: FakeLine['status']): Promise<void> {
    if (line.endedAt !== undefined) return;
    await this.#deliver(() => this.stage.reports(line, status));
    await this.settle();
  }

  #hangsUp(line: FakeLine | undefined, status: FakeLine['status'] = 'completed'): Promise<void> {
    if (line !== undefined && line.endedAt === undefined) this.stage.voice.end(line, status);
    return this.settle();
  }

  /** Twilio's consequences of what has happened, until nothing more follows. */
  async settle(): Promise<void> {
    const { ada, carl } = this;
    const plays = ada?.twiml ?? '';
    // A document that only speaks ends the line when it has been spoken.
    if (ada?.status === 'in-progress' && plays !== '' && !/<(Gather|Dial)/.test(plays))
      this.stage.voice.end(ada, 'completed');
    const together = this.#conference === 'on' && ada !== undefined && carl !== undefined;
    const one = [carl, ada].find((line) => line?.endedAt !== undefined);
    if (together && one !== undefined && /<Dial/.test(plays)) {
      this.#conference = 'over';
      await this.#deliver(() => this.stage.room('conference-end', one, one === ada ? 'agent' : 'customer'));
      if (one === ada) this.stage.voice.end(carl, 'completed');
      else await this.#plays(ada, { CallSid: ada.sid });
    }
    for (const line of this.stage.voice.lines) {
      if (line.endedAt === undefined || this.#reported.has(line.sid)) continue;
      this.#reported.add(line.sid);
      await this.#deliver(() => this.stage.reports(line, line.status));
      await this.settle();
    }
  }

  /** The line asks what to play next, and plays it. */
  async #plays(line: FakeLine, fields: Record<string, string>): Promise<void> {
    const address = this.stage.action(line);
    for (let copy = 0; copy < this.copies; copy += 1) {
      const answer = await this.stage.webhook(address, fields);
      line.twiml = String(answer.body);
    }
  }

  async #presses(): Promise<void> {
    const { ada } = this;
    if (ada === undefined || ada.endedAt !== undefined) return;
    await this.#plays(ada, { CallSid: ada.sid, Digits: '1' });
    await this.settle();
    if (/<Dial/.test(ada.twiml) && ada.endedAt === undefined)
      await this.#deliver(() => this.stage.room('participant-join', ada, 'agent'));
  }

  /** Plays to the end of the plot. Answers with the status of `start`. */
  async play(plot: Plot): Promise<number> {
    const { status } = await this.stage.start();
    const { ada } = this;
    if (ada === undefined) return status;
    await this.#reports(ada, 'ringing');
    await this.#reports(ada, 'in-progress');
    if (plot === 'Ada presses nothing') {
      await this.#hangsUp(ada);
      return status;
    }
    await this.#presses();
    await this.settle();
    const { carl } = this;
    if (carl !== undefined) {
      if (plot !== 'Ada hangs up before it rings') await this.#reports(carl, 'ringing');
      await this.#carlActs(plot, ada, carl);
    }
    await this.settle();
    return status;
  }

  async #carlActs(plot: Plot, ada: FakeLine, carl: FakeLine): Promise<void> {
    if (plot === 'Carl is busy') return this.#hangsUp(carl, 'busy');
    if (plot === 'Carl does not answer') return this.#hangsUp(carl, 'no-answer');
    if (plot === 'Ada hangs up while it rings' || plot === 'Ada hangs up before it rings')
      return this.#hangsUp(ada);
    await this.#reports(carl, 'in-progress');
    if (carl.endedAt === undefined && ada.endedAt === undefined) {
      this.#conference = 'on';
      await this.#deliver(() => this.stage.room('participant-join', carl, 'customer'));
    }
    if (plot === 'they talk and Carl hangs up') return this.#hangsUp(carl);
    if (plot === 'they talk and Ada hangs up') return this.#hangsUp(ada);
    // A person clicks again when the first click failed.
    for (let click = 0; click < 2; click += 1) if ((await this.stage.ask('hangup')).status === 200) break;
    return this.settle();
  }
}
