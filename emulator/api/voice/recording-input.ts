import {
  PARTICIPANT_RECORDING_EVENTS,
  RECORDING_EVENTS,
  type RecordingEvent,
  type RecordingPlan,
} from '../../voice/recording/model';
import type { Form } from '../rest';
import { oneOf, subscription } from './input';

/** How a request wants a call recorded; its silence at both ends stays unless `trims` says otherwise. */
export function callRecording(
  form: Form,
  source: RecordingPlan['source'],
  how: { trims: boolean; events?: readonly RecordingEvent[] },
): RecordingPlan {
  const trim = oneOf(form, 'Trim', ['trim-silence', 'do-not-trim'] as const, 20001);
  return {
    source,
    channels: oneOf(form, 'RecordingChannels', ['mono', 'dual'] as const, 20001) === 'dual' ? 2 : 1,
    track: oneOf(form, 'RecordingTrack', ['both', 'inbound', 'outbound'] as const, 20001) ?? 'both',
    trim: trim ? trim === 'trim-silence' : how.trims,
    callback: subscription(form, 'RecordingStatusCallback', how.events ?? RECORDING_EVENTS, ['completed']),
  };
}

/** `Record=true` of a call or a participant. */
export function outboundRecording(form: Form, isParticipant = false): RecordingPlan | undefined {
  const events = isParticipant ? PARTICIPANT_RECORDING_EVENTS : RECORDING_EVENTS;
  // Read in any case, so that what is wrong in it is said.
  const plan = callRecording(form, 'OutboundAPI', { trims: true, events });
  return form.bool('Record') ? plan : undefined;
}

const CONFERENCE_RECORD = ['true', 'false', 'record-from-start', 'do-not-record'] as const;

/** `ConferenceRecord` of a participant. https://www.twilio.com/docs/voice/api/conference-participant-resource */
export function conferenceRecording(form: Form): RecordingPlan | undefined {
  const record = oneOf(form, 'ConferenceRecord', CONFERENCE_RECORD, 20001);
  const trim = oneOf(form, 'ConferenceTrim', ['trim-silence', 'do-not-trim'] as const, 20001);
  const callback = subscription(form, 'ConferenceRecordingStatusCallback', RECORDING_EVENTS, ['completed']);
  if (record !== 'true' && record !== 'record-from-start') return undefined;
  return { source: 'Conference', channels: 1, track: 'both', trim: trim !== 'do-not-trim', callback };
}
