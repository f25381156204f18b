import jwt from 'jsonwebtoken';
import type { SyncClient } from 'twilio-sync';
import { type Client, until } from '../../scripts/client';
import { BrowserDevice } from '../harness/browser';
import { liveView } from '../harness/live-view';
import { CARL, useWorld } from '../harness/world';

const BOB = { email: 'bob@example.com', phone: '+14155550102' };
const world = useWorld();
const views: SyncClient[] = [];
afterEach(async () => {
  await Promise.all(views.splice(0).map((view) => view.shutdown()));
});

async function tokenOf(client: Client): Promise<string> {
  return String((await client.must('/voice/token')).data.token);
}

function viewWith(token: string): SyncClient {
  const view = liveView(world, token);
  views.push(view);
  return view;
}

/** How Sync refuses to open a map; undefined when it opens. */
async function refusal(view: SyncClient, map: string): Promise<unknown> {
  try {
    await view.map({ id: map, mode: 'open_existing' });
    return undefined;
  } catch (error) {
    return (error as { code?: number }).code;
  }
}

test('a token is for one person, for Voice and Sync, for an hour', async () => {
  const client = await world.signedUp();
  const { data } = await client.must('/voice/token');
  const me = (await client.must('/session/me')).data.agent as { id: string };
  const { grants, exp, iat } = jwt.decode(String(data.token)) as {
    grants: Record<string, unknown>;
    exp: number;
    iat: number;
  };
  expect(data).toEqual({
    identity: me.id,
    token: expect.any(String),
    expiresAt: new Date(exp * 1000).toISOString(),
    grants: { voice: true, sync: true },
  });
  expect(exp - iat).toBe(3600);
  expect(grants).toEqual({
    identity: me.id,
    data_sync: { service_sid: expect.stringMatching(/^IS/) },
    voice: {
      incoming: { allow: true },
      outgoing: { application_sid: expect.stringMatching(/^AP/) },
    },
  });
});

test('it takes three requests the first time, then one', async () => {
  const client = await world.signedUp();
  const cost = async () => {
    const before = (await world.timeline('rest')).length;
    await tokenOf(client);
    return (await world.timeline('rest')).length - before;
  };
  expect([await cost(), await cost()]).toEqual([3, 1]);
});

test('somebody new follows their calls before the first one, and sees it begin', async () => {
  const client = await world.signedUp();
  const { data } = await client.must('/voice/token');
  const map = await viewWith(String(data.token)).map({ id: `calls.${data.identity}`, mode: 'open_existing' });
  const seen: unknown[] = [];
  map.on('itemAdded', ({ item }) => seen.push(item.data));
  await client.must('/voice/start', { RecipientNumber: CARL.phone });
  await until('the live view shows the call', async () => seen.length > 0);
  expect(seen).toMatchObject([{ kind: 'browser', to: CARL.phone }]);
});

test("nobody follows another person's calls, the directory or the floor, and nobody writes", async () => {
  const ada = await world.signedUp();
  const bob = await world.signedUp(BOB.email, BOB.phone);
  await bob.must('/voice/start', { RecipientNumber: CARL.phone });
  const bobs = `calls.${String((await bob.must('/voice/token')).data.identity)}`;
  const own = (await ada.must('/voice/token')).data;
  const view = viewWith(String(own.token));
  expect(await refusal(view, `calls.${own.identity}`)).toBeUndefined();
  // 54007: the service's access list says no. https://www.twilio.com/docs/api/errors/54007
  for (const map of [bobs, 'agents', 'floor']) expect([map, await refusal(view, map)]).toEqual([map, 54007]);
  const map = await view.map({ id: `calls.${own.identity}`, mode: 'open_existing' });
  await expect(map.set('live', { v: 1 })).rejects.toMatchObject({ code: 54007 });
});

test('/calls/token gives the same, to its owner', async () => {
  const ada = await world.signedUp();
  const bob = await world.signedUp(BOB.email, BOB.phone);
  const { agent } = (await ada.must('/session/me')).data as { agent: { id: string } };
  const given = await ada.must('/calls/token', { agentId: agent.id });
  expect(given.data).toMatchObject({ identity: agent.id, grants: { voice: true, sync: true } });
  await (await BrowserDevice.open(world, String(given.data.token))).close();
  expect(await bob.post('/calls/token', { agentId: agent.id })).toMatchObject({
    httpStatus: 403,
    code: 'forbidden',
  });
  expect((await ada.post('/calls/token')).httpStatus).toBe(400);
});

test.each(['/voice/token', '/calls/token'])('%s is for people with a session only', async (path) => {
  const nobody = world.client();
  expect((await nobody.post(path, { agentId: 'a'.repeat(20) })).httpStatus).toBe(401);
  expect(await world.timeline('rest')).toEqual([]);
});
