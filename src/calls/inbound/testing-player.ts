import type { Answered } from '../../testing/invoke';
import type { FakeLine } from '../testing';
import type { Incoming } from './testing';

/** How a story goes on once Ada's phone rings for Carl. */
export const PLOTS = [
  'Ada does not answer',
  'Ada is busy',
  'Ada presses nothing',
  'Ada declines in the page',
  'Carl hangs up while it rings',
  'Carl hangs up before Ada presses',
  'Carl hangs up as Ada presses',
  'the time is over before Ada presses',
  'the time is over as Ada presses',
  'they talk and Carl hangs up',
  'they talk and Ada hangs up',
  'they talk and Ada ends it in the page',
] as const;
export type Plot = (typeof PLOTS)[number];

/** How Twilio delivers: well; everything three times; three times at once; what tells of a beginning after the end. */
export const MANNERS = ['once', 'three times', 'three at once', 'beginnings last'] as const;
export type Manner = (typeof MANNERS)[number];

/** Twilio delivers a webhook again after a 5xx, twice (`rc=2`). */
const DELIVERIES = 3;

const GOES_ON = /<(Gather|Dial|Redirect)/;
const inRoom = (line: FakeLine): boolean => line.endedAt === undefined && line.twiml.includes('<Conference');
const isUp = (line: FakeLine): boolean => line.endedAt === undefined;

/**
 * Plays an offer and what becomes of it, with Twilio's own consequences: who leaves the conference ends it, who is left
 * asks what comes next, a caller who hangs up takes their task along. Whatever fails on the way, people keep to the plot.
 */
export class IncomingPlayer {
  readonly #reported = new Set<string>();
  readonly #together = new Set<FakeLine>();
  readonly #heldBack: (() => Promise<unknown>)[] = [];

  constructor(
    readonly stage: Incoming,
    private readonly manner: Manner = 'once',
  ) {}

  /** Plays to the end of the plot. */
  async play(plot: Plot): Promise<void> {
    const { stage } = this;
    await this.#copies(() => stage.offers());
    await this.settle();
    const { ada } = stage;
    // Nobody rang: TaskRouter was told, or finds out.
    if (ada !== undefined) await this.#goOn(plot, ada);
    await this.settle();
    for (const send of this.#heldBack.reverse()) await this.#deliver(send);
    await this.settle();
    if (ada === undefined) await this.withdraws('timeout');
  }

  /** TaskRouter takes the offer back. */
  async withdraws(how: 'canceled' | 'timeout'): Promise<void> {
    if (this.stage.routing.withdraw(how)) await this.#deliver(() => this.stage.tells(how));
    await this.settle();
  }

  /** The time for the note is over. */
  async timePasses(): Promise<void> {
    for (const timer of this.stage.routing.timers) await this.#deliver(() => this.stage.fires(timer));
  }

  /** Twilio's consequences of what has happened, until nothing more follows. */
  async settle(): Promise<void> {
    while (await this.#follows());
  }

  async #copies(send: () => Promise<Answered>): Promise<Answered> {
    if (this.manner === 'three at once') {
      const answers = await Promise.all([send(), send(), send()]);
      return answers[2];
    }
    if (this.manner === 'three times') for (let copy = 1; copy < 3; copy += 1) await send();
    return send();
  }

  async #deliver(send: () => Promise<unknown>): Promise<void> {
    await this.#copies(async () => {
      let last: Answered | undefined;
      await this.stage.delivers(DELIVERIES, async () => {
        last = (await send()) as Answered;
        return last;
      });
      return last as Answered;
    });
  }

  /** A report of how something began. */
  async #begins(send: () => Promise<unknown>): Promise<void> {
    if (this.manner === 'beginnings last') this.#heldBack.push(send);
    else await this.#deliver(send);
  }

  async #rings(line: FakeLine, status: 'ringing' | 'in-progress'): Promise<void> {
    if (!isUp(line)) return;
    line.status = status;
    // What was held back tells what was, not what is.
    await this.#begins(() => this.stage.tellsOf(line, status));
    await this.settle();
  }

  async #hangsUp(line: FakeLine, status: FakeLine['status'] = 'completed'): Promise<void> {
    if (isUp(line)) {
      this.stage.voice.end(line, status);
      // The call was still in the queue, and its task ends with it.
      if (line === this.stage.carl && line.twiml === '') await this.withdraws('canceled');
    }
    await this.settle();
  }

  /** The line asks what to play next, and plays it. */
  async #plays(line: FakeLine, fields: Record<string, string> = {}): Promise<void> {
    const address = this.stage.action(line);
    const answer = await this.#copies(() => this.stage.webhook(address, { CallSid: line.sid, ...fields }));
    if (isUp(line)) line.twiml = String(answer.body);
    // Back to the queue is another story; anything else is asked for at once.
    const onward = /<Redirect>([^<]+)</.exec(line.twiml)?.[1]?.replaceAll('&amp;', '&');
    if (isUp(line) && onward !== undefined && !onward.includes('/voice/queue')) {
      const next = await this.#copies(() =>
        this.stage.webhook(onward, { CallSid: line.sid, CallStatus: 'in-progress' }),
      );
      line.twiml = String(next.body);
    }
  }

  /** The next thing that follows by itself; false when nothing does. */
  async #follows(): Promise<boolean> {
    const { stage } = this;
    const { carl } = stage;
    for (const line of stage.voice.lines) {
      if (isUp(line) && line.status === 'in-progress' && line.twiml !== '' && !GOES_ON.test(line.twiml)) {
        stage.voice.end(line, 'completed');
        return true;
      }
      if (inRoom(line) && !this.#together.has(line)) {
        if (this.#together.size === 0) stage.opensRoom();
        this.#together.add(line);
        await this.#begins(() => stage.room('participant-join', line, line === carl ? 'customer' : 'agent'));
        return true;
      }
    }
    const left = [...this.#together].find((line) => !inRoom(line));
    if (left !== undefined) {
      await this.#parts(left);
      return true;
    }
    const over = stage.voice.lines.find((line) => !isUp(line) && !this.#reported.has(line.sid));
    if (over === undefined) return false;
    this.#reported.add(over.sid);
    if (over.callback !== '') await this.#deliver(() => stage.tellsOf(over, over.status));
    return true;
  }

  /** One has left the conference, which is over for both. */
  async #parts(left: FakeLine): Promise<void> {
    const { stage } = this;
    const { carl } = stage;
    const wasIn = this.#together.has(carl);
    const others = [...this.#together].filter((line) => line !== left);
    this.#together.clear();
    await this.#deliver(() => stage.room('conference-end', left, left === carl ? 'customer' : 'agent'));
    // A line that the REST API has given something else to play asks nothing.
    if (wasIn && (inRoom(carl) || left === carl) && carl.twiml.includes('<Conference'))
      await this.#plays(carl, { CallStatus: isUp(carl) ? 'in-progress' : 'completed' });
    // After the conference there is nothing for the agent.
    for (const line of others) if (line !== carl && inRoom(line)) stage.voice.end(line, 'completed');
  }

  async #goOn(plot: Plot, ada: FakeLine): Promise<void> {
    const { stage } = this;
    await this.#rings(ada, 'ringing');
    switch (plot) {
      case 'Ada does not answer':
        return this.#hangsUp(ada, 'no-answer');
      case 'Ada is busy':
        return this.#hangsUp(ada, 'busy');
      case 'Ada declines in the page':
        return this.#clicks('reject');
      case 'Carl hangs up while it rings':
        return this.#hangsUp(stage.carl);
    }
    // In a browser the answer is the key.
    if (stage.device === 'browser') await this.#meanwhile(plot);
    await this.#rings(ada, 'in-progress');
    if (stage.device === 'phone') {
      if (plot === 'Ada presses nothing') return this.#hangsUp(ada);
      await this.#meanwhile(plot);
    }
    if (isUp(ada) && /answer/.test(stage.action(ada)))
      await this.#plays(ada, stage.device === 'phone' ? { Digits: '1' } : {});
    await this.settle();
    if (plot === 'Carl hangs up as Ada presses') await this.#deliver(() => stage.tells('canceled'));
    if (plot === 'the time is over as Ada presses') await this.#deliver(() => stage.tells('timeout'));
    if (plot === 'they talk and Carl hangs up') return this.#hangsUp(stage.carl);
    if (plot === 'they talk and Ada hangs up') return this.#hangsUp(ada);
    if (plot === 'they talk and Ada ends it in the page') return this.#clicks('hangup');
    return this.#hangsUp(ada);
  }

  /** What happens while Ada is asked for a key. */
  async #meanwhile(plot: Plot): Promise<void> {
    const { stage } = this;
    if (plot === 'Carl hangs up before Ada presses') await this.#hangsUp(stage.carl);
    if (plot === 'the time is over before Ada presses') await this.withdraws('timeout');
    // TaskRouter knows it already, we don't yet.
    if (plot === 'the time is over as Ada presses') stage.routing.withdraw('timeout');
    if (plot !== 'Carl hangs up as Ada presses') return;
    stage.voice.end(stage.carl, 'completed');
    stage.routing.withdraw('canceled');
  }

  /** A person clicks again when the first click failed. */
  async #clicks(what: 'reject' | 'hangup'): Promise<void> {
    for (let click = 0; click < 2; click += 1) if ((await this.stage.clicks(what)).status === 200) break;
    await this.settle();
  }
}
