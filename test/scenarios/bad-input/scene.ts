import jwt from 'jsonwebtoken';
import type { Snapshot } from '../../../emulator';
import { LOCAL_VARIABLES } from '../../../scripts/local';
import { type Asked, ask } from '../../harness/ask';
import { Newcomer } from '../../harness/newcomer';
import { ADA, type World } from '../../harness/world';

export const BELLE = { email: 'belle@example.com', phone: '+14155550111' };
export const NIA = { email: 'nia@example.com', phone: '+14155550112' };
/** Not the number that messages show as an example. */
export const CUSTOMER = '+14155550127';
export const DO_NOT_CALL = '+14155550142';

/** What stands before each row: Ada has signed up, Belle is in a call, Nia is half-way through signing up. */
export interface Scene {
  ada: Newcomer;
  belle: Newcomer;
  nia: Newcomer;
  /** The call that Belle is in. */
  call: string;
  /** Ada's access token, some years later. */
  expired: string;
  /** The account as it then is. */
  snapshot: Snapshot;
}

/** How a bad request is answered. The code is a number where the platform answers in the function's place. */
export type Answer = [status: number, code?: string | number, field?: string];

/** One row of the table. */
export interface Row {
  endpoint: string;
  what: string;
  asked: (at: Scene) => Asked;
  answer: Answer;
}

/** Requests to one endpoint that are answered alike, by what is wrong with them. */
export const rows = (endpoint: string, answer: Answer, cases: Record<string, Row['asked']>): Row[] =>
  Object.entries(cases).map(([what, asked]) => ({ endpoint, what, asked, answer }));

/** Plays what stands before each row. */
export async function setScene(world: World): Promise<Scene> {
  const ada = await new Newcomer(world, ADA.email, ADA.phone).signsUp();
  const belle = await new Newcomer(world, BELLE.email, BELLE.phone).signsUp();
  const nia = await new Newcomer(world, NIA.email, NIA.phone).goes('askEmailCode', 'askPhoneCode');
  const json = { RecipientNumber: CUSTOMER };
  const started = await ask(world, '/phone-to-phone/start', { token: belle.accessToken, json });
  if (started.status !== 202) throw new Error(started.text);
  await world.phone(BELLE.phone).answer();
  // What there is to tell about it has been told.
  await world.advance(0);
  const { call } = started.body.data as { call: { id: string } };
  const claims = jwt.decode(ada.accessToken) as object;
  const expired = jwt.sign({ ...claims, exp: 1 }, LOCAL_VARIABLES.JWT_SECRET ?? '');
  const snapshot = world.local.emulator.snapshot();
  return { ada, belle, nia, call: call.id, expired, snapshot };
}

/** An id that a call could have, and none has. */
export const UNKNOWN_CALL = `${'0'.repeat(9)}${'a'.repeat(12)}`;

/** Ada, who is in no call. */
export const ada = (json: object) => (at: Scene) => ({ token: at.ada.accessToken, json });

/** Belle, in whose call only she is, and not yet in a conference. */
export const belle = (json: object) => (at: Scene) => ({
  token: at.belle.accessToken,
  json: { callId: at.call, ...json },
});

/** What everything that is done to a call refuses alike; `good`: what it wants beside the call. */
export const ofAnyCall = (endpoint: string, good: object): Row[] => [
  ...rows(endpoint, [400, 'invalid_input', 'callId'], {
    'no call': ada(good),
    'an id that is none': ada({ ...good, callId: '../live' }),
    'an id that is no text': ada({ ...good, callId: { a: 1 } }),
  }),
  ...rows(endpoint, [400, 'invalid_input', 'agent'], {
    'an agent id that is none': ada({ ...good, callId: UNKNOWN_CALL, agent: '../agents' }),
  }),
  ...rows(endpoint, [404, 'not_found', 'callId'], {
    'an id that nobody knows': ada({ ...good, callId: UNKNOWN_CALL }),
  }),
  ...rows(endpoint, [403, 'forbidden'], {
    "somebody else's call": (at) => ada({ ...good, callId: at.call })(at),
    "somebody else's call, with whose it is": (at) =>
      ada({ ...good, callId: at.call, agent: at.belle.agentId })(at),
  }),
];
