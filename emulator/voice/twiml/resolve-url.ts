import { TwimlFailure } from './failure';
import type { Scene } from './scene';

/**
 * A URL as written in TwiML, made absolute against the document it stands in. TwiML given inline has no document, so a
 * relative URL in it is an error, as it is at Twilio (11100). https://www.twilio.com/docs/api/errors/11100
 */
export function resolveUrl(scene: Scene, written: string): string {
  try {
    const url = new URL(written, scene.document?.url);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url.href;
  } catch {
    // Falls through to the one error below.
  }
  throw new TwimlFailure(11100, `Invalid URL format: ${written}`, scene.document?.url);
}
