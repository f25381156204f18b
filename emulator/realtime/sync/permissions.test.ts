import { next, rawClient, type SyncWorld, subscribed, syncWorld, until } from './testing';

const FORBIDDEN = { status: 403, code: 54007 };

let world: SyncWorld;
let serviceSid: string;

beforeEach(async () => {
  world = await syncWorld();
  serviceSid = (await world.services.create({ aclEnabled: true })).sid;
  for (const name of ['ada', 'ben']) {
    await world.service(serviceSid).syncMaps.create({ uniqueName: `calls.${name}` });
    await callsOf(name).syncMapPermissions(name).update({ read: true, write: false, manage: false });
    await callsOf(name).syncMapItems.create({ key: 'call', data: { customer: `of ${name}` } });
  }
});

afterEach(() => world.close());

const callsOf = (name: string) => world.service(serviceSid).syncMaps(`calls.${name}`);
const browser = (name: string) => world.browser(name, { serviceSid });

test("one person reads their own map, and not another's, by name or by SID", async () => {
  const ada = browser('ada');
  expect((await (await ada.map('calls.ada')).get('call')).data).toEqual({ customer: 'of ada' });

  await expect(ada.map('calls.ben')).rejects.toMatchObject(FORBIDDEN);
  await expect(ada.map({ id: 'calls.ben', includeItems: true })).rejects.toMatchObject(FORBIDDEN);
  await expect(ada.map((await callsOf('ben').fetch()).sid)).rejects.toMatchObject(FORBIDDEN);
});

test("who knows the SID of another's map still reads and hears nothing of it", async () => {
  const { sid } = await callsOf('ben').fetch();
  const raw = await rawClient(world.port);
  await raw.ask({ method: 'init', token: world.token('ada', { serviceSid }) });
  const request = (method: string, path: string) => ({ http_request: { host: 'localhost', method, path } });
  const { header, payload } = await raw.ask(request('GET', `/v3/Maps/${sid}/Items`));
  expect(header.http_status).toMatchObject({ code: 403 });
  expect(payload.toString()).not.toContain('of ben');

  await raw.ask(request('POST', '/v4/Subscriptions'), {
    action: 'establish',
    correlation_id: 1,
    requests: [{ object_sid: sid, object_type: 'map', last_event_id: 0 }],
  });
  await until(() => raw.pushes()[0]);
  await callsOf('ben').syncMapItems.create({ key: 'another', data: {} });
  await raw.ask({ method: 'ping' });
  expect(raw.pushes()).toMatchObject([{ event_type: 'subscription_failed', events: [{ error: FORBIDDEN }] }]);
});

test('reading is not writing, and writing is not removing', async () => {
  const map = await browser('ada').map('calls.ada');
  const change = () => map.set('call', { customer: 'changed' });
  await expect(change()).rejects.toMatchObject(FORBIDDEN);
  await expect(map.remove('call')).rejects.toMatchObject(FORBIDDEN);
  expect((await callsOf('ada').syncMapItems('call').fetch()).data).toEqual({ customer: 'of ada' });

  await callsOf('ada').syncMapPermissions('ada').update({ read: true, write: true, manage: false });
  await change();
  await expect(map.removeMap()).rejects.toMatchObject(FORBIDDEN);
  await expect(map.setTtl(1)).rejects.toMatchObject(FORBIDDEN);

  await callsOf('ada').syncMapPermissions('ada').update({ read: true, write: true, manage: true });
  await map.removeMap();
});

test('who may no longer read hears no more', async () => {
  const map = await subscribed(browser('ada').map('calls.ada'));
  const heard: string[] = [];
  map.on('itemAdded', ({ item }: { item: { key: string } }) => heard.push(item.key));
  await callsOf('ada').syncMapItems.create({ key: 'before', data: {} });
  await until(() => heard[0]);

  await callsOf('ada').syncMapPermissions('ada').remove();
  await callsOf('ada').syncMapItems.create({ key: 'after', data: {} });
  await callsOf('ada').syncMapPermissions('ada').update({ read: true, write: false, manage: false });
  await callsOf('ada').syncMapItems.create({ key: 'again', data: {} });
  await until(() => heard[1]);
  expect(heard).toEqual(['before', 'again']);
});

test('what a person makes is theirs alone', async () => {
  const mine = await browser('ada').map('draft');
  await mine.set('text', { of: 'ada' });
  await expect(browser('ben').map('draft')).rejects.toMatchObject(FORBIDDEN);
  expect((await world.service(serviceSid).syncMaps('draft').fetch()).createdBy).toBe('ada');
});

test("a token of one service reaches nothing of another's", async () => {
  const { sid } = await world.service().documents.create({ uniqueName: 'secret', data: { n: 1 } });
  await expect(browser('ada').document({ id: sid, mode: 'open_existing' })).rejects.toMatchObject({
    status: 404,
    code: 54100,
  });
});

test('with the ACL off, whoever has a token may', async () => {
  await world.services(serviceSid).update({ aclEnabled: false });
  const theirs = await subscribed(browser('ada').map('calls.ben'));
  const heard = next(theirs, 'itemUpdated');
  await callsOf('ben').syncMapItems('call').update({ data: {} });
  await heard;
});
