import { tag } from '../twiml';
import type { Widget } from './widget';

/** Records what the caller says. https://www.twilio.com/docs/studio/widget-library/record-voicemail */
export const recordVoicemail: Widget = {
  properties: {
    timeout: 'whole',
    finish_on_key: 'text',
    max_length: 'whole',
    play_beep: 'text',
    trim: 'text',
    transcribe: 'flag',
    transcription_callback_url: 'text',
    recording_status_callback_url: 'text',
  },
  events: ['recordingComplete', 'noAudio', 'hangup'],
  voice: true,
  run: (run) => ({
    verbs: [
      tag('Record', {
        action: run.url('record'),
        timeout: run.whole('timeout'),
        finishOnKey: run.text('finish_on_key'),
        maxLength: run.whole('max_length'),
        playBeep: run.text('play_beep'),
        trim: run.text('trim'),
        transcribe: run.flag('transcribe'),
        transcribeCallback: run.text('transcription_callback_url'),
        recordingStatusCallback: run.text('recording_status_callback_url'),
      }),
      // Twilio goes on to the next verb when nobody said anything.
      tag('Redirect', {}, run.url('noAudio')),
    ],
  }),
  back: ({ event, params, over }) => {
    if (over || params.Digits === 'hangup') return 'hangup';
    return event === 'record' ? 'recordingComplete' : event;
  },
  hangup: 'hangup',
};
