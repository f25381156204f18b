import type { AudioHub } from './hub';
import { Peer } from './peer';

/**
 * Microphones and loudspeakers of this computer, held to a telephone: a page of the emulator offers its audio over
 * WebRTC, and from then on whoever sits there speaks and hears as the person with that telephone, in every call of it.
 */
export class Microphones {
  #held = new Set<Peer>();

  constructor(private readonly hub: AudioHub) {}

  /** Holds a page's microphone to the telephone with this number; resolves with the SDP answer. Rejects on a bad offer. */
  async hold(number: string, offer: string): Promise<string> {
    const plugged = this.hub.attach({ address: number }, { play: (frame) => peer.play(frame) });
    const peer: Peer = new Peer({
      audio: (samples) => plugged.speak(samples),
      // The keys of such a telephone are those on the page.
      key: () => undefined,
      lost: () => letGo(),
    });
    const letGo = () => {
      this.#held.delete(peer);
      plugged.detach();
      peer.close();
    };
    this.#held.add(peer);
    try {
      return await peer.answer(offer);
    } catch (error) {
      letGo();
      throw error;
    }
  }

  /** Lets go of all of them. */
  stop(): void {
    for (const peer of this.#held) peer.close();
    this.#held.clear();
    this.hub.stop();
  }
}
