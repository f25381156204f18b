/** Why nobody can talk here. */
export type VoiceProblem = 'denied' | 'no-microphone' | 'in-use' | 'unsupported' | 'network';

/** What a refused microphone means. https://developer.mozilla.org/docs/Web/API/MediaDevices/getUserMedia#exceptions */
export function problemOfMedia(error: unknown): VoiceProblem {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no-microphone';
    case 'NotReadableError':
    case 'AbortError':
      return 'in-use';
    default:
      return 'unsupported';
  }
}

/** Asks for the microphone, which the browser may ask the person about, and lets it go again. Rejects with the browser's error. */
export async function askForMicrophone(): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const track of stream.getTracks()) track.stop();
}

/** Calls once the microphone, which was refused, has been allowed in the browser's settings; where the browser tells. */
export async function whenAllowed(allowed: () => void): Promise<void> {
  const permission = await navigator.permissions
    .query({ name: 'microphone' as PermissionName })
    .catch(() => undefined);
  permission?.addEventListener('change', () => {
    if (permission.state !== 'denied') allowed();
  });
}
