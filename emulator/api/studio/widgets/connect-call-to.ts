import { FlowFailure } from '../errors';
import { tag } from '../twiml';
import type { Widget } from './widget';

const NOUNS: Record<string, string> = {
  number: 'Number',
  'number-multi': 'Number',
  client: 'Client',
  conference: 'Conference',
};
/** Twilio's nouns that the emulator does not have. */
const MISSING = ['sip', 'sim'];

/** Connects the caller to somebody. https://www.twilio.com/docs/studio/widget-library/connect-call-to */
export const connectCallTo: Widget = {
  properties: {
    noun: 'text',
    to: 'text',
    caller_id: 'text',
    timeout: 'whole',
    time_limit: 'text',
    record: 'flag',
    sip_endpoint: 'text',
    sip_username: 'text',
    sip_password: 'text',
  },
  required: ['noun', 'caller_id'],
  events: ['callCompleted', 'hangup'],
  voice: true,
  problems: ({ properties: { noun, to } }) => {
    const known = [...Object.keys(NOUNS), ...MISSING];
    if (!known.includes(String(noun)))
      return [{ path: 'properties/noun', message: `noun must be one of ${known.join(', ')}` }];
    return to || MISSING.includes(String(noun))
      ? []
      : [{ path: 'properties/to', message: `a ${noun} needs to` }];
  },
  lacks: ({ properties: { noun, record } }) => {
    if (MISSING.includes(String(noun))) return `the noun ${noun}`;
    return record === true ? 'the property record' : undefined;
  },
  run: (run) => {
    const noun = NOUNS[run.text('noun') ?? ''] ?? 'Number';
    const to = (run.text('to') ?? '').split(',').map((one) => one.trim());
    if (to.includes('')) throw new FlowFailure('there is nobody to connect to: to is blank');
    const who = noun === 'Client' ? to.map((one) => one.replace(/^client:/, '')) : to;
    return {
      verbs: [
        tag(
          'Dial',
          {
            action: run.url('dial'),
            callerId: noun === 'Conference' ? undefined : run.text('caller_id'),
            timeout: run.whole('timeout'),
            timeLimit: run.text('time_limit'),
          },
          ...who.map((one) => tag(noun, {}, one)),
        ),
      ],
    };
  },
  back: ({ over }) => (over ? 'hangup' : 'callCompleted'),
  hangup: 'hangup',
};
