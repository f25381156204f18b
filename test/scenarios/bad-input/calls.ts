import { ADA } from '../../harness/world';
import { badNumbers } from './numbers';
import { BELLE, CUSTOMER, DO_NOT_CALL, type Row, rows, type Scene } from './scene';

const START = '/phone-to-phone/start';
const UNKNOWN = `${'0'.repeat(9)}${'a'.repeat(12)}`;

const ada = (json: object) => (at: Scene) => ({ token: at.ada.accessToken, json });
const to = (RecipientNumber: string, more: object = {}) => ada({ RecipientNumber, ...more });

const start = [
  ...badNumbers(START, 'RecipientNumber', ada({})),
  ...rows(START, [400, 'invalid_input', 'RecipientNumber'], {
    'number: nothing in it': to(' '),
    'number: given twice': (at) => ({
      token: at.ada.accessToken,
      form: [
        ['RecipientNumber', CUSTOMER],
        ['RecipientNumber', BELLE.phone],
      ],
    }),
  }),
  ...rows(START, [422, 'number_not_allowed', 'RecipientNumber'], {
    'number: the own one': to(ADA.phone),
    'number: do not call': to(DO_NOT_CALL),
  }),
  ...rows(START, [403, 'forbidden', 'AgentNumber'], {
    "somebody else's phone": to(CUSTOMER, { AgentNumber: BELLE.phone }),
  }),
  ...rows(START, [400, 'invalid_input', 'AgentNumber'], {
    'a phone that is none': to(CUSTOMER, { AgentNumber: 7 }),
  }),
  ...rows(START, [400, 'invalid_input', 'ConferenceName'], {
    'a label that is too long': to(CUSTOMER, { ConferenceName: 'x'.repeat(65) }),
    'a label that is no text': to(CUSTOMER, { ConferenceName: {} }),
  }),
];

const oneCall = ['/calls/state', '/calls/hangup'].flatMap((endpoint) => [
  ...rows(endpoint, [400, 'invalid_input', 'callId'], {
    'an id that is none': ada({ callId: '../live' }),
    'an id that is no text': ada({ callId: { a: 1 } }),
  }),
  ...rows(endpoint, [404, 'not_found', 'callId'], { 'an id that nobody knows': ada({ callId: UNKNOWN }) }),
  ...rows(endpoint, [403, 'forbidden'], { "somebody else's call": (at) => ada({ callId: at.call })(at) }),
]);

const LIMITS = [0, 51, -1, 1.5, 'x', '', null, [1, 2], {}];
const history = [
  ...rows(
    '/calls/history',
    [400, 'invalid_input', 'limit'],
    Object.fromEntries(LIMITS.map((limit) => [`limit: ${JSON.stringify(limit)}`, ada({ limit })])),
  ),
  ...rows('/calls/history', [400, 'invalid_input', 'before'], {
    'a page that is none': ada({ before: 'live' }),
  }),
];

const whose = ['/calls/history', '/calls/state', '/calls/export'].flatMap((endpoint) => [
  ...rows(endpoint, [400, 'invalid_input', 'agent'], {
    'an agent whose id is none': ada({ agent: '../agents' }),
    'an agent that is no text': ada({ agent: ['a'] }),
  }),
  ...rows(endpoint, [403, 'forbidden', 'agent'], {
    'another agent, by who is no supervisor': (at) => ada({ agent: at.belle.agentId })(at),
    'an agent whom nobody knows': ada({ agent: 'a'.repeat(20) }),
  }),
]);

const EXPORT = '/calls/export';
const MOMENTS = ['yesterday', '2026-13-01', '2026-11-21T09:00', '', 7, {}];
const exported = [
  ...['from', 'to'].flatMap((field) =>
    rows(
      EXPORT,
      [400, 'invalid_input', field],
      Object.fromEntries(
        MOMENTS.map((moment) => [`${field}: ${JSON.stringify(moment)}`, ada({ [field]: moment })]),
      ),
    ),
  ),
  ...rows(EXPORT, [400, 'invalid_input', 'to'], {
    'an end before its beginning': ada({ from: '2026-11-21', to: '2026-11-20' }),
  }),
  ...rows(EXPORT, [400, 'invalid_input', 'cursor'], {
    'a cursor that is none': ada({ cursor: '../agents' }),
  }),
  ...rows(EXPORT, [403, 'forbidden', 'agent'], {
    "everybody's, by who is no supervisor": ada({ agent: 'all' }),
  }),
];

/** What Twilio signed is let in; what it is about may still be unknown. */
const webhooks = ['dial-recipient', 'leave', 'announce', 'status'].flatMap((name) => {
  const endpoint = `/phone-to-phone/${name}`;
  const about = (query: Record<string, string>) => ({
    query: { leg: 'agent', ...query },
    form: { CallSid: `CA${'0'.repeat(32)}`, Digits: '1', CallStatus: 'completed', SequenceNumber: '9' },
    signed: true,
  });
  const report = name === 'status';
  return [
    // TwiML for whoever is on the line; a report wants none.
    ...rows(endpoint, report ? [204] : [200], {
      'a call that nobody knows': ({ belle }) => about({ agent: belle.agentId, call: UNKNOWN }),
      'an agent whom nobody knows': ({ call }) => about({ agent: 'a'.repeat(20), call }),
      "another agent's call": (at) => about({ agent: at.ada.agentId, call: at.call }),
    }),
    ...(report
      ? []
      : rows(endpoint, [200], {
          'a line that is not of that call': ({ call, belle }) => about({ agent: belle.agentId, call }),
        })),
    ...rows(endpoint, report ? [400, 'invalid_input', 'call'] : [200], {
      'no call': ({ belle }) => about({ agent: belle.agentId }),
      'a call id that is none': ({ belle }) => about({ agent: belle.agentId, call: '../live' }),
    }),
  ];
});

/** Reports that Twilio signed, of lines that are not that call's: nothing of the call may change. */
const FOREIGN = { CallSid: `CA${'0'.repeat(32)}`, ConferenceSid: `CF${'0'.repeat(32)}`, SequenceNumber: '9' };
const foreign = (leg: string, fields: Record<string, string>) => (at: Scene) => ({
  query: { leg, agent: at.belle.agentId, call: at.call },
  form: { ...FOREIGN, ...fields },
  signed: true as const,
});
const LINES = ['agent', 'customer'].flatMap((leg) => [
  ...['ringing', 'in-progress', 'completed'].map(
    (CallStatus) => [`${leg} ${CallStatus}`, foreign(leg, { CallStatus })] as const,
  ),
  ...['participant-join', 'participant-leave'].map(
    (StatusCallbackEvent) =>
      [
        `${leg} ${StatusCallbackEvent}`,
        foreign('conference', { StatusCallbackEvent, ParticipantLabel: leg }),
      ] as const,
  ),
]);
const reports = rows(
  '/phone-to-phone/status',
  [204],
  Object.fromEntries(LINES.map(([what, asked]) => [`a line that is not of that call: ${what}`, asked])),
);

/** What the functions around calls must refuse. */
export const CALLS: Row[] = [
  ...start,
  ...oneCall,
  ...history,
  ...whose,
  ...exported,
  ...webhooks,
  ...reports,
];
