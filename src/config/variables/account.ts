import { e164, listOf, sid } from '../values';
import type { Variable } from '../variable';

/** The numbers and services of the account that nothing goes without. */
export const account = () =>
  ({
    callerId: {
      name: 'CALLER_ID',
      meaning: 'The number that is shown to whoever is called. A voice number of this Twilio account.',
      example: '+14155550199',
      parse: e164,
    },
    callerIds: {
      name: 'CALLER_IDS',
      meaning:
        'Further voice numbers of this Twilio account that an agent may choose to be shown, separated by commas.',
      example: '+14155550198',
      fallback: '',
      parse: (text: string) => listOf(text, e164),
    },
    verifyServiceSid: {
      name: 'VERIFY_SERVICE_SID',
      meaning: 'The Twilio Verify service that sends and checks codes.',
      example: 'VA00000000000000000000000000000000',
      parse: (text: string) => sid(text, 'VA'),
    },
    syncServiceSid: {
      name: 'SYNC_SERVICE_SID',
      meaning: 'The Twilio Sync service that holds people, calls and live state.',
      example: 'IS00000000000000000000000000000000',
      parse: (text: string) => sid(text, 'IS'),
    },
  }) as const satisfies Record<string, Variable<unknown>>;
