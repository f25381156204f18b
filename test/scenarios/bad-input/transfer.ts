import { badNumbers } from './numbers';
import { BELLE, CUSTOMER, DO_NOT_CALL, type Row, rows, type Scene } from './scene';

const UNKNOWN = `${'0'.repeat(9)}${'a'.repeat(12)}`;
const COLLEAGUE = 'a'.repeat(20);
const TO = { RecipientNumber: CUSTOMER };

const BEGIN = ['/transfer/cold', '/transfer/warm'];
const GOES_ON = ['swap', 'join', 'complete', 'cancel'].map((name) => `/transfer/${name}`);

const ada = (json: object) => (at: Scene) => ({ token: at.ada.accessToken, json });
/** Belle, in whose call only she is, and not yet in a conference. */
const belle = (json: object) => (at: Scene) => ({
  token: at.belle.accessToken,
  json: { callId: at.call, ...json },
});

const everyOne = [...BEGIN, ...GOES_ON].flatMap((endpoint) => {
  const good = BEGIN.includes(endpoint) ? TO : {};
  return [
    ...rows(endpoint, [400, 'invalid_input', 'callId'], {
      'no call': ada(good),
      'an id that is none': ada({ ...good, callId: '../live' }),
      'an id that is no text': ada({ ...good, callId: { a: 1 } }),
    }),
    ...rows(endpoint, [400, 'invalid_input', 'agent'], {
      'an agent id that is none': ada({ ...good, callId: UNKNOWN, agent: '../agents' }),
    }),
    ...rows(endpoint, [404, 'not_found', 'callId'], {
      'an id that nobody knows': ada({ ...good, callId: UNKNOWN }),
    }),
    ...rows(endpoint, [403, 'forbidden'], {
      "somebody else's call": (at) => ada({ ...good, callId: at.call })(at),
      "somebody else's call, with whose it is": (at) =>
        ada({ ...good, callId: at.call, agent: at.belle.agentId })(at),
    }),
  ];
});

const begin = BEGIN.flatMap((endpoint) => [
  ...rows(endpoint, [409, 'not_connected', 'participant'], { 'a call that nobody is in yet': belle(TO) }),
  ...rows(endpoint, [400, 'invalid_input', 'RecipientNumber'], {
    'nobody to transfer to': belle({}),
    'a number and a colleague': belle({ ...TO, agentId: COLLEAGUE }),
    'a number that is no text': belle({ RecipientNumber: 7 }),
  }),
  ...rows(endpoint, [400, 'invalid_input', 'agentId'], {
    'a colleague who is none': belle({ agentId: '../agents' }),
    'a colleague that is no text': belle({ agentId: [COLLEAGUE] }),
  }),
  ...badNumbers(endpoint, 'RecipientNumber', belle({})),
  ...rows(endpoint, [422, 'number_not_allowed', 'RecipientNumber'], {
    'number: the own one': belle({ RecipientNumber: BELLE.phone }),
    'number: do not call': belle({ RecipientNumber: DO_NOT_CALL }),
  }),
]);

const queues = [
  ...rows('/transfer/cold', [400, 'invalid_input', 'queue'], {
    'a queue that is none': belle({ queue: 'nowhere' }),
    'a queue that is no text': belle({ queue: 7 }),
  }),
  ...rows('/transfer/cold', [400, 'invalid_input', 'RecipientNumber'], {
    'a number and a queue': belle({ ...TO, queue: 'sales' }),
  }),
  ...rows('/transfer/warm', [400, 'invalid_input', 'queue'], {
    'a queue, which nobody can ask first': belle({ queue: 'sales' }),
    'a queue and a number': belle({ ...TO, queue: 'sales' }),
  }),
];

const without = GOES_ON.flatMap((endpoint) =>
  rows(endpoint, [409, 'no_transfer', 'callId'], { 'a call that nobody transfers': belle({}) }),
);

/** What the functions that transfer a call must refuse. */
export const TRANSFER: Row[] = [everyOne, begin, queues, without].flat();
