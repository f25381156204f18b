import { tag } from '../twiml';
import { prompt } from './say-play';
import type { Widget } from './widget';

/** Waits for keys or speech. https://www.twilio.com/docs/studio/widget-library/gather-input-call */
export const gatherInputOnCall: Widget = {
  properties: {
    say: 'text',
    play: 'text',
    voice: 'text',
    language: 'text',
    loop: 'whole',
    timeout: 'whole',
    finish_on_key: 'text',
    stop_gather: 'flag',
    number_of_digits: 'whole',
    hints: 'text',
    gather_language: 'text',
    speech_timeout: 'text',
    speech_model: 'text',
    profanity_filter: 'text',
    save_response_as: 'text',
  },
  events: ['keypress', 'speech', 'timeout'],
  voice: true,
  lacks: ({ properties }) => (properties.save_response_as ? 'the property save_response_as' : undefined),
  run: (run) => ({
    verbs: [
      tag(
        'Gather',
        {
          input: 'dtmf speech',
          action: run.url('gather'),
          timeout: run.whole('timeout'),
          finishOnKey: run.text('finish_on_key'),
          numDigits: run.flag('stop_gather') === false ? undefined : run.whole('number_of_digits'),
          language: run.text('gather_language'),
          hints: run.text('hints'),
          speechTimeout: run.text('speech_timeout'),
          speechModel: run.text('speech_model'),
          profanityFilter: run.text('profanity_filter'),
        },
        ...prompt(run),
      ),
      tag('Redirect', {}, run.url('timeout')),
    ],
  }),
  back: ({ event, params }) => {
    if (event !== 'gather') return event;
    if (params.SpeechResult) return 'speech';
    return params.Digits ? 'keypress' : 'timeout';
  },
};
