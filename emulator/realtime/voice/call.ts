import type { Timer } from '../../clock';
import type { Kernel } from '../../product';
import type { DeviceLeg } from '../../voice/device';
import type { Samples } from '../../voice/media/frame';
import type { AudioHub, Plugged } from '../../voice/media/hub';
import { Peer } from '../../voice/media/peer';
import type { Reply, SignallingError } from './messages';

/** Where a call's messages go: one page's socket. */
export interface Wire {
  send(reply: Reply): void;
}

/** What all calls share. */
export interface CallParts {
  kernel: Kernel;
  audio: AudioHub;
}

/**
 * How long a call waits for a page whose connection broke, in seconds of emulated time. The SDK tries to connect again
 * for as long; the voice goes on meanwhile if its own path holds.
 */
export const GRACE_SECONDS = 30;

/** The session that an SDP belongs to: other than before, it is another page. https://www.rfc-editor.org/rfc/rfc8866#section-5.2 */
const identityOf = (sdp: string): string => /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? '';

/** One call of one page: its signalling, its audio, and the engine's leg behind them. */
export class ClientCall {
  /** What the page shows to go on with the call on another connection; only it knows this. */
  readonly reconnect = crypto.randomUUID();
  leg: DeviceLeg | undefined;
  answered = false;
  over = false;
  #peer: Peer;
  #plugged: Plugged | undefined;
  #page = '';
  #waiting: Timer | undefined;
  /** The answer to the page's offer, until it was sent. */
  #sdp: string | undefined;

  constructor(
    private readonly parts: CallParts,
    private readonly address: string,
    public wire: Wire | undefined,
    /** What the page calls it before it knows the call's SID. */
    readonly temporarySid = '',
  ) {
    this.#peer = this.#makePeer();
  }

  get callSid(): string {
    return this.leg?.callSid ?? this.temporarySid;
  }

  /** Whether a message with this SID means this call. */
  is(sid: string): boolean {
    return sid === this.callSid || (sid !== '' && sid === this.temporarySid);
  }

  /** The page calls: prepares the answer to its offer, which is sent when there is something to hear. */
  async take(offer: string): Promise<void> {
    this.#page = identityOf(offer);
    this.#sdp = await this.#peer.answer(offer);
  }

  /** The page is called: makes it an offer. */
  offer(): Promise<string> {
    return this.#peer.offer();
  }

  /** The page picked up. Rejects when its answer cannot be used. */
  async pickUp(answer: string): Promise<void> {
    this.#page = identityOf(answer);
    // At once: another page may answer while this one's description is read.
    this.answered = true;
    await this.#peer.accept(answer);
    this.plugIn();
  }

  /** Connects the audio to the leg. */
  plugIn(): void {
    if (this.over || this.#plugged) return;
    const peer = this.#peer;
    const socket = { address: this.address, callSid: this.callSid };
    this.#plugged = this.parts.audio.attach(socket, { play: (frame) => peer.play(frame) });
  }

  /** The page hears ringing, before anybody answered. */
  ring(): void {
    if (this.answered) return;
    this.#send({ type: 'ringing', payload: { callsid: this.callSid, ...this.#takeSdp() } });
  }

  /** The page's call is answered. */
  answer(): void {
    if (this.answered) return;
    this.answered = true;
    const { callSid, reconnect } = this;
    this.#send({ type: 'answer', payload: { callsid: callSid, ...this.#takeSdp(), reconnect } });
  }

  /** The page is back on `wire`: on a new connection, or as a new page with an offer of its own. */
  async resume(wire: Wire, offer: string): Promise<void> {
    this.wire = wire;
    this.#waiting?.cancel();
    this.#waiting = undefined;
    const page = identityOf(offer);
    let sdp: { sdp?: string } = {};
    if (page !== this.#page) {
      this.#page = page;
      this.#unplug();
      this.#peer = this.#makePeer();
      sdp = { sdp: await this.#peer.answer(offer) };
      this.plugIn();
    }
    if (this.over) return;
    const { callSid, reconnect } = this;
    this.#send({ type: 'answer', payload: { callsid: callSid, ...sdp, reconnect } });
  }

  /** The page's connection broke: the call waits for it a while, then hangs up. */
  lose(): void {
    this.wire = undefined;
    if (this.over) return;
    this.#waiting = this.parts.kernel.clock.setTimeout(() => this.hangup(), GRACE_SECONDS * 1000);
  }

  /** The page hung up. */
  hangup(): void {
    const { leg } = this;
    this.end();
    leg?.hangup();
  }

  press(keys: string): void {
    this.leg?.press(keys);
  }

  /** Over; `told` goes to the page, which otherwise ended it itself. */
  end(told?: 'cancel' | 'hangup', error?: SignallingError): void {
    if (this.over) return;
    this.over = true;
    this.#waiting?.cancel();
    this.#unplug();
    const callsid = this.callSid;
    if (told === 'cancel') this.#send({ type: 'cancel', payload: { callsid } });
    if (told === 'hangup') this.#send({ type: 'hangup', payload: { callsid, ...(error ? { error } : {}) } });
  }

  #send(reply: Reply): void {
    this.wire?.send(reply);
  }

  #takeSdp(): { sdp?: string } {
    const sdp = this.#sdp;
    this.#sdp = undefined;
    return sdp === undefined ? {} : { sdp };
  }

  #makePeer(): Peer {
    return new Peer({
      audio: (samples: Samples) => this.#plugged?.speak(samples),
      key: (key) => this.press(key),
    });
  }

  #unplug(): void {
    this.#plugged?.detach();
    this.#plugged = undefined;
    this.#peer.close();
  }
}
