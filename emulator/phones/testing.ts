import type { Kernel } from '../product';
import type { Device, DeviceDirectory, DeviceLeg, LegEnd, VoiceEngine } from '../voice/device';

/** A leg that writes down what its device does with it. */
export class RecordedLeg implements DeviceLeg {
  readonly done: string[] = [];
  over = false;

  constructor(
    readonly callSid: string,
    readonly direction: DeviceLeg['direction'],
    readonly from: string,
    readonly to: string,
    readonly device: Device,
  ) {}

  answer(as: 'human' | 'machine' = 'human'): void {
    this.done.push(`answer ${as}`);
  }

  refuse(how: 'declined' | 'busy'): void {
    this.done.push(`refuse ${how}`);
    this.end('busy');
  }

  hangup(): void {
    this.done.push('hangup');
    this.end('completed');
  }

  press(digits: string): void {
    this.done.push(`press ${digits}`);
  }

  say(text: string): void {
    this.done.push(`say ${text}`);
  }

  /** The far side, or the engine, ends the leg. */
  end(why: LegEnd): void {
    if (this.over) return;
    this.over = true;
    this.device.ended(this.callSid, why);
  }

  hears(text: string): void {
    this.device.hear(this.callSid, { kind: 'speech', text, seconds: 2 });
  }
}

/** A voice engine without a voice: it rings devices and writes down what they do. For tests of what stands around it. */
export class RecordedEngine implements VoiceEngine {
  readonly legs: RecordedLeg[] = [];

  constructor(
    private readonly kernel: Kernel,
    private readonly devices: DeviceDirectory,
  ) {}

  /** An incoming call at `to`. Throws when there is no such device. */
  ring(to: string, from = '+14155550199'): RecordedLeg {
    const device = this.devices.find(to);
    if (!device) throw new Error(`${to} does not exist`);
    const leg = this.#leg('outbound-api', from, to, device);
    device.invite(leg);
    return leg;
  }

  placeCall(from: Device, to: string): DeviceLeg {
    return this.#leg('inbound', from.address, to, from);
  }

  endAll(): void {
    for (const leg of this.legs) leg.end('completed');
  }

  #leg(direction: DeviceLeg['direction'], from: string, to: string, device: Device): RecordedLeg {
    const leg = new RecordedLeg(this.kernel.ids.sid('CA'), direction, from, to, device);
    this.legs.push(leg);
    return leg;
  }
}
