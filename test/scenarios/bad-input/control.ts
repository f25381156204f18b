import { badNumbers } from './numbers';
import { ada, BELLE, belle, CUSTOMER, DO_NOT_CALL, ofAnyCall, type Row, rows, UNKNOWN_CALL } from './scene';

const NOBODY = 'g101aaaaaa';
const COLLEAGUE = 'a'.repeat(20);

/** What each function wants beside the call; with it, it would do something. */
const GOOD: Record<string, object> = {
  '/voice/hold/start': {},
  '/voice/hold/stop': {},
  '/voice/mute': { muted: true },
  '/voice/dtmf': { digits: '1' },
  '/calls/add': { RecipientNumber: CUSTOMER },
  '/calls/remove': { participant: NOBODY },
  '/calls/announce': { text: 'Hello' },
};
const SUPERVISE = ['listen', 'whisper', 'barge', 'stop'].map((name) => `/supervise/${name}`);

const everyOne = Object.entries(GOOD).flatMap(([endpoint, good]) => [
  ...ofAnyCall(endpoint, good),
  ...(endpoint === '/calls/remove'
    ? []
    : rows(endpoint, [409, 'not_connected', 'participant'], { 'a call that nobody is in yet': belle(good) })),
]);

const supervisors = SUPERVISE.flatMap((endpoint) =>
  rows(endpoint, [403, 'forbidden'], {
    'the role of an agent': (at) => ada({ callId: at.call })(at),
    'the role of an agent, and wrong fields': ada({ callId: 7 }),
    'the own call': belle({}),
  }),
);

const wrong = (endpoint: string, field: string, cases: Record<string, object>) =>
  rows(
    endpoint,
    [400, 'invalid_input', field],
    Object.fromEntries(
      Object.entries(cases).map(([what, json]) => [what, belle({ ...GOOD[endpoint], ...json })]),
    ),
  );

const participants = ['/voice/hold/start', '/voice/hold/stop', '/voice/mute', '/voice/dtmf'].flatMap(
  (endpoint) => [
    ...wrong(endpoint, 'participant', {
      'a participant who is none': { participant: 'everybody' },
      'a supervisor as participant': { participant: 's001aaaaaa' },
      'a participant that is no text': { participant: ['agent'] },
    }),
    ...rows(endpoint, [404, 'not_found', 'participant'], {
      'a guest whom nobody knows': belle({ ...GOOD[endpoint], participant: NOBODY }),
    }),
  ],
);

const fields = [
  ...wrong('/voice/mute', 'muted', {
    'muted: a word': { muted: 'yes' },
    'muted: a number': { muted: 1 },
    'muted: nothing': { muted: null },
  }),
  ...wrong('/voice/dtmf', 'digits', {
    'keys: none': { digits: '' },
    'keys: letters': { digits: '12a' },
    'keys: too many': { digits: '1'.repeat(33) },
    'keys: a number': { digits: 12 },
  }),
  ...wrong('/calls/announce', 'text', {
    'text: none': { text: ' ' },
    'text: too long': { text: 'x'.repeat(201) },
    'text: no text': { text: { a: 1 } },
  }),
  ...wrong('/calls/announce', 'language', { 'a language that nobody speaks': { language: 'tlh' } }),
  ...wrong('/calls/remove', 'participant', {
    'a participant who is no guest': { participant: 'customer' },
    'a participant that is no text': { participant: 7 },
  }),
  ...rows('/calls/remove', [404, 'not_found', 'participant'], {
    'a guest whom nobody knows': belle({ participant: NOBODY }),
  }),
  ...wrong('/calls/add', 'RecipientNumber', {
    'nobody to call': { RecipientNumber: undefined },
    'a number and a colleague': { agentId: COLLEAGUE },
  }),
  ...wrong('/calls/add', 'agentId', {
    'a colleague who is none': { RecipientNumber: undefined, agentId: '../agents' },
  }),
  ...badNumbers('/calls/add', 'RecipientNumber', belle({})),
  ...rows('/calls/add', [422, 'number_not_allowed', 'RecipientNumber'], {
    'number: the own one': belle({ RecipientNumber: BELLE.phone }),
    'number: do not call': belle({ RecipientNumber: DO_NOT_CALL }),
  }),
];

/** Twilio signed it; whom it is about may still be unknown. */
const line = (query: Record<string, string>) => ({
  query,
  form: { CallSid: `CA${'0'.repeat(32)}`, Digits: '1' },
  signed: true as const,
});
const webhooks = [
  ...rows('/supervise/join', [200], {
    'a call that nobody knows': ({ belle: { agentId } }) =>
      line({ agent: agentId, call: UNKNOWN_CALL, other: 's001aaaaaa' }),
    'a supervisor whom nobody knows': ({ belle: { agentId }, call }) =>
      line({ agent: agentId, call, other: 's001aaaaaa' }),
    'a guest as supervisor': ({ belle: { agentId }, call }) => line({ agent: agentId, call, other: NOBODY }),
    'no call': ({ belle: { agentId } }) => line({ agent: agentId, other: 's001aaaaaa' }),
  }),
  ...rows('/calls/speak', [200], {
    'no call': () => line({ text: 'x' }),
    'keys that are none': ({ call }) => line({ call, digits: '<' }),
    'a text that is too long': ({ call }) => line({ call, text: 'x'.repeat(201) }),
  }),
  ...rows('/phone-to-phone/status', [204], {
    'a guest whom nobody called': ({ belle: { agentId }, call }) => ({
      query: { leg: 'other', other: NOBODY, agent: agentId, call },
      form: { CallSid: `CA${'0'.repeat(32)}`, CallStatus: 'in-progress' },
      signed: true,
    }),
    'a supervisor whom nobody called, in the conference': ({ belle: { agentId }, call }) => ({
      query: { leg: 'conference', agent: agentId, call },
      form: {
        CallSid: `CA${'0'.repeat(32)}`,
        ConferenceSid: `CF${'0'.repeat(32)}`,
        StatusCallbackEvent: 'participant-join',
        SequenceNumber: '9',
        ParticipantLabel: 'supervisor-s001aaaaaa',
      },
      signed: true,
    }),
  }),
];

/** What the functions that act on a live call must refuse. */
export const CONTROL: Row[] = [everyOne, supervisors, participants, fields, webhooks].flat();
