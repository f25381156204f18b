import type * as v from 'valibot';
import type { FaultRule } from '../faults';
import { Behaviour } from '../phones/behaviour';
import { toE164 } from '../phones/numbers';
import { ControlError } from './http';
import type { ControlParts } from './index';
import * as schema from './schemas';
import { takeSnapshot } from './snapshot';

/** What a handler gets: the path's variable (a handset's number), and body and query as the schemas have them. */
interface Asked<B, Q> {
  number: string;
  body: B;
  query: Q;
}

/** One call of the control API. */
export interface ControlRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `{number}` stands for a handset's number, URL-encoded, or without its plus sign. */
  path: string;
  /** One line for the list that `GET /control` and an unknown path answer with. */
  does: string;
  body: v.GenericSchema;
  query: v.GenericSchema;
  /** A right body, shown when a wrong one came. */
  example: unknown;
  /** Bytes that a body may have. */
  limit: number;
  handle: (asked: Asked<unknown, unknown>, parts: ControlParts) => unknown;
}

const BODY = 256 * 1024;
const SNAPSHOT_BODY = 64 * 1024 * 1024;

/** Ties a handler's types to its schemas; the table below then holds them all alike. */
function route<const B extends v.GenericSchema, const Q extends v.GenericSchema>(
  method: ControlRoute['method'],
  path: string,
  does: string,
  shape: { body: B; query: Q; example?: unknown; limit?: number },
  handle: (asked: Asked<v.InferOutput<B>, v.InferOutput<Q>>, parts: ControlParts) => unknown,
): ControlRoute {
  return {
    method,
    path,
    does,
    body: shape.body,
    query: shape.query,
    example: shape.example ?? {},
    limit: shape.limit ?? BODY,
    handle: (asked, parts) => handle(asked as Asked<v.InferOutput<B>, v.InferOutput<Q>>, parts),
  };
}

const plain = { body: schema.NoBody, query: schema.NoQuery };
const PHONE = '/control/phones/{number}';

const act = (verb: 'answer' | 'reject' | 'hangup', does: string): ControlRoute =>
  route('POST', `${PHONE}/${verb}`, does, plain, ({ number }, { phones }) => {
    const handset = phones.get(number);
    handset[verb]();
    return handset.view();
  });

function recordingsOf({ recordings }: ControlParts): NonNullable<ControlParts['recordings']> {
  if (!recordings) throw new ControlError('conflict', 'This emulator was made without audio');
  return recordings;
}

function recorded<T>(what: T | undefined, address: string): T {
  if (what === undefined)
    throw new ControlError('conflict', `Nothing was recorded of ${address}; POST …/recording begins`);
  return what;
}

/** Every call of the control API but the stream of events, in the order of `emulator/README.md`. */
export const ROUTES: readonly ControlRoute[] = [
  route('GET', '/control/health', 'ready, versions, what is running', plain, (_asked, parts) =>
    health(parts),
  ),
  route(
    'GET',
    '/control/inbox',
    'messages and codes sent, newest last; ?to= for one address',
    { ...plain, query: schema.InboxQuery },
    ({ query }, { inbox }) => inbox.list(query.to === undefined ? undefined : address(query.to)),
  ),
  route('GET', '/control/phones', 'the handsets', plain, (_asked, { phones }) => phones.list()),
  route('GET', PHONE, 'one handset', plain, ({ number }, { phones }) => phones.get(number).view()),
  route(
    'PUT',
    PHONE,
    'put a handset on the list, with a name if you like',
    { ...plain, body: schema.Named, example: { name: 'Ada' } },
    ({ number, body }, { phones }) => phones.add(number, body.name).view(),
  ),
  route('DELETE', PHONE, 'take an idle handset off the list', plain, ({ number }, { phones }) => {
    phones.remove(number);
    return phones.list();
  }),
  act('answer', 'pick up'),
  act('reject', 'decline the ringing call'),
  act('hangup', 'hang up'),
  route(
    'POST',
    `${PHONE}/press`,
    'press keys: {"digits": "1"}',
    { ...plain, body: schema.Press, example: { digits: '1' } },
    ({ number, body }, { phones }) => {
      const handset = phones.get(number);
      handset.press(body.digits);
      return handset.view();
    },
  ),
  route(
    'POST',
    `${PHONE}/say`,
    'say something: {"text": "Hello"}',
    { ...plain, body: schema.Say, example: { text: 'Hello' } },
    ({ number, body }, { phones }) => {
      const handset = phones.get(number);
      handset.say(body.text);
      return handset.view();
    },
  ),
  route(
    'POST',
    `${PHONE}/call`,
    'call a number: {"to": "+14155550199"}',
    { ...plain, body: schema.Call, example: { to: '+14155550199' } },
    ({ number, body }, { phones }) => {
      const handset = phones.add(number);
      handset.call(address(body.to), body.script);
      return handset.view();
    },
  ),
  route(
    'POST',
    `${PHONE}/media`,
    'hold a microphone and loudspeaker to it, by WebRTC: {"sdp": an offer} gives {"sdp": the answer}',
    { ...plain, body: schema.Media, example: { sdp: 'v=0 …' } },
    async ({ number, body }, { phones, hold }) => {
      const { address } = phones.get(number);
      if (!hold) throw new ControlError('conflict', 'This emulator was made without audio');
      const sdp = await hold(address, body.sdp).catch((error: Error) => {
        throw new ControlError('invalid', `The offer cannot be used: ${error.message}`);
      });
      return { sdp };
    },
  ),
  route('POST', `${PHONE}/recording`, 'record its call, in two channels', plain, ({ number }, parts) => {
    const { address } = parts.phones.get(number);
    const { state, callSid } = parts.phones.get(number).view();
    if (state !== 'in-call' || callSid === null)
      throw new ControlError('conflict', `${address} is in no call; have it answer or call first`);
    recordingsOf(parts).start({ callSid, address });
    return { recording: true };
  }),
  route('POST', `${PHONE}/recording/stop`, 'end the recording', plain, ({ number }, parts) => {
    const { address } = parts.phones.get(number);
    return { seconds: recorded(recordingsOf(parts).stop(address), address) };
  }),
  route('GET', `${PHONE}/recording`, 'the newest recording, as a WAV file', plain, ({ number }, parts) => {
    const { address } = parts.phones.get(number);
    return recorded(recordingsOf(parts).wav(address), address);
  }),
  route(
    'PUT',
    `${PHONE}/behaviour`,
    'act by itself from the next call on: {answerAfter?, busy?, noAnswer?, declines?, voicemail?, script?}',
    { ...plain, body: Behaviour, example: { answerAfter: 2, script: [{ hear: 'press' }, { press: '1' }] } },
    ({ number, body }, { phones }) => {
      phones.behave(number, body);
      return phones.get(number).view();
    },
  ),
  route(
    'GET',
    '/control/timeline',
    'everything that happened; ?since= id, ?kind= (several with commas), ?callSid=, ?conferenceSid=, ?limit= newest',
    { ...plain, query: schema.TimelineQuery },
    ({ query }, { kernel }) => {
      const kinds = query.kind?.split(',');
      const events = kernel.timeline
        .since(query.since ?? 0)
        .filter(
          (event) =>
            (!kinds || kinds.includes(event.kind)) &&
            (query.callSid === undefined || event.callSid === query.callSid) &&
            (query.conferenceSid === undefined || event.conferenceSid === query.conferenceSid),
        );
      return query.limit === undefined ? events : query.limit === 0 ? [] : events.slice(-query.limit);
    },
  ),
  route(
    'POST',
    '/control/clock/advance',
    'move time: {"seconds": 60}',
    { ...plain, body: schema.Advance, example: { seconds: 60 } },
    async ({ body }, { kernel }) => {
      await kernel.clock.advance(body.seconds);
      kernel.timeline.add({ kind: 'control', summary: `Time moved ahead by ${body.seconds} s` });
      return { now: kernel.clock.date().toISOString() };
    },
  ),
  route(
    'GET',
    '/control/faults',
    'the faults in force, and how often each hit',
    plain,
    (_asked, { kernel }) => kernel.faults.list(),
  ),
  route(
    'PUT',
    '/control/faults',
    'replace the faults: drop, delay, fail, duplicate or reorder chosen REST calls or webhooks',
    {
      ...plain,
      body: schema.Faults,
      example: [{ on: 'rest', match: 'POST https://api.twilio.com', effect: 'fail', status: 503, limit: 1 }],
    },
    ({ body }, { kernel }) => {
      const rules: FaultRule[] = body;
      kernel.faults.set(rules);
      return kernel.faults.list();
    },
  ),
  route('DELETE', '/control/faults', 'no faults any more', plain, (_asked, { kernel }) => {
    kernel.faults.clear();
    return [];
  }),
  route('POST', '/control/reset', 'start over', plain, async (_asked, parts) => {
    await parts.reset();
    return health(parts);
  }),
  route('GET', '/control/snapshot', 'everything the account holds', plain, (_asked, { kernel }) =>
    takeSnapshot(kernel),
  ),
  route(
    'PUT',
    '/control/snapshot',
    'put a snapshot back',
    {
      ...plain,
      body: schema.Snapshot,
      example: { version: 1, at: '2026-01-01T00:00:00.000Z', ids: 1, store: {} },
      limit: SNAPSHOT_BODY,
    },
    async ({ body }, parts) => {
      await parts.restore(body);
      return health(parts);
    },
  ),
  route(
    'GET',
    '/control/contract',
    'what was checked against Twilio, and each violation',
    plain,
    (_asked, parts) => parts.contract(),
  ),
];

/** What `GET /control/health` answers. */
export function health({ kernel, contract, about, phones }: ControlParts): Record<string, unknown> {
  const { checked, violations } = contract();
  return {
    status: 'ready',
    account: kernel.account.sid,
    now: kernel.clock.date().toISOString(),
    node: process.version,
    phones: phones.list().length,
    contract: { checked, violations: violations.length },
    lastEvent: kernel.timeline.last,
    ...about(),
  };
}

/** A phone number as E.164, whatever became of its plus sign in a URL; anything else (e-mail, client) as it is. */
function address(written: string): string {
  const trimmed = written.trim();
  return /^\+?[\d\s().-]+$/.test(trimmed) ? toE164(trimmed) : trimmed;
}
