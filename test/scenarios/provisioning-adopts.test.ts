import { describePlan } from '../../provision/describe';
import { changesIn, type Plan } from '../../provision/plan';
import { BareAccount, DOMAIN } from '../../provision/testing';

const left = (plan: Plan) =>
  plan.actions.flatMap((action) => (action.kind === 'left' ? [{ why: action.why, must: action.must }] : []));

test('a fresh account takes at most 52 requests, the second run none that writes and at most 20 that read', async () => {
  const account = new BareAccount();
  const fresh = await account.counted(() => account.apply());
  expect(fresh.requests).toBeLessThanOrEqual(52);
  const again = await account.counted(() => account.apply());
  expect(again.writes).toBe(0);
  expect(again.requests).toBeLessThanOrEqual(20);
});

test('a plan writes nothing, and says the same as what apply then does', async () => {
  const account = new BareAccount();
  const { result: plan, writes } = await account.counted(() => account.plan());
  expect(writes).toBe(0);
  expect(changesIn(plan).length).toBeGreaterThan(40);
  await account.apply();
  expect(changesIn(await account.plan())).toEqual([]);
});

test('the way Twilio writes a setting back is no change', async () => {
  const account = new BareAccount();
  await account.apply();
  const { WORKSPACE_SID = '', WORKFLOW_SID = '' } = account.present;
  const workspace = account.client.taskrouter.v1.workspaces(WORKSPACE_SID);
  const { configuration } = await workspace.workflows(WORKFLOW_SID).fetch();
  const { task_routing } = JSON.parse(configuration);
  const { filters, default_filter } = task_routing;
  const turned = { task_routing: { default_filter, filters } };
  await workspace.workflows(WORKFLOW_SID).update({ configuration: JSON.stringify(turned, null, 4) });
  const { eventsFilter } = await workspace.fetch();
  await workspace.update({ eventsFilter: eventsFilter.split(',').reverse().join(', ') });
  expect(changesIn(await account.plan({ deep: true }))).toEqual([]);
});

test('what somebody else made under the name is adopted, and that is said; what is in it stays as drift', async () => {
  const account = new BareAccount();
  const { taskrouter, verify } = account.client;
  const theirs = await taskrouter.v1.workspaces.create({ friendlyName: 'Cordboard' });
  await taskrouter.v1
    .workspaces(theirs.sid)
    .taskQueues.create({ friendlyName: 'Old', targetWorkers: '1==1' });
  await verify.v2.services.create({ friendlyName: 'Cordboard' });
  const second = await verify.v2.services.create({ friendlyName: 'Cordboard' });
  const lines = describePlan(await account.plan()).join('\n');
  expect(lines).toContain(
    `TaskRouter workspace "Cordboard" was there already and is adopted (${theirs.sid})`,
  );
  expect(lines).toContain('! drift   TaskRouter queue "Old"');
  expect(lines).toMatch(/more than one Verify service "Cordboard": VA\w+ is used, VA\w+ is not/);
  // Of two, the one that .env names.
  account.present = { VERIFY_SERVICE_SID: second.sid };
  expect(await account.apply()).toMatchObject({ VERIFY_SERVICE_SID: second.sid, WORKSPACE_SID: theirs.sid });
});

test('an activity that is available where it should not be is nothing to change: somebody has to', async () => {
  const account = new BareAccount();
  const { workspaces } = account.client.taskrouter.v1;
  const { sid } = await workspaces.create({ friendlyName: 'Cordboard' });
  await workspaces(sid).activities.create({ friendlyName: 'Lunch', available: true });
  await account.apply();
  expect(left(await account.plan())).toEqual([
    { why: expect.stringMatching(/available is true and should be false.*Rename it/), must: true },
  ]);
});

test('a role that can do more than read, or somebody who was let in by hand, is found by a deep look', async () => {
  const account = new BareAccount();
  await account.apply();
  const { syncMaps } = account.client.sync.v1.services(account.present.SYNC_SERVICE_SID ?? '');
  const { syncMapPermissions } = syncMaps('floor');
  await syncMapPermissions('role.supervisor').update({ read: true, write: true, manage: false });
  await syncMapPermissions('mallory').update({ read: true, write: false, manage: false });
  const quick = await account.plan();
  expect([quick.complete, changesIn(quick), quick.drift]).toEqual([false, [], []]);
  const deep = await account.plan({ deep: true });
  expect(changesIn(deep).map(({ kind, resource }) => `${kind} ${resource.id}`)).toEqual([
    'update sync.floor.supervisors',
  ]);
  expect(deep.drift).toEqual(['Sync map permission "mallory" in sync.floor']);
});

test('a number is bought only with leave, and only when there is none; the next run does not buy another', async () => {
  const account = new BareAccount([]);
  const outputs = await account.apply();
  expect(outputs).not.toHaveProperty('CALLER_ID');
  expect(left(await account.plan())).toEqual([{ why: expect.stringContaining('--allow-spend'), must: true }]);
  await account.apply({ allowSpend: true });
  await account.apply({ allowSpend: true });
  const numbers = await account.client.incomingPhoneNumbers.list();
  expect(numbers).toMatchObject([
    { phoneNumber: account.present.CALLER_ID, voiceFallbackUrl: expect.stringContaining(DOMAIN) },
  ]);
});

test.each([
  { owned: ['+14155550198', '+14155550199'], wanted: undefined, why: /owns 2 numbers. Set CALLER_ID/ },
  { owned: ['+14155550198'], wanted: '+14155550100', why: /CALLER_ID is not a number of this account/ },
])('which number is meant is not guessed: $why', async ({ owned, wanted, why }) => {
  const account = new BareAccount(owned);
  if (wanted) account.present = { CALLER_ID: wanted };
  const plan = await account.plan({ allowSpend: true });
  expect(left(plan)).toEqual([{ why: expect.stringMatching(why), must: true }]);
  await account.apply({ allowSpend: true });
  expect((await account.client.incomingPhoneNumbers.list()).map(({ voiceUrl }) => voiceUrl)).toEqual(
    owned.map(() => ''),
  );
});

test('a number that leads to a flow which is gone is taken up again, one that leads elsewhere is not', async () => {
  const account = new BareAccount();
  await account.apply();
  const { flows } = account.client.studio.v2;
  const [flow] = await flows.list();
  await flows(flow?.sid ?? '').remove();
  expect(changesIn(await account.plan()).map(({ resource }) => resource.id)).toEqual(['flow', 'number']);
  await account.apply();
  const [number] = await account.client.incomingPhoneNumbers.list();
  expect(number?.voiceUrl).not.toContain(flow?.sid);
  await account.client
    .incomingPhoneNumbers(number?.sid ?? '')
    .update({ voiceUrl: 'https://crm.example.com/call' });
  expect(left(await account.plan())).toEqual([
    { why: expect.stringContaining('something else answers …0199'), must: false },
  ]);
});

test('people the operator lists get a worker with their skills; who they are and where they are stays', async () => {
  const account = new BareAccount();
  account.agents = [{ email: 'ada@example.com', skills: ['sales'], languages: ['en', 'es'] }];
  await account.apply();
  const { workers } = account.client.taskrouter.v1.workspaces(account.present.WORKSPACE_SID ?? '');
  const [worker] = await workers.list();
  expect(JSON.parse(worker?.attributes ?? '')).toEqual({
    ...{ email: 'ada@example.com', skills: ['sales'], languages: ['en', 'es'] },
  });
  // She signs in, with other letters and another order.
  const attributes = { agent_id: 'A1', contact_uri: 'client:A1', skills: ['sales'], languages: ['es', 'en'] };
  await workers(worker?.sid ?? '').update({
    friendlyName: 'Ada@Example.com',
    attributes: JSON.stringify(attributes),
  });
  expect(changesIn(await account.plan())).toEqual([]);
  account.agents = [{ email: 'ada@example.com', skills: ['sales', 'support'], languages: ['en', 'es'] }];
  await account.apply();
  expect(JSON.parse((await workers(worker?.sid ?? '').fetch()).attributes)).toEqual({
    ...attributes,
    skills: ['sales', 'support'],
  });
  // Who is no longer listed keeps their worker: it may be at work.
  account.agents = [];
  await account.apply();
  expect(await workers.list()).toHaveLength(1);
});
