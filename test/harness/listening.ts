import { setTimeout as wait } from 'node:timers/promises';
import { SAMPLE_RATE } from '../../emulator/voice/media/frame';
import { level } from '../../emulator/voice/media/spectrum';
import { decodeWav } from '../../emulator/voice/media/wav';
import { PATIENCE } from '../../scripts/client';
import { Telephone } from '../../scripts/telephone';
import { tonesOf, WINDOW } from './tones';
import type { World } from './world';

/** Somebody with a telephone, into which they sing a tone of their own all the time. */
export interface Singer {
  number: string;
  hertz: number;
}

/** As long as a state is listened to, in windows of what was heard: 1.4 s. */
const LASTS = 7;
/** A second, in windows. */
export const A_SECOND = 5;
/** Quieter than this, in dB, is silence; music and voices are far above it. */
const QUIET = -55;

const handset = (number: string): string => `/control/phones/${encodeURIComponent(number)}/recording`;

/**
 * What everybody hears on their telephones, from a moment on. Positions are counted in windows of the recordings, not by
 * the clock: on a loaded machine sound is late, and then it is late in the recording too.
 */
export class Listening<Name extends string> {
  readonly #telephones: Telephone[] = [];
  readonly #begun: Name[] = [];
  /** What was looked at already. */
  readonly #known = new Map<Name, Name[][]>();

  constructor(
    private readonly world: World,
    private readonly singers: Record<Name, Singer>,
  ) {}

  async close(): Promise<void> {
    await Promise.all(this.#telephones.splice(0).map((telephone) => telephone.close()));
  }

  /** These sing from now on, and what they hear is kept. They must be in a call. */
  async begin(...names: Name[]): Promise<void> {
    for (const name of names) {
      const { number, hertz } = this.singers[name];
      this.#telephones.push(await Telephone.at(this.world.client(), number, hertz));
      await this.world.client().emulator('POST', handset(number));
      this.#begun.push(name);
    }
  }

  async #recording(name: Name): Promise<Buffer> {
    const address = this.world.local.emulator.controlUrl + handset(this.singers[name].number);
    return Buffer.from(await (await fetch(address)).arrayBuffer());
  }

  /** Whose tones were in what somebody heard, one window after another. */
  async heardBy(name: Name): Promise<Name[][]> {
    const everybody = Object.entries(this.singers) as [Name, Singer][];
    const hertz = everybody.map(([, singer]) => singer.hertz);
    const known = this.#known.get(name) ?? [];
    const more = tonesOf(await this.#recording(name), 1, hertz, known.length).map((tones) =>
      everybody.filter(([, singer]) => tones.includes(singer.hertz)).map(([who]) => who),
    );
    const windows = [...known, ...more];
    this.#known.set(name, windows);
    return windows;
  }

  /** How much of everything has been heard by now, in windows. */
  async mark(): Promise<Record<Name, number>> {
    const marks = await Promise.all(
      this.#begun.map(async (name) => [name, (await this.heardBy(name)).length] as const),
    );
    return Object.fromEntries(marks) as Record<Name, number>;
  }

  /**
   * Each of these comes to hear exactly these, for 1.4 s on end: each of them, and in no window anybody else. Resolves
   * with the positions from which on it was so. Throws with what is heard instead when it does not come to that.
   */
  async expects(wanted: Partial<Record<Name, Name[]>>): Promise<Partial<Record<Name, number>>> {
    const from = await this.mark();
    const found: Partial<Record<Name, number>> = {};
    const names = Object.keys(wanted) as Name[];
    for (const end = Date.now() + PATIENCE; ; await wait(100)) {
      for (const name of names.filter((one) => found[one] === undefined)) {
        const windows = await this.heardBy(name);
        const at = lasting(windows, wanted[name] ?? [], from[name]);
        if (at !== undefined) found[name] = at;
        else if (Date.now() > end)
          throw new Error(
            `${name} should hear ${wanted[name]?.join(', ') || 'nobody'}; what was heard: ${windows
              .slice(from[name])
              .map((tones) => tones.join('+') || '-')
              .join(' ')}`,
          );
      }
      if (names.every((name) => found[name] !== undefined)) return found;
    }
  }

  /** The longest silence that somebody has heard since the beginning, seconds: neither music nor voices. */
  async longestSilence(name: Name): Promise<number> {
    const samples = decodeWav(await this.#recording(name))[1] ?? new Int16Array(0);
    const size = WINDOW * SAMPLE_RATE;
    let longest = 0;
    let now = 0;
    for (let from = 0; from + size <= samples.length; from += size) {
      now = level(samples.subarray(from, from + size)) < QUIET ? now + 1 : 0;
      longest = Math.max(longest, now);
    }
    return longest * WINDOW;
  }
}

/** Where, from a position on, the first windows are in which all of these were heard and in none anybody else. */
function lasting<Name>(windows: Name[][], wanted: Name[], from: number): number | undefined {
  for (let at = from; at + LASTS <= windows.length; at += 1) {
    const heard = windows.slice(at, at + LASTS);
    const others = heard.some((tones) => tones.some((who) => !wanted.includes(who)));
    const missed = wanted.some((who) => !heard.some((tones) => tones.includes(who)));
    if (!others && !missed) return at;
  }
  return undefined;
}

/** Listening in a test file; telephones are put down after each test. */
export function useListening<Name extends string>(
  world: World,
  singers: Record<Name, Singer>,
): () => Listening<Name> {
  const all: Listening<Name>[] = [];
  afterEach(async () => {
    await Promise.all(all.splice(0).map((one) => one.close()));
  });
  return () => {
    const listening = new Listening(world, singers);
    all.push(listening);
    return listening;
  };
}
