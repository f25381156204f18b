import { type Deps, signToken, tokenContext } from '../../endpoint';
import type { RecordingClaims } from '../recording/link';

/** Twilio fetches it when the agent hears it, perhaps a few times over. Seconds. */
const PLAY_SECONDS = 900;

/** Where Twilio fetches a message from when it plays it to an agent. No request. */
export function messageUrl(deps: Deps, agent: string, recording: string): string {
  const claims: RecordingClaims = { by: agent };
  const token = signToken(
    tokenContext(deps),
    'recording',
    { ...claims, sub: recording, jti: deps.ids.unguessable() },
    PLAY_SECONDS,
  );
  // Without what our addresses have for webhooks only.
  return deps.webhookUrl('/voice/recordings/play', { token }).replace(/#.*$/, '');
}
