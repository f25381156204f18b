import { networkInterfaces } from 'node:os';
import type { RTCPeerConnection, RtpHeader, RtpPacket } from 'werift';
import { FRAME_SAMPLES, type Samples } from './frame';
import { decodeMulaw, encodeMulaw } from './mulaw';

/** Loaded with the first call, because it takes longer than all else that the emulator starts with. */
const werift = (): typeof import('werift') => require('werift');

/** Static payload type of PCMU. https://www.rfc-editor.org/rfc/rfc3551#section-6 */
const PCMU = 0;
/** What keys are offered as; a browser that offers first has its own. */
const TELEPHONE_EVENT = 110;
const KEYS = '0123456789*#ABCD';
/** The bit of a telephone-event that says the key was let go. https://www.rfc-editor.org/rfc/rfc4733#section-2.3 */
const END_BIT = 0x80;
const LOOPBACK = '127.0.0.1';
/** Without a packet for so long, nobody is there. Milliseconds. */
const LOST_MS = 6000;

/** What a peer tells. */
export interface PeerEvents {
  audio(samples: Samples): void;
  /** A key was pressed and let go. */
  key(key: string): void;
  /** Audio flows. */
  connected?(): void;
  /** Nothing has come for so long that nobody can be there any more. */
  lost?(): void;
}

/**
 * One browser's audio over WebRTC. PCMU and keys alone are offered, so that all audio is 8 kHz samples after a table
 * look-up. There is one candidate for the connection, and the browser does the looking (ICE lite): both ends are on this
 * machine, and more candidates only make for slower starts.
 */
export class Peer {
  readonly #connection: RTCPeerConnection;
  readonly #send: (packet: RtpPacket) => void;
  readonly #packet: (header: Partial<RtpHeader>, payload: Buffer) => RtpPacket;
  #keyTypes = new Set<number>([TELEPHONE_EVENT]);
  #lastKey: number | undefined;
  #sequence = 0;
  #timestamp = 0;
  #open = false;
  #heardAt = performance.now();
  #watch: NodeJS.Timeout | undefined;

  constructor(private readonly events: PeerEvents) {
    const address = hostAddress();
    const { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } = werift();
    this.#packet = (header, payload) => new RtpPacket(new RtpHeader(header), payload);
    this.#connection = new RTCPeerConnection({
      codecs: {
        audio: [
          new RTCRtpCodecParameters({
            mimeType: 'audio/PCMU',
            clockRate: 8000,
            channels: 1,
            payloadType: PCMU,
          }),
          new RTCRtpCodecParameters({
            mimeType: 'audio/telephone-event',
            clockRate: 8000,
            channels: 1,
            payloadType: TELEPHONE_EVENT,
          }),
        ],
      },
      iceServers: [],
      iceLite: true,
      iceUseIpv6: false,
      bundlePolicy: 'max-bundle',
      iceInterfaceAddresses: { udp4: address },
      ...(address === LOOPBACK ? { iceAdditionalHostAddresses: [LOOPBACK] } : {}),
    });
    const { sender } = this.#connection.addTransceiver('audio', { direction: 'sendrecv' });
    this.#send = (packet) => {
      // A packet that cannot be sent is a lost packet; the state of the connection tells the rest.
      sender.sendRtp(packet).catch(() => undefined);
    };
    // Before any description is set: tracks that are there by then are not told of any more.
    this.#connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe((packet) => this.#receive(packet));
    });
    this.#connection.connectionStateChange.subscribe((state) => {
      this.#open = state === 'connected';
      if (this.#open) this.events.connected?.();
    });
    if (this.events.lost) {
      // A browser sends a packet every 20 ms, silence too. Twilio's own end of the line does not look for the other
      // (ICE lite), so this is how it is known that a page was closed.
      this.#watch = setInterval(() => {
        if (performance.now() - this.#heardAt > LOST_MS) this.events.lost?.();
      }, LOST_MS / 3);
      this.#watch.unref();
    }
  }

  /** Answers a browser's offer; resolves with the SDP. Rejects on an offer that is none. */
  async answer(offer: string): Promise<string> {
    demandPcmu(offer);
    await this.#connection.setRemoteDescription({ type: 'offer', sdp: offer });
    this.#learnKeyTypes(offer);
    // The browser begins the handshake: the side that does cannot be stopped from repeating itself when the call is over.
    for (const transport of this.#connection.dtlsTransports) transport.role = 'server';
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    return this.#local();
  }

  /** Offers a call to a browser; resolves with the SDP. */
  async offer(): Promise<string> {
    await this.#connection.setLocalDescription(await this.#connection.createOffer());
    return this.#local();
  }

  /** Takes the browser's answer to the offer. Rejects on one that does not fit. */
  async accept(answer: string): Promise<void> {
    demandPcmu(answer);
    await this.#connection.setRemoteDescription({ type: 'answer', sdp: answer });
    this.#learnKeyTypes(answer);
  }

  /** Sends 20 ms to the browser; nothing while it is not connected. */
  play(frame: Samples): void {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#timestamp = (this.#timestamp + FRAME_SAMPLES) >>> 0;
    if (!this.#open) return;
    const header = {
      payloadType: PCMU,
      sequenceNumber: this.#sequence,
      timestamp: this.#timestamp,
      ssrc: 1,
    };
    this.#send(this.#packet(header, encodeMulaw(frame)));
  }

  close(): void {
    this.#open = false;
    clearInterval(this.#watch);
    // A handshake that is under way would be repeated for half a minute, to nobody: it is told that it got its answer.
    for (const { dtls } of this.#connection.dtlsTransports)
      if (dtls) dtls.dtls.flight = Number.MAX_SAFE_INTEGER;
    // What is left to be said on a connection that is given up concerns nobody.
    this.#connection.close().catch(() => undefined);
  }

  #receive({ header, payload }: RtpPacket): void {
    this.#heardAt = performance.now();
    if (header.payloadType === PCMU) {
      this.events.audio(decodeMulaw(payload));
      return;
    }
    if (!this.#keyTypes.has(header.payloadType) || payload.length < 2) return;
    const [event = 0, flags = 0] = payload;
    // The end of a key is sent three times over, with the timestamp of its beginning.
    if (!(flags & END_BIT) || header.timestamp === this.#lastKey) return;
    this.#lastKey = header.timestamp;
    const key = KEYS[event];
    if (key) this.events.key(key);
  }

  #learnKeyTypes(sdp: string): void {
    for (const match of sdp.matchAll(/^a=rtpmap:(\d+) telephone-event\/8000/gim))
      this.#keyTypes.add(Number(match[1]));
  }

  #local(): string {
    const sdp = this.#connection.localDescription?.sdp;
    if (!sdp) throw new Error('The WebRTC connection has no description');
    return sdp;
  }
}

/** Payload type 0 among the formats of the audio. */
function demandPcmu(sdp: string): void {
  if (!/^m=audio \d+ \S+(?: \d+)*? 0(?: \d+)*\s*$/m.test(sdp))
    throw new Error('it is no description of a call with audio in PCMU');
}

/**
 * The address audio arrives at. A browser sends from the address of its network card and does not use the loopback
 * address unless it is told to, so that comes only where there is no other.
 */
function hostAddress(): string {
  for (const addresses of Object.values(networkInterfaces()))
    for (const { address, family, internal } of addresses ?? [])
      if (family === 'IPv4' && !internal && !address.startsWith('169.254.')) return address;
  return LOOPBACK;
}
