import type { Device, Place, Sound } from './device';

/** One end of a call: the device a leg leads to. A call between two devices has two ends with one SID. */
export interface CallEnd {
  callSid: string;
  /** The device's address. */
  address: string;
}

/** Told of all that each end of a call is to hear, as the devices are, so that audio can follow the captions. */
export interface AudioListener {
  hear(end: CallEnd, sound: Sound): void;
  /** The person at this end said something, as a caption; into a real microphone they speak themselves. */
  said?(end: CallEnd, text: string): void;
  /** The person at this end pressed keys. */
  pressed?(end: CallEnd, digits: string): void;
  hush(end: CallEnd): void;
  placed(end: CallEnd, place: Place): void;
  over(end: CallEnd): void;
}

/** A device's end of a call. */
export const endOf = (callSid: string, device: Pick<Device, 'address'>): CallEnd => ({
  callSid,
  address: device.address,
});
