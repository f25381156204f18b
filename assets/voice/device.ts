import type { Device } from '@twilio/voice-sdk';
import { twilioToken } from '../session/twilio-token';
import type { DeviceChoices } from './choices';
import { idOf, SYSTEM_DEFAULT } from './devices';
import { openLocally } from './local-socket';

/** Where the build has put the sounds. */
declare const SOUNDS_PATH: string;

const SOUNDS = [
  ...'0123456789sh'.split('').map((key) => `dtmf${key}`),
  'incoming',
  'outgoing',
  'disconnect',
] as const;

/** https://www.twilio.com/docs/api/errors/20104 */
const TOKEN_EXPIRED = 20104;

/** What rings, for trying out a ringer. */
export const RINGTONE = `${SOUNDS_PATH}/incoming.wav`;

/** Puts the device on the chosen microphone, speaker and ringer. What doesn't work gives way to the system's: the call matters more. */
export async function useDevices({ audio }: Device, choices: DeviceChoices): Promise<void> {
  if (!audio) return;
  const [microphone, speaker, ringer] = await Promise.all([
    idOf('audioinput', choices.microphone.peek()),
    idOf('audiooutput', choices.speaker.peek()),
    idOf('audiooutput', choices.ringer.peek()),
  ]);
  const system = () => audio.unsetInputDevice().catch(() => undefined);
  if (microphone === SYSTEM_DEFAULT) await system();
  else await audio.setInputDevice(microphone).catch(system);
  if (!audio.isOutputSelectionSupported) return;
  await audio.speakerDevices.set(speaker).catch(() => undefined);
  await audio.ringtoneDevices.set(ringer).catch(() => undefined);
}

/** A device of Twilio's SDK, which is loaded for it; its token renews itself. `sdkOrigin`: an emulator's. */
export async function makeDevice(sdkOrigin: string | null): Promise<Device> {
  if (sdkOrigin !== null) openLocally(sdkOrigin);
  const [{ Device }, token] = await Promise.all([import('./sdk'), twilioToken()]);
  const options: object = {
    logLevel: 'silent',
    closeProtection: false,
    sounds: Object.fromEntries(SOUNDS.map((name) => [name, `${SOUNDS_PATH}/${name}.wav`])),
    // `chunderw` is how the SDK names where its signalling goes.
    ...(sdkOrigin === null ? {} : { chunderw: new URL(sdkOrigin).host, publishEvents: false }),
  };
  const device = new Device(token, options);
  const renew = () => {
    twilioToken().then(
      (fresh) => device.updateToken(fresh),
      () => undefined,
    );
  };
  device.on('tokenWillExpire', renew);
  // Without a listener the SDK throws; what matters about a call's error is told by the call.
  device.on('error', ({ code }: { code?: number }) => {
    // A computer that slept has missed the warning.
    if (code === TOKEN_EXPIRED) renew();
  });
  return device;
}
