import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import WebSocket from 'ws';
import { until } from '../../scripts/client';
import type { World } from './world';

interface Message {
  type: string;
  payload: { callsid?: string; sdp?: string; error?: { code: number; message: string } };
}

function connect(): RTCPeerConnection {
  const pcmu = new RTCRtpCodecParameters({
    mimeType: 'audio/PCMU',
    clockRate: 8000,
    channels: 1,
    payloadType: 0,
  });
  return new RTCPeerConnection({ codecs: { audio: [pcmu] }, iceServers: [], iceUseIpv6: false });
}

/** The answer to a server that offers to talk. */
async function answerTo(sdp: string): Promise<{ sdp: string; close(): Promise<void> }> {
  const connection = connect();
  connection.addTransceiver('audio', { direction: 'sendrecv' });
  await connection.setRemoteDescription({ type: 'offer', sdp });
  await connection.setLocalDescription(await connection.createAnswer());
  return { sdp: connection.localDescription?.sdp ?? '', close: () => connection.close() };
}

/** An offer to talk, as a browser makes one. The tests that use it look at what is said to the server, not at sound. */
async function offer(): Promise<{ sdp: string; close(): Promise<void> }> {
  const connection = connect();
  connection.addTransceiver('audio', { direction: 'sendrecv' });
  await connection.setLocalDescription(await connection.createOffer());
  return { sdp: connection.localDescription?.sdp ?? '', close: () => connection.close() };
}

/** One page's device: what the Voice SDK says on its socket, without a browser around it. */
export class BrowserDevice {
  readonly #messages: Message[] = [];
  readonly #closing: (() => Promise<void>)[] = [];
  #calls = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8').trim();
      if (text !== '') this.#messages.push(JSON.parse(text) as Message);
    });
  }

  /** Shows the token to Twilio; throws when it is refused. */
  static async open(world: World, token: string): Promise<BrowserDevice> {
    const address = world.local.emulator.controlUrl.replace('http', 'ws');
    const socket = new WebSocket(`${address}/signal`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const device = new BrowserDevice(socket);
    device.#send('listen', { token, browserinfo: {} });
    const { type, payload } = await device.#next(['connected', 'error']);
    if (type === 'error') throw new Error(`${payload.error?.code} ${payload.error?.message}`);
    return device;
  }

  /** `device.connect({ params })`: calls the TwiML application. Resolves with what the call is called on this socket. */
  async connect(params: Record<string, string>): Promise<string> {
    const { sdp, close } = await offer();
    this.#closing.push(close);
    this.#calls += 1;
    const callsid = `TJ${this.#calls}`;
    const query = new URLSearchParams(params).toString();
    this.#send('invite', { callsid, sdp, twilio: { params: query } });
    return callsid;
  }

  hangup(callsid: string): void {
    this.#send('hangup', { callsid });
  }

  /** The server has answered the call that this device made last: its CallSid. */
  async answered(): Promise<string> {
    return (await this.#next(['answer'])).payload.callsid ?? '';
  }

  /** From now on calls to the person ring here. */
  async register(): Promise<void> {
    this.#send('register', { media: { audio: true } });
    await this.#next(['ready']);
  }

  /** Somebody calls this device: the CallSid, and what it takes to answer. */
  async rings(): Promise<{ callSid: string; answer(): Promise<void> }> {
    const { payload } = await this.#next(['invite']);
    const callSid = payload.callsid ?? '';
    const answer = async () => {
      const { sdp, close } = await answerTo(payload.sdp ?? '');
      this.#closing.push(close);
      this.#send('answer', { callsid: callSid, sdp });
    };
    return { callSid, answer };
  }

  /** A call that rang here has stopped ringing. */
  async stopsRinging(): Promise<void> {
    await this.#next(['cancel', 'hangup']);
  }

  /** The server has ended a call. */
  async ended(): Promise<Message['payload']> {
    return (await this.#next(['hangup'])).payload;
  }

  /** As when the page is closed or loaded anew: the SDK says goodbye by hanging up, a crash says nothing. */
  async close(): Promise<void> {
    this.socket.terminate();
    await Promise.all(this.#closing.map((close) => close()));
  }

  #send(type: string, payload: Record<string, unknown>): void {
    this.socket.send(JSON.stringify({ type, version: '1.6', payload }));
  }

  async #next(types: string[]): Promise<Message> {
    const found = () => this.#messages.findIndex(({ type }) => types.includes(type));
    await until(`the socket says ${types.join(' or ')}`, async () => found() >= 0);
    const [message] = this.#messages.splice(found(), 1);
    if (message === undefined) throw new Error('a message got lost');
    return message;
  }
}
