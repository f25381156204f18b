import { computed, signal } from '@preact/signals';
import type { Call, Device } from '@twilio/voice-sdk';
import { DeviceChoices, type DeviceRole } from './choices';
import { makeDevice, useDevices } from './device';
import { Incoming, type Ring, talksHere } from './incoming';
import { askForMicrophone, problemOfMedia, type VoiceProblem, whenAllowed } from './microphone';

/** What disturbs a call, as far as one can do something about it. */
export type Disturbance = 'network' | 'silent' | 'device-lost';

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

/** https://www.twilio.com/docs/api/errors/31401 */
const MICROPHONE_DENIED = 31401;

/** A tone and the pause after it, as the SDK sends them. Milliseconds. */
const KEY_MS = 240;

/** A call that came in and was answered in this tab. Times are milliseconds since the epoch. */
export interface Talk extends Ring {
  /** Both are on the line since. */
  answeredAt: number;
  /** `system`: the microphone or the connection failed. */
  ended?: { at: number; by: 'agent' | 'customer' | 'system' };
}

/** The browser as a telephone. Nothing of it is loaded, and no microphone asked for, before somebody wants to talk here. */
export class BrowserLine {
  readonly state = signal<'off' | 'opening' | 'ready'>('off');
  /** Calls that come for this agent ring here. */
  readonly reachable = signal(false);
  readonly problem = signal<VoiceProblem | undefined>(undefined);
  /** The id of the call that this tab talks in, for one that came in its CallSid; undefined when it talks in none. */
  readonly callId = signal<string | undefined>(undefined);
  /** The call that came in and is, or was last, talked in this tab. */
  readonly talk = signal<Talk | undefined>(undefined);
  /** The id of the call that is supervised through this tab. */
  readonly supervising = signal<string | undefined>(undefined);
  readonly muted = signal(false);
  readonly interrupted = signal(false);
  readonly #disturbances = signal<ReadonlySet<Disturbance>>(new Set());
  readonly disturbances = computed(() => this.#disturbances.value);
  readonly choices = new DeviceChoices();
  readonly incoming: Incoming;
  #device: Device | undefined;
  #call: Call | undefined;
  /** Keys pressed and not yet sent; the first is being sent. */
  #keys = '';
  #opening: Promise<Device> | undefined;
  /** Who is to be told to have ended the call. */
  #endedBy: NonNullable<Talk['ended']>['by'] = 'customer';

  /** `busy`: the agent is in a call, here or elsewhere. */
  constructor(
    private readonly sdkOrigin: string | null,
    busy: () => boolean,
  ) {
    this.incoming = new Incoming(
      () => busy() || this.#call !== undefined,
      (call, ring) => this.#talkIn(call, ring),
    );
  }

  /** Gets the browser ready to talk and to be called; must follow a click. Rejects with `problem` set. */
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
      if (this.problem.peek() === 'denied')
        whenAllowed(() => {
          if (this.problem.peek() === 'denied') this.problem.value = undefined;
        });
      throw error;
    }
    try {
      const device = await makeDevice(this.sdkOrigin);
      this.#device = device;
      await useDevices(device, this.choices);
      this.#beReachable(device);
      this.state.value = 'ready';
      return device;
    } catch (error) {
      this.problem.value = 'network';
      throw error;
    }
  }

  /** Calls out don't wait for this, and go on without. */
  #beReachable(device: Device): void {
    device.on('registered', () => {
      this.reachable.value = true;
    });
    device.on('unregistered', () => {
      this.reachable.value = false;
    });
    device.on('incoming', (call: Call) => {
      this.incoming.came(call);
    });
    // A headset that is plugged in again is used again; one that is gone has given way to the system's.
    device.audio?.on('deviceChange', (lost: MediaDeviceInfo[]) => {
      this.#disturbed('device-lost', lost.length > 0 && this.#call !== undefined);
      if (lost.length === 0) useDevices(device, this.choices);
    });
    device.register().catch(() => undefined);
  }

  /** Talks in the call that /voice/start has allowed. `ended`: the line is over, whoever ended it. */
  async connect(callId: string, ended: () => void): Promise<void> {
    const device = await this.open();
    this.#follow(await device.connect({ params: { callId } }), callId, ended);
  }

  #talkIn(call: Call, ring: Ring): void {
    if (ring.supervises !== undefined) {
      this.supervising.value = ring.supervises;
      this.#follow(call, ring.sid, () => {
        this.supervising.value = undefined;
      });
      return;
    }
    const talk: Talk = { ...ring, answeredAt: Date.now() };
    this.talk.value = talk;
    this.#follow(call, ring.sid, () => {
      this.talk.value = { ...talk, ended: { at: Date.now(), by: this.#endedBy } };
    });
  }

  #follow(call: Call, id: string, ended: () => void): void {
    this.#call = call;
    this.#endedBy = 'customer';
    this.callId.value = id;
    const quiet = talksHere();
    const over = () => {
      if (this.#call !== call) return;
      quiet();
      this.#call = undefined;
      this.callId.value = undefined;
      this.muted.value = false;
      this.interrupted.value = false;
      this.#disturbances.value = new Set();
      ended();
    };
    for (const event of ['disconnect', 'cancel', 'reject'] as const) call.on(event, over);
    call.on('error', ({ code }: { code?: number }) => {
      // An error that the SDK mends by itself is told by 'reconnecting'.
      if (call.status() === 'open' || call.status() === 'reconnecting') return;
      this.#endedBy = 'system';
      if (code === MICROPHONE_DENIED) this.problem.value = 'denied';
      over();
    });
    call.on('mute', (muted: boolean) => {
      this.muted.value = muted;
    });
    call.on('reconnecting', () => {
      this.interrupted.value = true;
    });
    call.on('reconnected', () => {
      this.interrupted.value = false;
    });
    const warned = (name: string, now: boolean) => {
      const kind = DISTURBANCES[name];
      if (kind !== undefined) this.#disturbed(kind, now);
    };
    call.on('warning', (name: string) => warned(name, true));
    call.on('warning-cleared', (name: string) => warned(name, false));
  }

  #disturbed(kind: Disturbance, now: boolean): void {
    const next = new Set(this.#disturbances.peek());
    if (now) next.add(kind);
    else next.delete(kind);
    this.#disturbances.value = next;
  }

  /** Takes another device, in a call too. */
  choose(role: DeviceRole, name: string): void {
    this.choices.choose(role, name);
    if (this.#device) useDevices(this.#device, this.choices);
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
    this.#endedBy = 'agent';
    this.#call?.disconnect();
  }

  /** The end of the call that came in has been seen. */
  putAway(): void {
    if (this.talk.peek()?.ended) this.talk.value = undefined;
  }

  /** No calls here any more, until it is opened again. */
  turnOff(): void {
    this.#device?.destroy();
    this.#device = undefined;
    this.#opening = undefined;
    this.state.value = 'off';
    this.reachable.value = false;
    this.problem.value = undefined;
    this.incoming.clear();
  }

  close(): void {
    this.turnOff();
    this.incoming.close();
  }
}
