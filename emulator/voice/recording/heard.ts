import { endOf } from '../audio';
import type { Leg } from '../leg';
import { isAudible } from '../media/playback';

/** Tells of each moment at which the person of a call is heard through a real microphone; returns what ends that. */
export function whenHeard({ core, device, callSid }: Leg, heard: () => void): () => void {
  if (!device) return () => undefined;
  const own = endOf(callSid, device);
  return core.audio.tap({
    spoken: (end, frame) => {
      if (end.callSid === own.callSid && end.address === own.address && isAudible(frame)) heard();
    },
  });
}
