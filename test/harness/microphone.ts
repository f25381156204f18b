import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE, type Samples } from '../../emulator/voice/media/frame';
import { encodeMulaw } from '../../emulator/voice/media/mulaw';
import { levelAt } from '../../emulator/voice/media/spectrum';
import { decodeWav } from '../../emulator/voice/media/wav';
import { until } from '../../scripts/client';
import type { World } from './world';

/** Louder than this, in dB, a tone is there; no music and nobody's speech comes near it at one frequency. */
const THERE = -40;
/** A window that a tone fills; of one that it fills in part nothing is said. Seconds. */
export const WINDOW = 0.2;

/** A microphone held to a telephone, by WebRTC as a page does it, into which a tone is sung until it is taken away. */
export class Microphone {
  #timer: NodeJS.Timeout | undefined;
  #sung = 0;

  private constructor(
    private readonly connection: RTCPeerConnection,
    private readonly send: (packet: RtpPacket) => Promise<unknown>,
    readonly hertz: number,
  ) {}

  /** The telephone must be in a call. */
  static async holdTo(world: World, number: string, hertz: number): Promise<Microphone> {
    const pcmu = new RTCRtpCodecParameters({
      mimeType: 'audio/PCMU',
      clockRate: SAMPLE_RATE,
      channels: 1,
      payloadType: 0,
    });
    const connection = new RTCPeerConnection({
      codecs: { audio: [pcmu] },
      iceServers: [],
      iceUseIpv6: false,
    });
    const { sender } = connection.addTransceiver('audio', { direction: 'sendrecv' });
    await connection.setLocalDescription(await connection.createOffer());
    const { sdp } = await world
      .client()
      .emulator<{ sdp: string }>('POST', `/control/phones/${encodeURIComponent(number)}/media`, {
        sdp: connection.localDescription?.sdp ?? '',
      });
    await connection.setRemoteDescription({ type: 'answer', sdp });
    await until('the microphone is connected', async () => connection.connectionState === 'connected');
    const microphone = new Microphone(connection, async (packet) => sender.sendRtp(packet), hertz);
    microphone.#sing();
    return microphone;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.connection.close();
  }

  #sing(): void {
    const begun = performance.now();
    let frames = 0;
    this.#timer = setInterval(() => {
      for (; frames * FRAME_MS < performance.now() - begun; frames += 1) this.#frame(frames);
    }, FRAME_MS / 2);
  }

  #frame(n: number): void {
    const samples = Int16Array.from({ length: FRAME_SAMPLES }, () =>
      Math.round(4000 * Math.sin((2 * Math.PI * this.hertz * this.#sung++) / SAMPLE_RATE)),
    );
    const header = new RtpHeader({
      payloadType: 0,
      sequenceNumber: n & 0xffff,
      timestamp: (n * FRAME_SAMPLES) >>> 0,
      marker: n === 0,
    });
    this.send(new RtpPacket(header, encodeMulaw(samples))).catch(() => undefined);
  }
}

/** Which tones are in a channel of a recording, one window after another, without the first `after` windows. */
export function tonesOf(wav: Buffer, channel: 0 | 1, hertz: readonly number[], after = 0): number[][] {
  const samples = decodeWav(wav)[channel] ?? new Int16Array(0);
  const size = WINDOW * SAMPLE_RATE;
  const windows: Samples[] = [];
  for (let from = after * size; from + size <= samples.length; from += size)
    windows.push(samples.subarray(from, from + size));
  return windows.map((window) => hertz.filter((tone) => levelAt(window, tone) > THERE));
}

/** The windows of a recording from one second to another, without those that the borders cut. */
export const windowsBetween = <T>(windows: readonly T[], from: number, to: number): T[] =>
  windows.slice(Math.ceil(from / WINDOW) + 1, Math.floor(to / WINDOW) - 1);
