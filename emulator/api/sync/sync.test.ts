import { failure, sdk, testKernel } from '../testing';
import { createSync, type SyncEvent } from '.';

function account() {
  const kernel = testKernel();
  const sync = createSync(kernel);
  const service = sdk(kernel, [sync]).sync.v1.services('default');
  return { kernel, sync, service, client: sdk(kernel, [sync]) };
}

test('a service is made, found, changed, listed beside the default one, and removed with all it holds', async () => {
  const { client, sync } = account();
  const made = await client.sync.v1.services.create({ friendlyName: 'Floor', aclEnabled: true });
  expect(made).toMatchObject({ friendlyName: 'Floor', aclEnabled: true, reachabilityDebouncingWindow: 5000 });
  expect(made.links.maps).toBe(`https://sync.twilio.com/v1/Services/${made.sid}/Maps`);

  const document = await client.sync.v1.services(made.sid).documents.create({ uniqueName: 'x' });
  await client.sync.v1.services(made.sid).update({ friendlyName: 'Ground floor' });
  expect((await client.sync.v1.services.list()).map((one) => one.friendlyName)).toEqual([
    'Default Service',
    'Ground floor',
  ]);

  await client.sync.v1.services(made.sid).remove();
  expect(sync.model.objects.find(made.sid, 'document', document.sid)).toBeUndefined();
  expect(await failure(client.sync.v1.services(made.sid).fetch())).toMatchObject({
    status: 404,
    code: 20404,
  });
});

test('a document is addressed by its name or its SID, and each change gives it a new revision', async () => {
  const { service } = account();
  const made = await service.documents.create({ uniqueName: 'topic.1', data: { state: 'waiting' } });
  expect(made).toMatchObject({ revision: '0', data: { state: 'waiting' }, createdBy: 'system' });
  expect(made.dateExpires).toBeNull();

  const updated = await service.documents('topic.1').update({ data: { state: 'assigned' }, ifMatch: '0' });
  expect(updated.revision).toBe('1');
  expect((await service.documents(made.sid).fetch()).data).toEqual({ state: 'assigned' });
});

test('a name is taken once per kind', async () => {
  const { service } = account();
  await service.documents.create({ uniqueName: 'agents' });
  expect(await failure(service.documents.create({ uniqueName: 'agents' }))).toMatchObject({
    status: 409,
    code: 54301,
  });
  await service.syncMaps.create({ uniqueName: 'agents' });

  await service.documents('agents').remove();
  await service.documents.create({ uniqueName: 'agents' });
});

test('an update made against an older revision is refused and changes nothing', async () => {
  const { service } = account();
  await service.documents.create({ uniqueName: 'd', data: { n: 0 } });
  await service.documents('d').update({ data: { n: 1 }, ifMatch: '0' });
  expect(await failure(service.documents('d').update({ data: { n: 2 }, ifMatch: '0' }))).toMatchObject({
    status: 412,
    code: 54103,
  });
  expect((await service.documents('d').fetch()).data).toEqual({ n: 1 });

  const map = await service.syncMaps.create({ uniqueName: 'm' });
  const item = await service.syncMaps('m').syncMapItems.create({ key: 'k', data: {} });
  await service
    .syncMaps('m')
    .syncMapItems('k')
    .update({ data: { n: 1 } });
  const stale = { ifMatch: item.revision };
  const atItem = service.syncMaps(map.sid).syncMapItems('k');
  expect(await failure(atItem.update({ data: {}, ...stale }))).toMatchObject({ status: 412, code: 54205 });
  expect(await failure(atItem.remove(stale))).toMatchObject({ status: 412, code: 54205 });
  expect(await failure(atItem.update({ data: {}, ifMatch: 'no revision' }))).toMatchObject({
    status: 400,
    code: 54003,
  });

  await service.syncLists.create({ uniqueName: 'l' });
  await service.syncLists('l').syncListItems.create({ data: {} });
  const atIndex = service.syncLists('l').syncListItems(0);
  expect(await failure(atIndex.update({ data: {}, ifMatch: 'ff' }))).toMatchObject({
    status: 412,
    code: 54155,
  });
});

test('a map item made anew never repeats a revision, so an old If-Match cannot hit it', async () => {
  const { service } = account();
  await service.syncMaps.create({ uniqueName: 'm' });
  const items = service.syncMaps('m').syncMapItems;
  const first = await items.create({ key: 'k', data: { n: 1 } });
  await service.syncMaps('m').syncMapItems('k').remove();
  await items.create({ key: 'k', data: { n: 2 } });
  const late = service
    .syncMaps('m')
    .syncMapItems('k')
    .update({ data: { n: 3 }, ifMatch: first.revision });
  expect(await failure(late)).toMatchObject({ code: 54205 });
});

test('a key stands in a map once', async () => {
  const { service } = account();
  await service.syncMaps.create({ uniqueName: 'agents' });
  const items = service.syncMaps('agents').syncMapItems;
  await items.create({ key: 'ana@example.com', data: { name: 'Ana' } });
  expect(await failure(items.create({ key: 'ana@example.com', data: {} }))).toMatchObject({
    status: 409,
    code: 54208,
  });
  const found = await service.syncMaps('agents').syncMapItems('ana@example.com').fetch();
  expect(found.url).toMatch(/\/Items\/ana%40example\.com$/);
});

test('what is not there is 404, whoever is asked', async () => {
  const { service } = account();
  await service.syncMaps.create({ uniqueName: 'm' });
  for (const missing of [
    service.documents('none').fetch(),
    service.syncMaps('none').syncMapItems('k').fetch(),
    service.syncMaps('m').syncMapItems('none').update({ data: {} }),
    service.syncLists('none').remove(),
    service.syncStreams('none').streamMessages.create({ data: {} }),
    service.syncMaps('m').syncMapPermissions('ana').fetch(),
  ])
    expect(await failure(missing)).toMatchObject({ status: 404, code: 20404 });
});

test('map items come by key, from where one asks, both ways, page after page', async () => {
  const { service } = account();
  await service.syncMaps.create({ uniqueName: 'm' });
  const items = service.syncMaps('m').syncMapItems;
  for (const key of ['c', 'a', 'e', 'b', 'd']) await items.create({ key, data: {} });
  const keys = async (options: Parameters<typeof items.list>[0]) =>
    (await items.list(options)).map((item) => item.key).join('');

  expect(await keys({})).toBe('abcde');
  expect(await keys({ pageSize: 2 })).toBe('abcde');
  expect(await keys({ order: 'desc' })).toBe('edcba');
  expect(await keys({ from: 'c' })).toBe('cde');
  expect(await keys({ from: 'c', bounds: 'exclusive' })).toBe('de');
  expect(await keys({ from: 'c', order: 'desc', bounds: 'exclusive', pageSize: 1 })).toBe('ba');
});

test('list items get the next index, also after one is removed, and come in order of number', async () => {
  const { service } = account();
  await service.syncLists.create({ uniqueName: 'l' });
  const items = service.syncLists('l').syncListItems;
  for (let n = 0; n < 11; n++) await items.create({ data: { n } });
  await service.syncLists('l').syncListItems(10).remove();
  const last = await items.create({ data: { n: 11 } });
  expect(last.index).toBe(11);
  expect((await items.list({ from: '8' })).map((item) => item.index)).toEqual([8, 9, 11]);
});

test('what has a time to live is gone when it ends, also after the account was restored', async () => {
  const { kernel, sync, service } = account();
  await service.documents.create({ uniqueName: 'doc', ttl: 60 });
  await service.syncMaps.create({ uniqueName: 'map', collectionTtl: 300 });
  const item = await service.syncMaps('map').syncMapItems.create({ key: 'k', data: {}, itemTtl: 120 });
  expect(item.dateExpires.getTime() - item.dateCreated.getTime()).toBe(120_000);

  await kernel.clock.advance(59);
  await service.documents('doc').fetch();
  await kernel.clock.advance(2);
  expect(await failure(service.documents('doc').fetch())).toMatchObject({ code: 20404 });

  const saved = kernel.store.snapshot();
  kernel.store.restore(saved);
  sync.restored?.();
  await kernel.clock.advance(60);
  expect(await failure(service.syncMaps('map').syncMapItems('k').fetch())).toMatchObject({ code: 20404 });
  await service.syncMaps('map').fetch();
  await kernel.clock.advance(180);
  expect(await failure(service.syncMaps('map').fetch())).toMatchObject({ code: 20404 });
  await service.syncMaps.create({ uniqueName: 'map' });
});

test('a new time to live counts from the update, and nought means for ever', async () => {
  const { kernel, service } = account();
  await service.documents.create({ uniqueName: 'doc', ttl: 60 });
  await kernel.clock.advance(50);
  await service.documents('doc').update({ ttl: 60 });
  await kernel.clock.advance(50);
  await service.documents('doc').update({ ttl: 0 });
  await kernel.clock.advance(1000);
  expect((await service.documents('doc').fetch()).dateExpires).toBeNull();
});

test.each([
  ['a time to live beyond a year', { ttl: 31_536_001 }, 400, 54011],
  ['data beyond 16 KiB', { data: { text: 'x'.repeat(16 * 1024) } }, 413, 54006],
  ['data that is no object', { data: [1, 2] }, 400, 54008],
  ['a name that looks like a SID', { uniqueName: `ET${'a'.repeat(32)}` }, 400, 54302],
  ['an empty name', { uniqueName: '' }, 400, 54302],
])('%s is refused', async (_what, given, status, code) => {
  const { service } = account();
  expect(await failure(service.documents.create(given))).toMatchObject({ status, code });
});

test('data of exactly 16 KiB is taken', async () => {
  const { service } = account();
  const text = 'x'.repeat(16 * 1024 - JSON.stringify({ text: '' }).length);
  await service.documents.create({ data: { text } });
});

test('permissions are set, read, listed and taken back, for each kind', async () => {
  const { service } = account();
  const [document, map, list] = await Promise.all([
    service.documents.create({ uniqueName: 'd' }),
    service.syncMaps.create({ uniqueName: 'm' }),
    service.syncLists.create({ uniqueName: 'l' }),
  ]);
  const rights = { read: true, write: false, manage: false };
  const onMap = await service.syncMaps('m').syncMapPermissions('ana').update(rights);
  expect(onMap).toMatchObject({ ...rights, identity: 'ana', mapSid: map.sid });
  const onDocument = await service.documents('d').documentPermissions('ana').update(rights);
  expect(onDocument.documentSid).toBe(document.sid);
  const onList = await service.syncLists('l').syncListPermissions('ana').update(rights);
  expect(onList.listSid).toBe(list.sid);

  expect(await service.syncMaps('m').syncMapPermissions.list()).toHaveLength(1);
  await service.syncMaps('m').syncMapPermissions('ana').remove();
  expect(await service.syncMaps('m').syncMapPermissions.list()).toEqual([]);
});

test('every change is told once, in order, with what was before', async () => {
  const { sync, service, kernel } = account();
  const events: SyncEvent[] = [];
  const stop = sync.events.subscribe((event) => events.push(event));
  await service.syncMaps.create({ uniqueName: 'm' });
  await service.syncMaps('m').syncMapItems.create({ key: 'k', data: { n: 1 } });
  await service
    .syncMaps('m')
    .syncMapItems('k')
    .update({ data: { n: 2 } });
  await service.syncMaps('m').syncMapItems('k').remove();
  await service.syncStreams.create({ uniqueName: 's' });
  await service.syncStreams('s').streamMessages.create({ data: { hello: true } });
  stop();
  await service.syncMaps('m').remove();

  expect(events.map((event) => event.type)).toEqual([
    'map_created',
    'map_item_added',
    'map_item_updated',
    'map_item_removed',
    'stream_created',
    'stream_message_published',
  ]);
  expect(events[2]).toMatchObject({
    item: { data: { n: 2 } },
    previousData: { n: 1 },
    object: { revision: 2 },
  });
  expect(kernel.timeline.since(0).filter((event) => event.kind === 'sync')).toHaveLength(7);
});

test('a service that asks for it is told of changes made through REST', async () => {
  const { kernel, client } = account();
  const url = 'https://app.example.com/sync';
  const quiet = await client.sync.v1.services.create({ webhookUrl: url });
  await client.sync.v1.services(quiet.sid).documents.create({ uniqueName: 'd' });
  expect(kernel.webhooks.sent).toEqual([]);

  const { sid } = await client.sync.v1.services.create({ webhookUrl: url, webhooksFromRestEnabled: true });
  await client.sync.v1.services(sid).documents.create({ uniqueName: 'd', data: { n: 1 } });
  expect(kernel.webhooks.sent).toMatchObject([
    {
      url,
      params: {
        EventType: 'document_created',
        DocumentUniqueName: 'd',
        DocumentData: '{"n":1}',
        Identity: 'system',
      },
    },
  ]);
});
