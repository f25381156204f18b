import type { CallEnd } from '../audio';
import type { AudioHub } from './hub';
import { type Recorder, recordCall } from './recorder';

/**
 * Recordings of telephones, for tests and for whoever wants to listen to what happened: in two channels, the person who
 * holds the telephone first, then all that they hear. The newest of each telephone is kept.
 */
export class Recordings {
  #newest = new Map<string, Recorder>();

  /** `now` is emulated time in milliseconds. */
  constructor(
    private readonly hub: AudioHub,
    private readonly now: () => number,
  ) {}

  /** Begins to record this end's call; what was recorded of the telephone before is gone. */
  start(end: CallEnd): void {
    this.#newest.get(end.address)?.stop();
    this.#newest.set(end.address, recordCall(this.hub, end, 2, this.now));
  }

  /** Ends the recording; harmless when it has ended. Its seconds, or undefined when nothing was recorded. */
  stop(address: string): number | undefined {
    const recorder = this.#newest.get(address);
    recorder?.stop();
    return recorder?.tape.seconds;
  }

  /** The recording so far, or the whole of it, as a WAV file; undefined when nothing was recorded. */
  wav(address: string): Buffer | undefined {
    return this.#newest.get(address)?.tape.wav();
  }

  /** Ends and forgets all of them. */
  clear(): void {
    for (const recorder of this.#newest.values()) recorder.stop();
    this.#newest.clear();
  }
}
