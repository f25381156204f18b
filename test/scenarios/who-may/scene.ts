import jwt from 'jsonwebtoken';
import { LOCAL_VARIABLES } from '../../../scripts/local';
import type { CallView } from '../../../src/calls/contract';
import type { Purpose } from '../../../src/endpoint/tokens';
import { ask } from '../../harness/ask';
import { Scene as Talk } from '../../harness/call';
import { Controlled, GRACE } from '../../harness/control';
import { Newcomer } from '../../harness/newcomer';
import { ADA, type World } from '../../harness/world';

const BELLE = { email: 'belle@example.com', phone: '+14155550111' };
const BOB = { email: 'bob@example.com', phone: '+14155550112' };
const EVE = { email: 'eve@example.com', phone: '+14155550113' };

/** Who there is, and what they are in. Nothing of it changes while the table is tried. */
export interface Scene {
  /** In a call with Carl. */
  ada: Newcomer;
  /** Was a guest in it, and is in no call. */
  belle: Newcomer;
  /** In another call. */
  bob: Newcomer;
  /** In no call: the last one has ended. */
  eve: Newcomer;
  /** Looks after calls, and is in none. */
  grace: Newcomer;
  /** Ids of Ada's and Bob's live calls, and of Eve's last one. */
  calls: { ada: string; bob: string; eve: string };
}

const signUp = (world: World, { email, phone }: { email: string; phone: string }) =>
  new Newcomer(world, email, phone).signsUp();

async function must(world: World, who: Newcomer, path: string, json: object): Promise<CallView> {
  const { status, text, body } = await ask(world, path, { token: who.accessToken, json });
  if (status >= 300) throw new Error(`${path}: ${text}`);
  return body.data.call as CallView;
}

/** A call that is claimed and has no line yet: it stays like that, however long the table takes. */
const claims = async (world: World, who: Newcomer) =>
  (await must(world, who, '/voice/start', { RecipientNumber: '+14155550126' })).id;

/** Plays what stands before the table. */
export async function setScene(world: World): Promise<Scene> {
  const [belle, bob, eve, grace] = await Promise.all(
    [BELLE, BOB, EVE, GRACE].map((who) => signUp(world, who)),
  );
  if (!belle || !bob || !eve || !grace) throw new Error('Somebody is missing');
  const call = await Controlled.of(await Talk.begin(world));
  const { client } = call.scene;
  const guest = await client.must('/calls/add', { callId: call.callId, agentId: belle.agentId });
  const phone = world.phone(BELLE.phone);
  await phone.answer();
  await phone.talksWith(world.phone(ADA.phone));
  await client.must('/calls/remove', { callId: call.callId, participant: guest.data.participant });
  await phone.isIdle();
  await call.shows('Belle is out', ({ legs }) => legs[2]?.endedAt !== undefined);
  const ada = new Newcomer(world, ADA.email, ADA.phone);
  ada.accessToken = client.accessToken;
  ada.agentId = ((await client.must('/session/me')).data.agent as { id: string }).id;
  const calls = { ada: call.callId, bob: await claims(world, bob), eve: await claims(world, eve) };
  await must(world, eve, '/calls/hangup', { callId: calls.eve });
  await world.advance(0);
  return { ada, belle, bob, eve, grace, calls };
}

const SECRET = LOCAL_VARIABLES.JWT_SECRET ?? '';
const now = () => Math.floor(Date.now() / 1000);

/** What a token of ours says, with something changed. */
const claimsOf = (token: string, purpose: Purpose, more: object = {}) => ({
  ...(jwt.decode(token) as object),
  aud: `cordboard:${purpose}`,
  exp: now() + 600,
  ...more,
});

/** Tokens that are good for nothing, by what is wrong with them, made of one that is good. */
export function wrongTokens(good: string, purpose: Purpose): Record<string, { token: string; code: string }> {
  const claims = claimsOf(good, purpose);
  const other: Purpose = purpose === 'phone-setup' ? 'phone-validate' : 'phone-setup';
  const signed = (payload: object, secret = SECRET) => jwt.sign(payload, secret);
  const without = (name: string) =>
    Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
  const invalid = {
    'a token with another signature': signed(claims, 'another-secret-that-is-as-long-as-ours'),
    'a token without a signature': jwt.sign(claims, '', { algorithm: 'none' }),
    'a token signed in another way': jwt.sign(claims, SECRET, { algorithm: 'HS512' }),
    'a token of another purpose': signed({ ...claims, aud: `cordboard:${other}` }),
    'a token to refresh with': signed({ ...claims, aud: 'cordboard:refresh' }),
    'a token of another issuer': signed({ ...claims, iss: 'somebody' }),
    'a token of another tenant': signed({ ...claims, tenant: 'other' }),
    'a token without an end': signed(without('exp')),
    'no token at all, but text': 'x',
  };
  return {
    'a token that has expired': { token: signed({ ...claims, exp: now() - 60 }), code: 'token_expired' },
    ...Object.fromEntries(
      Object.entries(invalid).map(([what, token]) => [what, { token, code: 'invalid_token' }]),
    ),
  };
}

/** A customer's token for their task, where they may not come in. */
export const customersToken = (good: string): string =>
  jwt.sign(claimsOf(good, 'customer', { sub: `WT${'a'.repeat(32)}`, topic: 'order 1' }), SECRET);
