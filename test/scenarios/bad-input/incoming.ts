import { ADA } from '../../harness/world';
import { type Row, rows, type Scene } from './scene';

const UNKNOWN = `${'0'.repeat(9)}${'a'.repeat(12)}`;
const ASSIGNMENT = '/taskrouter/assignment';
const sid = (kind: string) => kind + '1'.repeat(32);

const ada = (json: object) => (at: Scene) => ({ token: at.ada.accessToken, json });

const people = ['/taskrouter/reject', '/taskrouter/complete'].flatMap((endpoint) => [
  ...rows(endpoint, [400, 'invalid_input', 'callId'], {
    'no call': ada({}),
    'an id that is none': ada({ callId: '../live' }),
    'an id that is no text': ada({ callId: { a: 1 } }),
  }),
  ...rows(endpoint, [404, 'not_found', 'callId'], { 'an id that nobody knows': ada({ callId: UNKNOWN }) }),
  ...rows(endpoint, [403, 'forbidden'], { "somebody else's call": (at) => ada({ callId: at.call })(at) }),
  ...rows(endpoint, [409, 'conflict', 'callId'], {
    'a call of their own that goes on': (at) => ({ token: at.belle.accessToken, json: { callId: at.call } }),
  }),
]);

const notes = [
  ...rows('/taskrouter/complete', [400, 'invalid_input', 'notes'], {
    'notes that are too long': ada({ callId: UNKNOWN, notes: 'x'.repeat(1001) }),
    'notes that are no text': ada({ callId: UNKNOWN, notes: ['x'] }),
  }),
  ...rows('/taskrouter/complete', [400, 'invalid_input', 'disposition'], {
    'a disposition that is no word': ada({ callId: UNKNOWN, disposition: '<b>' }),
    'a disposition that is too long': ada({ callId: UNKNOWN, disposition: 'x'.repeat(41) }),
  }),
];

/** What TaskRouter sends with an offer. */
const offer = (more: Record<string, string>) => () => ({
  form: {
    WorkspaceSid: sid('WS'),
    TaskSid: sid('WT'),
    ReservationSid: sid('WR'),
    WorkerSid: sid('WK'),
    TaskAge: '3',
    TaskAttributes: JSON.stringify({ call_sid: sid('CA'), from: ADA.phone }),
    WorkerAttributes: JSON.stringify({ contact_uri: ADA.phone }),
    ...more,
  },
  signed: true as const,
});

const offers = [
  // TaskRouter is told to ask somebody else.
  ...rows(ASSIGNMENT, [200], { 'another workspace': offer({}) }),
  ...(['TaskSid', 'ReservationSid', 'WorkerSid'] as const).flatMap((field) =>
    rows(ASSIGNMENT, [400, 'invalid_input', field], {
      [`${field}: none`]: offer({ [field]: '' }),
      [`${field}: a path`]: offer({ [field]: '../agents' }),
    }),
  ),
];

/** Twilio signed it; whom it is about may still be unknown. The person on the line hears something that makes sense. */
const lines = ['/taskrouter/answer', '/voice/after'].flatMap((endpoint) => {
  const about = (query: Record<string, string>) => ({
    query,
    form: { CallSid: sid('CA'), Digits: '9', CallStatus: 'in-progress' },
    signed: true as const,
  });
  return rows(endpoint, [200], {
    'a call that nobody knows': ({ belle }) => about({ agent: belle.agentId, call: UNKNOWN }),
    'an agent whom nobody knows': ({ call }) => about({ agent: 'a'.repeat(20), call }),
    'a call that did not come in': ({ belle, call }) => about({ agent: belle.agentId, call }),
    'no call': ({ belle }) => about({ agent: belle.agentId }),
    'a call id that is none': ({ belle }) => about({ agent: belle.agentId, call: '../live' }),
  });
});

/** What the functions for callers and their agents must refuse. */
export const INCOMING: Row[] = [...people, ...notes, ...offers, ...lines];
