import type { Timer } from '../clock';
import { type AudioListener, type CallEnd, endOf } from './audio';
import type { Core } from './core';
import type { Device, DeviceLeg, LegEnd, Place, Sound } from './device';

const RING_SECONDS = 60;

/**
 * A call from one device to another, with no Twilio in between: two people ring each other up. It is no call of the
 * account, so there is no record of it, no webhook and no TwiML.
 */
export class DirectCall {
  readonly caller: DeviceLeg;
  readonly callSid: string;
  #state: 'dialling' | 'ringing' | 'talking' | 'over' = 'dialling';
  #timer: Timer;

  constructor(
    private readonly core: Core,
    private readonly from: Device,
    private readonly to: string,
  ) {
    this.callSid = core.kernel.ids.sid('CA');
    this.caller = this.#end(from, () => this.#callee);
    this.#tell(`${from.address} calls ${to} directly`);
    // Not at once: the device first has to know which call this is.
    this.#timer = core.kernel.clock.setTimeout(() => this.#ring(), 0);
    core.direct.add(this);
  }

  /** Ends it for both, without a reason they would have given. */
  forget(): void {
    this.#over('completed');
  }

  /** Both devices, while they talk. */
  get talkers(): Device[] {
    const callee = this.#callee;
    return this.#state === 'talking' && callee ? [this.from, callee] : [];
  }

  get #callee(): Device | undefined {
    return this.core.devices.find(this.to);
  }

  #ring(): void {
    const callee = this.#callee;
    if (!callee || callee === this.from) {
      this.#over('failed');
      return;
    }
    this.#state = 'ringing';
    this.#timer = this.core.kernel.clock.setTimeout(() => this.#over('no-answer'), RING_SECONDS * 1000);
    this.#hear(this.from, { kind: 'tone', name: 'ringing' });
    callee.invite(this.#end(callee, () => this.from));
  }

  #end(own: Device, other: () => Device | undefined): DeviceLeg {
    const outgoing = own === this.from;
    const send = (sound: Sound) => {
      const device = other();
      if (this.#state === 'talking' && device) this.#hear(device, sound);
    };
    return {
      callSid: this.callSid,
      direction: outgoing ? 'inbound' : 'outbound-dial',
      from: this.from.address,
      to: this.to,
      answer: () => {
        if (!outgoing) this.#talk();
      },
      refuse: () => {
        if (!outgoing && this.#state === 'ringing') this.#over('busy');
      },
      hangup: () => this.#over(this.#state === 'talking' ? 'completed' : outgoing ? 'canceled' : 'busy'),
      press: (digits) => {
        if (this.#state === 'talking') this.#audio(own, (audio, end) => audio.pressed?.(end, digits));
        send({ kind: 'tone', name: 'dtmf', digits });
      },
      say: (text) => {
        if (this.#state === 'talking') this.#audio(own, (audio, end) => audio.said?.(end, text));
        send({ kind: 'voice', text, from: own.address });
      },
    };
  }

  #talk(): void {
    if (this.#state !== 'ringing') return;
    this.#state = 'talking';
    this.#timer.cancel();
    this.from.hush?.(this.callSid);
    this.#audio(this.from, (audio, end) => audio.hush(end));
    this.#place(this.from, this.to);
    if (this.#callee) this.#place(this.#callee, this.from.address);
    this.#tell(`${this.to} answers ${this.from.address}`);
  }

  #over(why: LegEnd): void {
    if (this.#state === 'over') return;
    const rang = this.#state !== 'dialling';
    this.#state = 'over';
    this.#timer.cancel();
    this.core.direct.delete(this);
    this.#tell(`The direct call from ${this.from.address} to ${this.to} is over: ${why}`);
    for (const device of [this.from, ...(rang && this.#callee ? [this.#callee] : [])]) {
      this.#audio(device, (audio, end) => audio.over(end));
      device.ended(this.callSid, why);
    }
  }

  #hear(device: Device, sound: Sound): void {
    device.hear(this.callSid, sound);
    this.#audio(device, (audio, end) => audio.hear(end, sound));
  }

  #place(device: Device, other: string): void {
    const place: Place = { kind: 'call', with: other };
    device.placed?.(this.callSid, place);
    this.#audio(device, (audio, end) => audio.placed(end, place));
  }

  #audio(device: Device, tell: (audio: AudioListener, end: CallEnd) => void): void {
    tell(this.core.audio, endOf(this.callSid, device));
  }

  #tell(summary: string): void {
    this.core.kernel.timeline.add({ kind: 'call', summary, callSid: this.callSid });
  }
}
