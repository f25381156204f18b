import './plain-socket';
import { type Call, Device } from '@twilio/voice-sdk';

/** What happened on the page: name, and the code or flag that came with it. */
type Event = { at: number; name: string; detail?: unknown };

/** The page under test, as the tests steer it. */
export interface VoicePage {
  events: Event[];
  /** Makes the device; the microphone hums at `hertz`. */
  start(token: string, hertz: number): void;
  register(): Promise<void>;
  unregister(): Promise<void>;
  updateToken(token: string): void;
  call(params: Record<string, string>): Promise<void>;
  /** What another page needs to go on with this call, once it is answered. */
  connectToken(): string;
  resume(connectToken: string): Promise<void>;
  /** Accepts or rejects what rings. */
  accept(): void;
  reject(): void;
  hangup(): void;
  mute(muted: boolean): void;
  press(digits: string): void;
  /** The call's parameters and custom parameters. */
  about(): { parameters: Record<string, string>; custom: Record<string, string> };
  state(): string;
  /** How far each frequency stands out above the noise of what is heard now, in dB. */
  levels(hertz: number[]): Promise<number[]>;
  /** Packets that came in so far. */
  packets(): Promise<number>;
}

declare global {
  interface Window {
    voice: VoicePage;
  }
}

const SOUNDS = [
  'disconnect',
  'dtmf0',
  'dtmf1',
  'dtmf2',
  'dtmf3',
  'dtmf4',
  'dtmf5',
  'dtmf6',
  'dtmf7',
  'dtmf8',
  'dtmf9',
  'dtmfh',
  'dtmfs',
  'incoming',
  'outgoing',
];

const events: Event[] = [];
const note = (name: string, detail?: unknown) => {
  events.push({ at: performance.now(), name, ...(detail === undefined ? {} : { detail }) });
};

const connections: RTCPeerConnection[] = [];
const Plain = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Plain {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

let device: Device | undefined;
let call: Call | undefined;
const audio = new AudioContext();
let ear: { of: MediaStream; analyser: AnalyserNode; source: MediaStreamAudioSourceNode } | undefined;

/** A microphone that hums. The nodes are kept: they fall silent when they are collected. */
const kept: unknown[] = [];
function hum(hertz: number): MediaStream {
  const oscillator = audio.createOscillator();
  oscillator.frequency.value = hertz;
  const gain = audio.createGain();
  gain.gain.value = 0.2;
  const out = audio.createMediaStreamDestination();
  oscillator.connect(gain).connect(out);
  oscillator.start();
  kept.push(oscillator, gain, out);
  return out.stream;
}

function follow(next: Call): void {
  call = next;
  for (const name of ['accept', 'disconnect', 'cancel', 'reject', 'reconnecting', 'reconnected'] as const)
    next.on(name, () => note(name));
  next.on('ringing', (early: boolean) => note('ringing', early));
  // The SDK keeps most of the gateway's codes to itself; what it was told stands in originalError.
  next.on('error', (error: { originalError?: { code?: number } }) =>
    note('call error', error.originalError?.code),
  );
}

function listen(): AnalyserNode | undefined {
  const of = call?.getRemoteStream();
  if (!of) return undefined;
  if (ear?.of !== of) {
    const analyser = audio.createAnalyser();
    analyser.fftSize = 8192;
    analyser.smoothingTimeConstant = 0;
    const source = audio.createMediaStreamSource(of);
    source.connect(analyser);
    ear = { of, analyser, source };
  }
  return ear.analyser;
}

window.voice = {
  events,
  start(token, hertz) {
    const microphone = hum(hertz);
    const options = {
      chunderw: location.host,
      publishEvents: false,
      logLevel: 'silent',
      tokenRefreshMs: 2000,
      sounds: Object.fromEntries(SOUNDS.map((name) => [name, '/silence.wav'])),
      getUserMedia: async () => microphone.clone(),
    };
    device = new Device(token, options as ConstructorParameters<typeof Device>[1]);
    for (const name of ['registered', 'unregistered', 'tokenWillExpire'] as const)
      device.on(name, () => note(name));
    device.on('error', (error: { code: number }) => note('error', error.code));
    device.on('incoming', (incoming: Call) => {
      follow(incoming);
      note('incoming');
    });
    void audio.resume();
  },
  register: async () => device?.register(),
  unregister: async () => device?.unregister(),
  updateToken: (token) => device?.updateToken(token),
  async call(params) {
    const made = await device?.connect({ params });
    if (made) follow(made);
  },
  connectToken: () => call?.connectToken ?? '',
  async resume(connectToken) {
    const made = await device?.connect({ connectToken });
    if (made) follow(made);
  },
  accept: () => call?.accept(),
  reject: () => call?.reject(),
  hangup: () => call?.disconnect(),
  mute: (muted) => call?.mute(muted),
  press: (digits) => call?.sendDigits(digits),
  about: () => ({
    parameters: { ...call?.parameters },
    custom: Object.fromEntries(call?.customParameters ?? []),
  }),
  state: () => call?.status() ?? 'none',
  async levels(hertz) {
    const analyser = listen();
    if (!analyser) return hertz.map(() => 0);
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    // Telephone audio ends below 4 kHz; what is above is no measure of the noise.
    const bin = (f: number) => Math.round((f * analyser.fftSize) / audio.sampleRate);
    const band = [...levels.slice(bin(250), bin(3400))]
      .map((level) => Math.max(level, -140))
      .sort((a, b) => a - b);
    // Between tones there is digital silence, against which even rounding would stand out; nobody hears below this.
    const noise = Math.max(-80, band[band.length >> 1] ?? -140);
    return hertz.map((f) => Math.max(-140, ...levels.slice(bin(f) - 1, bin(f) + 2)) - noise);
  },
  async packets() {
    let packets = 0;
    for (const connection of connections) {
      if (connection.connectionState === 'closed') continue;
      (await connection.getStats()).forEach((stat: { type: string; packetsReceived?: number }) => {
        if (stat.type === 'inbound-rtp') packets += stat.packetsReceived ?? 0;
      });
    }
    return packets;
  },
};
