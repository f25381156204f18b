import { e164, listOf, oneOf, rings, whole } from '../values';
import type { Variable } from '../variable';

/** What may be called, how often, and what becomes of a call. */
export const calls = () =>
  ({
    doNotCall: {
      name: 'DO_NOT_CALL',
      meaning: 'Numbers that are never called, in E.164 form, separated by commas.',
      example: '+14155550142',
      fallback: '',
      parse: (text: string) => listOf(text, e164),
    },
    ringSeconds: {
      name: 'RING_SECONDS',
      meaning: 'How long a phone rings: the agent, then the customer, in seconds.',
      example: '20,30',
      fallback: '20,30',
      parse: rings,
    },
    voicemailDetection: {
      name: 'VOICEMAIL_DETECTION',
      meaning:
        'When a machine answers the customer: off, tell the agent, or hangup. Twilio charges for the detection.',
      example: 'off',
      fallback: 'off',
      parse: (text: string) => oneOf(text, ['off', 'tell', 'hangup']),
    },
    maxLiveCalls: {
      name: 'MAX_LIVE_CALLS',
      meaning: 'How many calls may be under way at once, over all agents.',
      example: '20',
      fallback: '20',
      parse: (text: string) => whole(text, 1, 1000),
    },
    maxCallsPerHour: {
      name: 'MAX_CALLS_PER_HOUR',
      meaning: 'How many calls one agent may start in an hour.',
      example: '60',
      fallback: '60',
      parse: (text: string) => whole(text, 1, 1000),
    },
    historyDays: {
      name: 'HISTORY_DAYS',
      meaning: 'How long an ended call stays in the history.',
      example: '30',
      fallback: '30',
      // Sync keeps an item for a year at most. https://www.twilio.com/docs/sync/limits
      parse: (text: string) => whole(text, 1, 365),
    },
  }) as const satisfies Record<string, Variable<unknown>>;
