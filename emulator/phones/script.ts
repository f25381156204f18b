import type { Clock, Timer } from '../clock';
import type { Step } from './behaviour';
import type { Caption } from './captions';

/** What a script can do to its call, and where it says how it went. */
export interface ScriptHands {
  press(digits: string): void;
  say(text: string): void;
  hangup(): void;
  /** The script cannot go on; `why` is a sentence. */
  gaveUp(why: string): void;
}

/** Where in what was heard the script has read up to: a caption, and a position in its text. */
interface Mark {
  caption: number;
  offset: number;
}

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');

/**
 * Finds `text` at or after `mark`, within one caption, whatever the case; returns the mark just behind it. A script
 * thus never takes one sentence for two, and may wait for two parts of the same sentence.
 */
export function findHeard(heard: readonly Caption[], text: string, mark: Mark): Mark | undefined {
  const wanted = plain(text);
  for (let index = mark.caption; index < heard.length; index++) {
    const from = index === mark.caption ? mark.offset : 0;
    const found = plain(heard[index]?.text ?? '').indexOf(wanted, from);
    if (found >= 0) return { caption: index, offset: found + wanted.length };
  }
  return undefined;
}

/**
 * Plays a handset's script in one call. Each step runs in a timer of the emulator's clock, never inside the engine's
 * own turn, so that a key pressed "at once" comes after whatever the engine is busy with.
 */
export class ScriptRun {
  #next = 0;
  #mark: Mark = { caption: 0, offset: 0 };
  #timer: Timer | undefined;
  #waiting: { text: string; deadline: Timer | undefined } | undefined;
  #over = false;

  constructor(
    private readonly clock: Clock,
    private readonly steps: readonly Step[],
    private readonly heard: readonly Caption[],
    private readonly hands: ScriptHands,
  ) {
    this.#later(0);
  }

  /** Something new was heard. */
  listen(): void {
    if (this.#waiting) this.#tryToHear(this.#waiting.text);
  }

  /** The call is over. Says so if the script had more to do. */
  stop(): void {
    const left = !this.#over && this.#next < this.steps.length;
    this.cancel();
    if (left) this.hands.gaveUp(`the call ended before ${describe(this.steps[this.#next])}`);
  }

  /** Ends without a word. */
  cancel(): void {
    this.#over = true;
    this.#timer?.cancel();
    this.#waiting?.deadline?.cancel();
    this.#waiting = undefined;
  }

  #later(seconds: number): void {
    this.#timer = this.clock.setTimeout(() => this.#step(), seconds * 1000);
  }

  #done(seconds = 0): void {
    this.#next++;
    if (!this.#over && this.#next < this.steps.length) this.#later(seconds);
  }

  #step(): void {
    const step = this.steps[this.#next];
    if (!step || this.#over) return;
    if (step.wait !== undefined) this.#done(step.wait);
    else if (step.hear !== undefined) this.#startToHear(step.hear, step.within);
    else {
      // Counted as done first: hanging up ends the script from inside.
      this.#done();
      if (step.press !== undefined) this.hands.press(step.press);
      else if (step.say !== undefined) this.hands.say(step.say);
      else this.hands.hangup();
    }
  }

  #startToHear(text: string, within: number | undefined): void {
    const giveUp = () => {
      const last = this.heard.at(-1)?.text;
      this.cancel();
      this.hands.gaveUp(
        `"${text}" was not heard within ${within} s; ${last ? `the last caption was "${last}"` : 'nothing was heard'}`,
      );
    };
    this.#waiting = {
      text,
      deadline: within === undefined ? undefined : this.clock.setTimeout(giveUp, within * 1000),
    };
    this.#tryToHear(text);
  }

  #tryToHear(text: string): void {
    const found = findHeard(this.heard, text, this.#mark);
    if (!found) return;
    this.#mark = found;
    this.#waiting?.deadline?.cancel();
    this.#waiting = undefined;
    this.#done();
  }
}

function describe(step: Step | undefined): string {
  if (!step) return 'the end of its script';
  if (step.hear !== undefined) return `"${step.hear}" was heard`;
  if (step.press !== undefined) return `${step.press} was pressed`;
  if (step.say !== undefined) return `"${step.say}" was said`;
  return step.wait === undefined ? 'the script hung up' : `its wait of ${step.wait} s was over`;
}
