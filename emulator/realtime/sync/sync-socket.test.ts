import type { SyncMapItem } from 'twilio-sync';
import { next, rawClient, type SyncWorld, subscribed, syncWorld } from './testing';

let world: SyncWorld;

beforeEach(async () => {
  world = await syncWorld();
});

afterEach(() => world.close());

interface ItemEvent {
  item: SyncMapItem;
  isLocal: boolean;
}

test('a document that REST changes reaches the browser at once', async () => {
  await world.service().documents.create({ uniqueName: 'topic', data: { state: 'waiting' } });
  const document = await subscribed(world.browser('ada').document('topic'));
  expect(document.data).toEqual({ state: 'waiting' });

  const changed = next(document, 'updated');
  const before = performance.now();
  await world
    .service()
    .documents('topic')
    .update({ data: { state: 'assigned' } });
  await changed;
  expect(performance.now() - before).toBeLessThan(5_000);
  expect(document.data).toEqual({ state: 'assigned' });
  expect(document.revision).toBe('1');
});

test('what one browser writes, another hears of, and REST reads', async () => {
  const [ada, ben] = [world.browser('ada'), world.browser('ben')];
  const mine = await subscribed(ada.map('room'));
  const theirs = await subscribed(ben.map('room'));
  expect(theirs.sid).toBe(mine.sid);

  const heard = next<ItemEvent>(theirs, 'itemAdded');
  await mine.set('ada', { here: true });
  expect(await heard).toMatchObject({ item: { key: 'ada', data: { here: true } }, isLocal: false });

  const updated = next<ItemEvent>(mine, 'itemUpdated');
  await theirs.set('ada', { here: false });
  expect((await updated).item.data).toEqual({ here: false });
  expect((await world.service().syncMaps('room').syncMapItems('ada').fetch()).data).toEqual({ here: false });

  const removed = next<{ key: string; previousItemData: object }>(mine, 'itemRemoved');
  await theirs.remove('ada');
  expect(await removed).toMatchObject({ key: 'ada', previousItemData: { here: false } });
  expect(await world.service().syncMaps('room').syncMapItems.list()).toEqual([]);
});

test('a browser hears of its own change once, as its own', async () => {
  const map = await subscribed(world.browser('ada').map('mine'));
  const heard: boolean[] = [];
  map.on('itemAdded', ({ isLocal }: ItemEvent) => heard.push(isLocal));
  map.on('itemUpdated', ({ isLocal }: ItemEvent) => heard.push(isLocal));
  await map.set('k', { n: 1 });
  await map.set('k', { n: 2 });
  await world
    .service()
    .syncMaps('mine')
    .syncMapItems('k')
    .update({ data: { n: 3 } });
  await next(map, 'itemUpdated');
  expect(heard).toEqual([true, true, false]);
});

test('the reply to a request comes before what the request caused', async () => {
  const { sid } = await world.service().documents.create({ uniqueName: 'd' });
  const raw = await rawClient(world.port);
  const request = (method: string, path: string) => ({ http_request: { host: 'localhost', method, path } });
  await raw.ask({ method: 'init', token: world.token('ada') });
  await raw.ask(request('POST', '/v4/Subscriptions'), {
    action: 'establish',
    correlation_id: 1,
    requests: [{ object_sid: sid, object_type: 'document', last_event_id: 0 }],
  });
  await raw.ask(request('POST', `/v3/Documents/${sid}`), { data: { n: 1 } });
  await raw.ask({ method: 'ping' });
  expect(raw.frames.map(({ header }) => header.message_type ?? header.method)).toEqual([
    'reply',
    'reply',
    'twilio.sync.event',
    'reply',
    'twilio.sync.event',
    'reply',
  ]);
});

test('two browsers that count in one place at once lose no count', async () => {
  const counters = await Promise.all(
    ['ada', 'ben'].map((name) => subscribed(world.browser(name).map('counts'))),
  );
  const add = (remote: object) => ({ n: ((remote as { n?: number }).n ?? 0) + 1 });
  await Promise.all(counters.flatMap((map) => Array.from({ length: 10 }, () => map.mutate('calls', add))));
  expect((await world.service().syncMaps('counts').syncMapItems('calls').fetch()).data).toEqual({ n: 20 });

  const documents = await Promise.all(
    ['cy', 'dot'].map((name) => subscribed(world.browser(name).document('count'))),
  );
  await Promise.all(documents.flatMap((document) => Array.from({ length: 5 }, () => document.mutate(add))));
  expect((await world.service().documents('count').fetch()).data).toEqual({ n: 10 });
});

test('a list is read page by page, forwards and backwards', async () => {
  const list = world.service().syncLists;
  await list.create({ uniqueName: 'log' });
  for (let n = 0; n < 25; n++) await list('log').syncListItems.create({ data: { n } });

  const opened = await world.browser('ada').list('log');
  const numbers = (page: { items: { data: object }[] }) =>
    page.items.map(({ data }) => (data as { n: number }).n);
  const first = await opened.getItems({ pageSize: 10 });
  const second = await first.nextPage();
  const third = await second.nextPage();
  expect([...numbers(first), ...numbers(second), ...numbers(third)]).toEqual(
    Array.from({ length: 25 }, (_, n) => n),
  );
  expect([first.hasPrevPage, third.hasNextPage]).toEqual([false, false]);
  expect(numbers(await third.prevPage())).toEqual(numbers(second));

  const backwards = await world.browser('ben').list('log');
  expect(numbers(await backwards.getItems({ pageSize: 3, order: 'desc' }))).toEqual([24, 23, 22]);
  expect((await backwards.get(7)).data).toEqual({ n: 7 });
  await expect(backwards.get(99)).rejects.toMatchObject({ status: 404, code: 54151 });
});

test('a list is written, and one browser sees what another pushes', async () => {
  const mine = await subscribed(world.browser('ada').list('notes'));
  const theirs = await subscribed(world.browser('ben').list('notes'));
  const heard = next<{ item: { index: number; data: object } }>(theirs, 'itemAdded');
  const item = await mine.push({ text: 'call back' });
  expect((await heard).item).toMatchObject({ index: item.index, data: { text: 'call back' } });
  await theirs.update(item.index, { done: true });
  expect((await world.service().syncLists('notes').syncListItems(item.index).fetch()).data).toEqual({
    text: 'call back',
    done: true,
  });
  const removed = next(theirs, 'itemRemoved');
  await mine.remove(item.index);
  await removed;
});

test('a map is opened with its items in it, keys with odd characters among them', async () => {
  await world.service().syncMaps.create({ uniqueName: 'odd' });
  await world
    .service()
    .syncMaps('odd')
    .syncMapItems.create({ key: 'a/b c%&+ü', data: { ok: true } });
  const map = await world.browser('ada').map({ id: 'odd', mode: 'open_existing', includeItems: true });
  const page = await map.getItems();
  expect(page.items.map(({ key }) => key)).toEqual(['a/b c%&+ü']);
  await map.set('a/b c%&+ü', { ok: 'still' });
  expect((await (await world.browser('ben').map('odd')).get('a/b c%&+ü')).data).toEqual({ ok: 'still' });
});

test('a message on a stream reaches who listens', async () => {
  const mine = await subscribed(world.browser('ada').stream('typing'));
  const theirs = await subscribed(world.browser('ben').stream('typing'));
  const heard = next(theirs, 'messagePublished');
  await mine.publishMessage({ typing: true });
  expect(await heard).toMatchObject({ message: { data: { typing: true } }, isLocal: false });
});

test('what is removed, or whose time has come, is gone from the browser too', async () => {
  await world.service().documents.create({ uniqueName: 'short', ttl: 60 });
  await world.service().syncMaps.create({ uniqueName: 'history' });
  await world
    .service()
    .syncMaps('history')
    .syncMapItems.create({ key: 'call', data: { n: 1 }, ttl: 30 });
  const ada = world.browser('ada');
  const document = await subscribed(ada.document('short'));
  const map = await subscribed(ada.map('history'));
  expect((await map.get('call')).dateExpires).not.toBeNull();

  const itemGone = next(map, 'itemRemoved');
  const gone = next(document, 'removed');
  await world.kernel.clock.advance(31);
  expect(await itemGone).toMatchObject({ key: 'call', previousItemData: { n: 1 }, isLocal: false });
  await world.kernel.clock.advance(30);
  expect(await gone).toMatchObject({ isLocal: false });

  const mapGone = next(map, 'removed');
  await world.service().syncMaps('history').remove();
  await mapGone;
  await expect(ada.map({ id: 'history', mode: 'open_existing' })).rejects.toMatchObject({
    status: 404,
    code: 54200,
  });
});

test('a browser sets how long things live', async () => {
  const map = await subscribed(world.browser('ada').map({ id: 'brief', ttl: 3600 }));
  await map.set('soon', {}, { ttl: 10 });
  await map.set('later', {});
  await map.setItemTtl('later', 20);
  const soon = next(map, 'itemRemoved');
  await world.kernel.clock.advance(11);
  expect(await soon).toMatchObject({ key: 'soon' });
  await map.setTtl(5);
  const gone = next(map, 'removed');
  await world.kernel.clock.advance(6);
  await gone;
});

test('bad input is refused with the code that REST gives', async () => {
  const ada = world.browser('ada');
  const document = await ada.document('d');
  await expect(document.set({ text: 'x'.repeat(17_000) })).rejects.toMatchObject({
    status: 413,
    code: 54006,
  });
  const map = await ada.map('m');
  await expect(map.set('k'.repeat(321), {})).rejects.toMatchObject({ status: 400, code: 54209 });
  await expect(map.set('k', {}, { ttl: 40_000_000 })).rejects.toMatchObject({ status: 400, code: 54011 });
  await expect(map.get('none')).rejects.toMatchObject({ status: 404, code: 54201 });
  const stream = await ada.stream('s');
  await expect(stream.publishMessage({ text: 'x'.repeat(5_000) })).rejects.toMatchObject({ code: 54006 });
});

test('what the emulator lacks is refused aloud', async () => {
  const ada = world.browser('ada');
  await expect(ada.liveQuery('tr-worker', 'data.name == "Ada"')).rejects.toMatchObject({
    status: 501,
    message: expect.stringContaining('emulator/realtime/sync/cds/') as string,
  });
});
