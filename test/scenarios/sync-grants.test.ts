import jwt from 'jsonwebtoken';
import type { SyncClient } from 'twilio-sync';
import { LOCAL_VARIABLES } from '../../scripts/local';
import { PEOPLE } from '../../scripts/people';
import type { SyncGrantAnswer } from '../../src/grants/contract';
import { ask, type Reply, restCalls } from '../harness/ask';
import { liveView } from '../harness/live-view';
import { type Task, useWork } from '../harness/work';
import { useWorld } from '../harness/world';

const PARTNER = 'https://crm.example.com';
const world = useWorld({ CORS_ORIGINS: PARTNER });
const work = useWork(world);
const GRANT = '/task/get-sync-grant';
const POSITION = '/queue/get-queue-position';
const CALL = `CA${'2'.repeat(32)}`;

const views: SyncClient[] = [];
afterEach(async () => {
  await Promise.all(views.splice(0).map((view) => view.shutdown()));
});

const grant = (json: Record<string, unknown>, headers: Record<string, string> = {}): Promise<Reply> =>
  ask(world, GRANT, { json, headers });

async function granted(token: string): Promise<SyncGrantAnswer> {
  const reply = await grant({ token });
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.body.data as unknown as SyncGrantAnswer;
}

/** The token that a flow fetches for the customer of a task. */
async function customerToken(form: Record<string, string>): Promise<string> {
  const reply = await ask(world, '/task/get-customer-token', { form, signed: true });
  if (reply.status !== 200) throw new Error(reply.text);
  return (JSON.parse(reply.text) as { token: string }).token;
}
const tokenFor = ({ sid: taskSid }: Task) => customerToken({ taskSid });

function viewWith({ syncToken }: SyncGrantAnswer): SyncClient {
  const view = liveView(world, syncToken);
  views.push(view);
  return view;
}

/** What Sync answers to opening these: its error code, or `open`. */
async function opening(view: SyncClient, maps: string[], documents: string[]) {
  const outcome = (work: Promise<unknown>) =>
    work.then(
      () => 'open',
      (error: { code?: number }) => error.code,
    );
  const seen: Record<string, unknown> = {};
  for (const id of maps) seen[id] = await outcome(view.map({ id, mode: 'open_existing' }));
  for (const id of documents) seen[id] = await outcome(view.document({ id, mode: 'open_existing' }));
  return seen;
}

const all = (names: string[], outcome: unknown) => Object.fromEntries(names.map((name) => [name, outcome]));
/** The service's access list says no. https://www.twilio.com/docs/api/errors/54007 */
const DENIED = 54007;

test('an agent follows what all agents may, and no queue', async () => {
  const ada = await world.signedUp();
  const task = await work().task({ skill: 'sales' });
  const reply = await grant({ token: ada.accessToken });
  const data = reply.body.data as unknown as SyncGrantAnswer;
  expect(reply.body).toMatchObject({ status: 'success', authorized: true, syncToken: data.syncToken });
  expect(data).toMatchObject({
    authorized: true,
    identity: 'role.agent',
    maps: ['workers'],
    documents: ['queue-status'],
  });
  const { exp, iat, grants } = jwt.decode(data.syncToken) as { exp: number; iat: number; grants: object };
  expect([exp - iat, new Date(exp * 1000).toISOString()]).toEqual([3600, data.expiresAt]);
  expect(grants).toEqual({
    identity: 'role.agent',
    data_sync: { service_sid: expect.stringMatching(/^IS/) },
  });

  const { Sales } = await work().queues();
  const view = viewWith(data);
  expect(await opening(view, data.maps, data.documents)).toEqual(all(['workers', 'queue-status'], 'open'));
  const others = ['agents', 'floor', `queue.${Sales}`];
  expect(await opening(view, others, [`topic.${task.sid}`])).toEqual(
    all([...others, `topic.${task.sid}`], DENIED),
  );
});

test('a supervisor follows the floor and every queue that customers wait in', async () => {
  const { email, phone } = PEOPLE.supervisor;
  const sue = await world.signedUp(email, phone);
  const task = await work().task({ skill: 'sales' });
  const data = await granted(sue.accessToken);
  const { Timers, ...queues } = await work().queues();
  const names = Object.values(queues).map((sid) => `queue.${sid}`);
  expect(data.identity).toBe('role.supervisor');
  expect([...data.maps].sort()).toEqual(['floor', 'workers', ...names].sort());
  const view = viewWith(data);
  expect(await opening(view, data.maps, data.documents)).toEqual(
    all([...data.maps, ...data.documents], 'open'),
  );
  const sales = await view.map({ id: `queue.${queues.Sales}`, mode: 'open_existing' });
  expect((await sales.get(task.sid)).data).toMatchObject({ state: 'waiting' });
  expect(await opening(view, ['agents'], [])).toEqual({ agents: DENIED });
  await expect(sales.set(task.sid, {})).rejects.toMatchObject({ code: DENIED });
  expect(Timers).toMatch(/^WQ/);
});

test('a customer follows the document of their own task, and nothing else', async () => {
  const mine = await work().task({ skill: 'sales', topic: 'order 1' });
  const other = await work().task({ skill: 'sales', topic: 'order 2' });
  const data = await granted(await tokenFor(mine));
  expect(data).toMatchObject({ identity: `customer.${mine.sid}`, maps: [], documents: ['topic.order 1'] });
  const { Sales } = await work().queues();
  const view = viewWith(data);
  const maps = ['agents', 'floor', 'workers', `queue.${Sales}`];
  const documents = ['topic.order 2', `topic.${other.sid}`, 'queue-status'];
  expect(await opening(view, maps, documents)).toEqual({
    ...all([...maps, 'topic.order 2', 'queue-status'], DENIED),
    // There is none by that name.
    [`topic.${other.sid}`]: expect.any(Number),
  });
  const document = await view.document({ id: 'topic.order 1', mode: 'open_existing' });
  expect(document.data).toMatchObject({ state: 'waiting', task: mine.sid });
  await expect(document.set({})).rejects.toMatchObject({ code: DENIED });

  const seen: unknown[] = [];
  document.on('updated', ({ data: now }) => seen.push((now as { state?: string }).state));
  await work().cancel(mine);
  while (seen.at(-1) !== 'completed') await new Promise((resolve) => setTimeout(resolve, 20));
});

test('what a customer may read names nobody', async () => {
  const task = await work().task({
    skill: 'sales',
    topic: 'order 1',
    name: 'Grace',
    from: '+14155550123',
    to: '+14155550199',
  });
  const view = viewWith(await granted(await tokenFor(task)));
  const { data } = await view.document({ id: 'topic.order 1', mode: 'open_existing' });
  expect(JSON.stringify(data)).not.toMatch(/Grace|415555|@/);
});

test('a customer learns where their own task stands, by any of its names, and of no other task', async () => {
  const other = await work().task({ skill: 'sales', topic: 'order 1', call_sid: `CA${'3'.repeat(32)}` });
  const mine = await work().task({ skill: 'sales', topic: 'order 2', call_sid: CALL });
  const token = await customerToken({ callSid: CALL });
  const at = (json: Record<string, unknown>) => ask(world, POSITION, { token, json });
  for (const which of [{ taskSid: mine.sid }, { callSid: CALL }, { topic: 'order 2' }])
    expect((await at(which)).body.data).toMatchObject({ taskSid: mine.sid, waiting: true });
  const before = (await restCalls(world)).length;
  const foreign = [
    { taskSid: other.sid },
    { callSid: `CA${'3'.repeat(32)}` },
    { topic: 'order 1' },
    { topic: other.sid },
    // Whether there is such a task is not told either.
    { taskSid: `WT${'0'.repeat(32)}` },
  ];
  for (const which of foreign)
    expect([which, (await at(which)).status, (await at(which)).body.code]).toEqual([which, 403, 'forbidden']);
  expect(await restCalls(world)).toHaveLength(before);
});

test('a later task of the same topic is not theirs', async () => {
  const mine = await work().task({ skill: 'sales', topic: 'order 1' });
  const token = await tokenFor(mine);
  await work().cancel(mine);
  await work().task({ skill: 'sales', topic: 'order 1' });
  const { body } = await ask(world, POSITION, { token, json: { topic: 'order 1' } });
  expect(body.data).toMatchObject({ taskSid: mine.sid });
});

test("a customer's token opens nothing but their own two functions", async () => {
  const token = await tokenFor(await work().task({ skill: 'sales' }));
  for (const path of ['/session/me', '/calls/state', '/voice/token'])
    expect((await ask(world, path, { token, json: {} })).body.code).toBe('invalid_token');
  const claims = jwt.decode(token) as { sub: string; exp: number; iat: number; topic: string };
  expect(claims).toMatchObject({ aud: 'cordboard:customer', topic: claims.sub });
  expect(claims.exp - claims.iat).toBe(4 * 3600);
});

test('nobody gets a token for a task that is unknown, over or a timer', async () => {
  const gone = await work().task({ skill: 'sales' });
  await work().cancel(gone);
  const timer = await work().task({ timer: 'after-call' });
  for (const taskSid of [gone.sid, timer.sid, `WT${'0'.repeat(32)}`]) {
    const reply = await ask(world, '/task/get-customer-token', { form: { taskSid }, signed: true });
    expect([reply.status, reply.body.code]).toEqual([404, 'not_found']);
  }
});

test('a grant for somebody else is refused, one for its owner by any of their names is not', async () => {
  const ada = await world.signedUp();
  const { agent } = (await ada.must('/session/me')).data as { agent: { id: string; email: string } };
  const task = await work().task({ skill: 'sales' });
  const token = await tokenFor(task);
  for (const identity of [agent.id, agent.email, 'role.agent'])
    expect((await grant({ token: ada.accessToken, identity })).status).toBe(200);
  for (const identity of [task.sid, `customer.${task.sid}`])
    expect((await grant({ token, identity })).status).toBe(200);
  for (const identity of ['role.supervisor', 'bob@example.com', task.sid])
    expect((await grant({ token: ada.accessToken, identity })).body).toMatchObject({ code: 'forbidden' });
  for (const identity of ['role.agent', `customer.WT${'0'.repeat(32)}`, agent.id])
    expect((await grant({ token, identity })).body).toMatchObject({ code: 'forbidden' });
});

test('an agent costs no request, a customer one', async () => {
  const ada = await world.signedUp();
  const token = await tokenFor(await work().task({ skill: 'sales' }));
  const cost = async (given: string) => {
    const before = (await restCalls(world)).length;
    await granted(given);
    return (await restCalls(world)).length - before;
  };
  expect([await cost(ada.accessToken), await cost(token)]).toEqual([0, 1]);
});

test('before the task has a document there is none to follow: 404, and nothing is made', async () => {
  const task = await work().task({ skill: 'sales' });
  const claims = jwt.decode(await tokenFor(task)) as object;
  const secret = LOCAL_VARIABLES.JWT_SECRET ?? '';
  const early = jwt.sign({ ...claims, topic: 'not yet' }, secret);
  const reply = await grant({ token: early });
  expect([reply.status, reply.body.code, reply.body.details]).toEqual([
    404,
    'not_found',
    { field: 'token', fix: expect.stringContaining('ask again') },
  ]);
});

test('tokens that are forged, expired or made for something else are refused', async () => {
  const ada = await world.signedUp();
  const secret = LOCAL_VARIABLES.JWT_SECRET ?? '';
  const own = jwt.decode(ada.accessToken) as Record<string, unknown>;
  const { exp: _, ...endless } = own;
  const unsigned = jwt.sign(own, null, { algorithm: 'none' });
  const supervisor = jwt.sign({ ...own, roles: ['agent', 'supervisor'] }, 'x'.repeat(40));
  const forged: Record<string, string> = {
    unsigned,
    supervisor,
    'another algorithm': jwt.sign(own, secret, { algorithm: 'HS512' }),
    'a purpose of its own': jwt.sign({ ...own, aud: 'cordboard:admin' }, secret),
    'two purposes': jwt.sign({ ...own, aud: ['cordboard:access', 'cordboard:customer'] }, secret),
    'another tenant': jwt.sign({ ...own, tenant: 'other' }, secret),
    'no end': jwt.sign(endless, secret),
    'not a token': 'x',
  };
  for (const [what, token] of Object.entries(forged)) {
    const reply = await grant({ token });
    expect([what, reply.status, reply.body.code]).toEqual([what, 401, 'invalid_token']);
  }
  const old = jwt.sign({ ...own, exp: 1 }, secret);
  expect((await grant({ token: old })).body.code).toBe('token_expired');
});

test('a page of a known origin gets its grant, after its preflight; one of another does not', async () => {
  const ada = await world.signedUp();
  const preflight = await fetch(world.app + GRANT, {
    method: 'OPTIONS',
    headers: {
      origin: PARTNER,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
  expect(preflight.status).toBeLessThan(300);
  expect(preflight.headers.get('access-control-allow-origin')).not.toBeNull();
  const { status, headers } = await grant({ token: ada.accessToken }, { origin: PARTNER });
  expect([status, headers.get('access-control-allow-origin')]).toEqual([200, PARTNER]);
  const evil = await grant({ token: ada.accessToken }, { origin: 'https://evil.example' });
  expect([evil.status, evil.body.code]).toEqual([403, 'forbidden']);
});
