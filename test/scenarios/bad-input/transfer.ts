import { badNumbers } from './numbers';
import { BELLE, belle, CUSTOMER, DO_NOT_CALL, ofAnyCall, type Row, rows } from './scene';

const COLLEAGUE = 'a'.repeat(20);
const TO = { RecipientNumber: CUSTOMER };

const BEGIN = ['/transfer/cold', '/transfer/warm'];
const GOES_ON = ['swap', 'join', 'complete', 'cancel'].map((name) => `/transfer/${name}`);

const everyOne = [...BEGIN, ...GOES_ON].flatMap((endpoint) =>
  ofAnyCall(endpoint, BEGIN.includes(endpoint) ? TO : {}),
);

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
