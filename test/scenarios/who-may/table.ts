import type { Purpose } from '../../../src/endpoint/tokens';
import { CARL } from '../../harness/world';

/** How a wrong caller is answered. The platform, which answers in the function's place, has no code of ours. */
export type Refusal = [status: number, code?: string];

/**
 * What a function that acts on a call wants beside `callId`, so that nothing but the caller is wrong. Whoever adds such
 * a function adds this; one that wants nothing else needs no line.
 */
export const WANTS: Record<string, object> = {
  '/voice/mute': { muted: true },
  '/voice/dtmf': { digits: '1' },
  '/calls/add': { RecipientNumber: '+14155550127' },
  '/calls/remove': { participant: 'g101aaaaaa' },
  '/calls/announce': { text: 'Hello' },
  '/transfer/cold': { RecipientNumber: '+14155550127' },
  '/transfer/warm': { RecipientNumber: '+14155550127' },
  '/voice/recordings/link': { recording: `RE${'0'.repeat(32)}` },
};

/** How a function answers about one's own call when it has ended, where that isn't 409 `call_ended`; `may`: it is theirs to do. */
export const ENDED: Record<string, Refusal | 'may'> = {
  // A note about it is theirs to write.
  '/taskrouter/complete': 'may',
  // To look at it, and to end it once more, is nobody's mistake.
  '/calls/state': [200],
  '/calls/hangup': [200],
  // It was offered to nobody.
  '/taskrouter/reject': [409, 'conflict'],
  // There may be recordings of it, but not this one.
  '/voice/recordings/link': [404, 'not_found'],
};

/** How a function answers about somebody else's call that has ended, where that isn't 404 `not_found`. */
export const FORGOTTEN: Record<string, Refusal> = {};

/** What opens a function without a session. */
export type Opener =
  /** Nothing is asked, or a code that was sent: whoever comes is right, but for a page of another site. */
  | { by: 'nothing' }
  /** The refresh cookie. */
  | { by: 'cookie' }
  /** A token among the fields, which is good for this alone. */
  | { by: 'token'; purpose: Purpose; fields?: object };

/** Whoever adds a public function says here what opens it. */
export const PUBLIC: Record<string, Opener> = {
  '/page-config': { by: 'nothing' },
  '/setup/email/init': { by: 'nothing' },
  '/setup/email/validate': { by: 'nothing' },
  '/setup/phone/init': { by: 'token', purpose: 'phone-setup', fields: { phoneNumber: CARL.phone } },
  '/setup/phone/validate': { by: 'token', purpose: 'phone-validate', fields: { code: '123456' } },
  '/session/refresh': { by: 'cookie' },
  // Whoever has no session is signed out already.
  '/session/end': { by: 'nothing' },
  '/task/get-sync-grant': { by: 'token', purpose: 'access' },
  '/voice/recordings/play': { by: 'token', purpose: 'recording' },
};
