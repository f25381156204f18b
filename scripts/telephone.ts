import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../emulator/voice/media/frame';
import { decodeMulaw, encodeMulaw } from '../emulator/voice/media/mulaw';
import { levelAt } from '../emulator/voice/media/spectrum';
import { type Client, until } from './client';

/** Louder than this, in dB, a tone is there: far above what music and other tones have at its frequency. */
const THERE = -40;
/** So many frames in a row must agree: one may be lost on the way. */
const AGREE = 2;
const PATIENCE_MS = 10_000;

interface Waiting {
  hertz: number;
  isThere: boolean;
  since: number | undefined;
  frames: number;
  done: (at: number) => void;
}

/** Somebody's ear and voice at a simulated telephone, by WebRTC as on its page: sings one tone, and hears the others'. */
export class Telephone {
  readonly #waiting = new Set<Waiting>();
  #timer: NodeJS.Timeout | undefined;
  #sung = 0;

  private constructor(
    private readonly connection: RTCPeerConnection,
    readonly hertz: number,
  ) {}

  /** Picks it up; its call must be on already. */
  static async at(client: Client, number: string, hertz: number): Promise<Telephone> {
    const codec = { mimeType: 'audio/PCMU', clockRate: SAMPLE_RATE, channels: 1, payloadType: 0 };
    const connection = new RTCPeerConnection({
      codecs: { audio: [new RTCRtpCodecParameters(codec)] },
      iceServers: [],
      iceUseIpv6: false,
    });
    const telephone = new Telephone(connection, hertz);
    connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ payload }) => telephone.#hears(payload));
    });
    const { sender } = connection.addTransceiver('audio', { direction: 'sendrecv' });
    await connection.setLocalDescription(await connection.createOffer());
    const offer = { sdp: connection.localDescription?.sdp ?? '' };
    const path = `/control/phones/${encodeURIComponent(number)}/media`;
    const { sdp } = await client.emulator<{ sdp: string }>('POST', path, offer);
    await connection.setRemoteDescription({ type: 'answer', sdp });
    await until('the telephone is connected', async () => connection.connectionState === 'connected');
    telephone.#sings((packet) => sender.sendRtp(packet));
    return telephone;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.connection.close();
  }

  /** When a tone is heard here from, or from when on it is not: a time of `performance.now()`. */
  hears(hertz: number, isThere: boolean): Promise<number> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(new Error(`Waited in vain until ${hertz} Hz is ${isThere ? '' : 'not '}heard`));
      }, PATIENCE_MS);
      const done = (at: number) => {
        clearTimeout(late);
        this.#waiting.delete(waiting);
        resolve(at);
      };
      const waiting: Waiting = { hertz, isThere, since: undefined, frames: 0, done };
      this.#waiting.add(waiting);
    });
  }

  #hears(payload: Buffer): void {
    if (this.#waiting.size === 0) return;
    const now = performance.now();
    const frame = decodeMulaw(payload);
    for (const waiting of this.#waiting) {
      if (levelAt(frame, waiting.hertz) > THERE !== waiting.isThere) {
        waiting.frames = 0;
        waiting.since = undefined;
        continue;
      }
      waiting.since ??= now;
      waiting.frames += 1;
      if (waiting.frames === AGREE) waiting.done(waiting.since);
    }
  }

  #sings(send: (packet: RtpPacket) => Promise<unknown>): void {
    const begun = performance.now();
    let frames = 0;
    this.#timer = setInterval(() => {
      for (; frames * FRAME_MS < performance.now() - begun; frames += 1)
        send(this.#frame(frames)).catch(() => undefined);
    }, FRAME_MS / 2);
  }

  #frame(n: number): RtpPacket {
    const samples = Int16Array.from({ length: FRAME_SAMPLES }, () =>
      Math.round(4000 * Math.sin((2 * Math.PI * this.hertz * this.#sung++) / SAMPLE_RATE)),
    );
    const header = new RtpHeader({
      payloadType: 0,
      sequenceNumber: n & 0xffff,
      timestamp: (n * FRAME_SAMPLES) >>> 0,
      marker: n === 0,
    });
    return new RtpPacket(header, encodeMulaw(samples));
  }
}
