import { signal } from '@preact/signals';
import type { Call, Device } from '@twilio/voice-sdk';
import { twilioToken } from '../session/twilio-token';
import { idOf, SYSTEM_DEFAULT } from './devices';
import { openLocally } from './local-socket';
import { askForMicrophone, problemOfMedia, type VoiceProblem } from './microphone';

/** Where the build has put the sounds. */
declare const SOUNDS_PATH: string;

const SOUNDS = [
  ...'0123456789sh'.split('').map((key) => `dtmf${key}`),
  'incoming',
  'outgoing',
  'disconnect',
] as const;

/** What disturbs a call, as far as one can do something about it. */
export type Disturbance = 'network' | 'silent';

/** https://www.twilio.com/docs/voice/voice-insights/api/call/details-sdk-call-quality-events */
const DISTURBANCES: Record<string, Disturbance> = {
  'high-rtt': 'network',
  'low-mos': 'network',
  'high-jitter': 'network',
  'high-packet-loss': 'network',
  'high-packets-lost-fraction': 'network',
  'low-bytes-received': 'network',
  'constant-audio-input-level': 'silent',
};

/** A tone and the pause after it, as the SDK sends them. Milliseconds. */
const KEY_MS = 240;

const INPUT = 'cordboard.microphone';
const OUTPUT = 'cordboard.speaker';

/** Microphone and speaker by their names. What doesn't work gives way to the system's: the call matters more. */
async function useDevices({ audio }: Device, input: string, output: string): Promise<void> {
  if (!audio) return;
  const [microphone, speaker] = await Promise.all([idOf('audioinput', input), idOf('audiooutput', output)]);
  const system = () => audio.unsetInputDevice().catch(() => undefined);
  if (microphone === SYSTEM_DEFAULT) await system();
  else await audio.setInputDevice(microphone).catch(system);
  if (audio.isOutputSelectionSupported) await audio.speakerDevices.set(speaker).catch(() => undefined);
}

/** The browser as a telephone. Nothing of it is loaded, and no microphone asked for, before somebody wants to talk here. */
export class BrowserLine {
  readonly state = signal<'off' | 'opening' | 'ready'>('off');
  readonly problem = signal<VoiceProblem | undefined>(undefined);
  /** The id of the call that this tab talks in; undefined when it talks in none. */
  readonly callId = signal<string | undefined>(undefined);
  readonly muted = signal(false);
  readonly interrupted = signal(false);
  readonly disturbances = signal<ReadonlySet<Disturbance>>(new Set());
  /** Names of the chosen microphone and speaker, remembered. */
  readonly input = signal(localStorage.getItem(INPUT) ?? SYSTEM_DEFAULT);
  readonly output = signal(localStorage.getItem(OUTPUT) ?? SYSTEM_DEFAULT);
  #device: Device | undefined;
  #call: Call | undefined;
  /** Keys pressed and not yet sent; the first is being sent. */
  #keys = '';
  #opening: Promise<Device> | undefined;

  constructor(private readonly sdkOrigin: string | null) {}

  /** Gets the browser ready to talk; must follow a click. Rejects with `problem` set. */
  open(): Promise<Device> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      this.state.value = 'off';
      throw error;
    });
    return this.#opening;
  }

  async #open(): Promise<Device> {
    this.state.value = 'opening';
    this.problem.value = undefined;
    try {
      await askForMicrophone();
    } catch (error) {
      this.problem.value = problemOfMedia(error);
      throw error;
    }
    try {
      const device = await this.#makeDevice();
      this.state.value = 'ready';
      return device;
    } catch (error) {
      this.problem.value = 'network';
      throw error;
    }
  }

  async #makeDevice(): Promise<Device> {
    const { sdkOrigin } = this;
    if (sdkOrigin !== null && this.#device === undefined) openLocally(sdkOrigin);
    const [{ Device }, token] = await Promise.all([import('./sdk'), twilioToken()]);
    const options: object = {
      logLevel: 'silent',
      closeProtection: false,
      sounds: Object.fromEntries(SOUNDS.map((name) => [name, `${SOUNDS_PATH}/${name}.wav`])),
      // `chunderw` is how the SDK names where its signalling goes.
      ...(sdkOrigin === null ? {} : { chunderw: new URL(sdkOrigin).host, publishEvents: false }),
    };
    const device = new Device(token, options);
    // Without a listener the SDK throws; what matters about an error is told by the call's own.
    device.on('error', () => undefined);
    device.on('tokenWillExpire', () => {
      twilioToken().then(
        (fresh) => device.updateToken(fresh),
        () => undefined,
      );
    });
    await useDevices(device, this.input.peek(), this.output.peek());
    this.#device = device;
    return device;
  }

  /** Talks in the call that /voice/start has allowed. `ended`: the line is over, whoever ended it. */
  async connect(callId: string, ended: () => void): Promise<void> {
    const device = await this.open();
    const call = await device.connect({ params: { callId } });
    this.#call = call;
    this.callId.value = callId;
    const over = () => {
      if (this.#call !== call) return;
      this.#call = undefined;
      this.callId.value = undefined;
      this.muted.value = false;
      this.interrupted.value = false;
      this.disturbances.value = new Set();
      ended();
    };
    for (const event of ['disconnect', 'cancel', 'reject', 'error'] as const) call.on(event, over);
    call.on('mute', (muted: boolean) => {
      this.muted.value = muted;
    });
    call.on('reconnecting', () => {
      this.interrupted.value = true;
    });
    call.on('reconnected', () => {
      this.interrupted.value = false;
    });
    const disturbed = (name: string, now: boolean) => {
      const kind = DISTURBANCES[name];
      if (kind === undefined) return;
      const next = new Set(this.disturbances.peek());
      if (now) next.add(kind);
      else next.delete(kind);
      this.disturbances.value = next;
    };
    call.on('warning', (name: string) => disturbed(name, true));
    call.on('warning-cleared', (name: string) => disturbed(name, false));
  }

  /** Takes another microphone, in a call too. */
  chooseInput(name: string): void {
    this.input.value = name;
    localStorage.setItem(INPUT, name);
    if (this.#device) useDevices(this.#device, name, this.output.peek());
  }

  /** Takes another speaker, in a call too. */
  chooseOutput(name: string): void {
    this.output.value = name;
    localStorage.setItem(OUTPUT, name);
    if (this.#device) useDevices(this.#device, this.input.peek(), name);
  }

  mute(muted: boolean): void {
    this.#call?.mute(muted);
  }

  /** Sends the tone of a key: 0-9, * or #. Keys pressed faster than tones can be sent wait for their turn. */
  press(key: string): void {
    this.#keys += key;
    if (this.#keys.length === 1) this.#sendKeys();
  }

  /** A browser that is given a tone forgets those it has not finished: so one after the other. */
  #sendKeys(): void {
    const [key] = this.#keys;
    if (key === undefined) return;
    this.#call?.sendDigits(key);
    setTimeout(() => {
      this.#keys = this.#keys.slice(1);
      this.#sendKeys();
    }, KEY_MS);
  }

  hangUp(): void {
    this.#call?.disconnect();
  }

  close(): void {
    this.#device?.destroy();
    this.#device = undefined;
    this.#opening = undefined;
    this.state.value = 'off';
  }
}
