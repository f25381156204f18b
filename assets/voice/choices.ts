import { type Signal, signal } from '@preact/signals';
import { SYSTEM_DEFAULT } from './devices';

/** What a device is for. The ringer is a speaker too: loud on the desk, while one talks in a headset. */
export type DeviceRole = 'microphone' | 'speaker' | 'ringer';

const memory = (role: DeviceRole): string => `cordboard.${role}`;
const remembered = (role: DeviceRole): Signal<string> =>
  signal(localStorage.getItem(memory(role)) ?? SYSTEM_DEFAULT);

/** Which devices somebody wants, by their names; remembered in this browser. */
export class DeviceChoices implements Record<DeviceRole, Signal<string>> {
  readonly microphone = remembered('microphone');
  readonly speaker = remembered('speaker');
  readonly ringer = remembered('ringer');

  choose(role: DeviceRole, name: string): void {
    this[role].value = name;
    localStorage.setItem(memory(role), name);
  }
}
