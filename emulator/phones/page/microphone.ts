import { signal } from '@preact/signals';
import { ask, refusal } from './api';

/** What is held to a handset: this computer's microphone, and where its sound comes out. */
interface Held {
  connection: RTCPeerConnection;
  microphone: MediaStream;
  speaker: HTMLAudioElement;
}

const held = new Map<string, Held>();
/** The numbers of the handsets that this computer's microphone is held to, and those that are about to be. */
export const holding = signal<ReadonlySet<string>>(new Set());

const show = (number: string, on: boolean): void => {
  const next = new Set(holding.value);
  if (on) next.add(number);
  else next.delete(number);
  holding.value = next;
};

/**
 * Holds this computer's microphone and loudspeaker to a handset, in this call and all that follow, until it is let go or
 * the page is closed. What goes wrong is shown where refusals are.
 */
export async function hold(number: string): Promise<void> {
  show(number, true);
  try {
    // Two handsets on one table: each would hear the other's loudspeaker.
    const microphone = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    const connection = new RTCPeerConnection();
    const speaker = new Audio();
    held.set(number, { connection, microphone, speaker });
    connection.ontrack = ({ streams, track }) => {
      speaker.srcObject = streams[0] ?? new MediaStream([track]);
      // It was asked for by a click, so the browser lets it sound.
      void speaker.play();
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'failed') {
        refusal.value =
          'The connection to the emulator’s audio was lost. Hold the microphone to the phone again.';
        letGo(number);
      }
    };
    for (const track of microphone.getTracks()) connection.addTrack(track, microphone);
    await connection.setLocalDescription(await connection.createOffer());
    await gathered(connection);
    const answer = await ask('POST', `/phones/${encodeURIComponent(number)}/media`, {
      sdp: connection.localDescription?.sdp ?? '',
    });
    if (!answer) letGo(number);
    else if (held.has(number))
      await connection.setRemoteDescription({ type: 'answer', sdp: (answer as { sdp: string }).sdp });
  } catch (error) {
    refusal.value = explain(error);
    letGo(number);
  }
}

/** Takes the microphone away from the handset. */
export function letGo(number: string): void {
  const gone = held.get(number);
  held.delete(number);
  show(number, false);
  gone?.connection.close();
  for (const track of gone?.microphone.getTracks() ?? []) track.stop();
  if (gone) gone.speaker.srcObject = null;
}

/** The emulator takes no candidates one by one: the offer is sent when it has all of them. */
function gathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (connection.iceGatheringState === 'complete') resolve();
    };
    connection.addEventListener('icegatheringstatechange', look);
    look();
    // One that is slow to look for others: what there is will do on this machine.
    setTimeout(resolve, 1000);
  });
}

function explain(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError')
    return 'The browser does not let this page use the microphone. Allow it beside the address, then try again.';
  if (name === 'NotFoundError') return 'This computer has no microphone. Plug one in, then try again.';
  if (name === 'NotReadableError') return 'Another program holds the microphone. Close it, then try again.';
  return `The microphone cannot be used: ${error instanceof Error ? error.message : String(error)}`;
}
