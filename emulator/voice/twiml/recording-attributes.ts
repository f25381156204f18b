import type { Track } from '../media/recorder';
import type { Subscription } from '../model';
import { RECORDING_EVENTS, type RecordingEvent } from '../recording/model';
import type { Attributes } from './attributes';

/** What `<Record>`, `<Dial>` and `<Conference>` say alike of a recording. */
export const RECORDING_ATTRIBUTES = [
  'trim',
  'recordingStatusCallback',
  'recordingStatusCallbackMethod',
  'recordingStatusCallbackEvent',
] as const;

/** Where its events go, and which. https://www.twilio.com/docs/voice/twiml/dial#recordingstatuscallbackevent */
export function recordingCallback(attributes: Attributes): Subscription<RecordingEvent> | undefined {
  const to = attributes.target('recordingStatusCallback', 'recordingStatusCallbackMethod');
  const events = attributes.words('recordingStatusCallbackEvent', RECORDING_EVENTS) ?? ['completed'];
  return to && { ...to, events };
}

/** Whether silence at both ends is cut off; it is unless TwiML says otherwise. */
export const isTrimmed = (attributes: Attributes): boolean =>
  attributes.oneOf('trim', ['trim-silence', 'do-not-trim'], 'trim-silence') === 'trim-silence';

/** https://www.twilio.com/docs/voice/twiml/dial#recordingtrack */
export const trackOf = (attributes: Attributes): Track =>
  attributes.oneOf('recordingTrack', ['both', 'inbound', 'outbound'] as const, 'both');
