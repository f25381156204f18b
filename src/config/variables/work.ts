import { parseDispositions } from '../dispositions';
import { parseHours } from '../hours';
import { oneOf, optional, sid, someOf, webAddress, whole, zone } from '../values';
import type { Variable } from '../variable';

/** Incoming work: TaskRouter, when calls are taken, what callers hear. */
export const work = () =>
  ({
    workspaceSid: {
      name: 'WORKSPACE_SID',
      meaning:
        'The TaskRouter workspace whose events count. Without it those of every workspace of the account do.',
      example: 'WS00000000000000000000000000000000',
      fallback: '',
      parse: (text: string) => optional(text, (given) => sid(given, 'WS')),
    },
    workflowSid: {
      name: 'WORKFLOW_SID',
      meaning:
        'The TaskRouter workflow that gives out incoming work. Without it nobody can be called by a customer.',
      example: 'WW00000000000000000000000000000000',
      fallback: '',
      parse: (text: string) => optional(text, (given) => sid(given, 'WW')),
    },
    eligibleActivities: {
      name: 'ELIGIBLE_ACTIVITIES',
      meaning:
        'Activities that count as at work in queue-status, separated by commas. Upper and lower case are the same.',
      example: 'in-call,post-call,available',
      fallback: 'in-call,post-call,available',
      parse: (text: string) => someOf(text, (name) => name.toLowerCase(), 'in-call,post-call,available'),
    },
    afterCallSeconds: {
      name: 'AFTER_CALL_SECONDS',
      meaning: "How long an agent has for the note after a customer's call before the next one may come.",
      example: '60',
      fallback: '60',
      parse: (text: string) => whole(text, 5, 3600),
    },
    dispositions: {
      name: 'DISPOSITIONS',
      meaning:
        'What may come of a call: lists for sales, support, and * for every other call, separated by semicolons; in each at most 9 words, separated by commas.',
      example: 'sales:sold,follow-up,no-sale;support:resolved,escalated;*:other',
      fallback:
        'sales:sold,no-sale,follow-up,wrong-number,other;support:resolved,follow-up,wrong-number,other;*:resolved,follow-up,sold,no-sale,wrong-number,other',
      parse: parseDispositions,
    },
    businessHours: {
      name: 'BUSINESS_HOURS',
      meaning:
        'When calls are taken, in TIME_ZONE: days and times, separated by semicolons. Without it always.',
      example: 'mon-fri 08:00-18:00; sat 09:00-13:00',
      fallback: '',
      parse: parseHours,
    },
    timeZone: {
      name: 'TIME_ZONE',
      meaning: 'The time zone of BUSINESS_HOURS, by its IANA name.',
      example: 'America/New_York',
      fallback: 'UTC',
      parse: zone,
    },
    callbacks: {
      name: 'CALLBACKS',
      meaning: 'Whether a caller who waits may leave their number and be called back: on or off.',
      example: 'on',
      fallback: 'on',
      parse: (text: string) => oneOf(text, ['on', 'off']) === 'on',
    },
    callbackAttempts: {
      name: 'CALLBACK_ATTEMPTS',
      meaning: 'How often it is tried to call a caller back.',
      example: '3',
      fallback: '3',
      parse: (text: string) => whole(text, 1, 10),
    },
    callbackMinutes: {
      name: 'CALLBACK_MINUTES',
      meaning: 'How long after a callback that reached nobody the next one is tried.',
      example: '15',
      fallback: '15',
      parse: (text: string) => whole(text, 1, 1440),
    },
    voicemailSeconds: {
      name: 'VOICEMAIL_SECONDS',
      meaning:
        'How long a message may be that a caller leaves after hours, or instead of waiting. 0: nobody can leave one.',
      example: '120',
      fallback: '120',
      // A longer one does not fit the answer that Twilio plays it from.
      parse: (text: string) => whole(text, 0, 120),
    },
    waitMusic: {
      name: 'WAIT_MUSIC',
      meaning: 'Address of the music for callers who wait, best half a minute. Without it one of our own.',
      example: 'https://example.com/music.mp3',
      fallback: '',
      parse: (text: string) => optional(text, webAddress),
    },
  }) as const satisfies Record<string, Variable<unknown>>;
