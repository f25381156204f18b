import type { SyncMap } from 'twilio-sync';
import { next, rawClient, type SyncWorld, subscribed, syncWorld, until } from './testing';

let world: SyncWorld;

beforeEach(async () => {
  world = await syncWorld();
  await world.service().syncMaps.create({ uniqueName: 'calls' });
  await world.service().documents.create({ uniqueName: 'topic', data: { n: 0 } });
  await calls().create({ key: 'old', data: { n: 0 } });
});

afterEach(() => world.close());

const calls = () => world.service().syncMaps('calls').syncMapItems;
const call = (key: string) => world.service().syncMaps('calls').syncMapItems(key);

/** Everything that a map tells, in order, as text. */
function record(map: SyncMap): string[] {
  const heard: string[] = [];
  map.on('itemAdded', ({ item }) => heard.push(`${item.key} added ${JSON.stringify(item.data)}`));
  map.on('itemUpdated', ({ item }) => heard.push(`${item.key} updated ${JSON.stringify(item.data)}`));
  map.on('itemRemoved', ({ key }) => heard.push(`${key} removed`));
  return heard;
}

/** Breaks every connection, does something, and lets nobody back before it is done. */
async function whileAway(work: () => Promise<unknown>): Promise<void> {
  world.kernel.faults.set([{ on: 'socket', match: 'CONNECT', effect: 'fail', status: 503 }]);
  world.realtime.close();
  await work();
  world.kernel.faults.clear();
}

test('after a lost connection a browser gets all that it missed, once and in order', async () => {
  const ada = world.browser('ada');
  const map = await subscribed(ada.map('calls'));
  const document = await subscribed(ada.document('topic'));
  const heard = record(map);
  await call('old').update({ data: { n: 1 } });
  await until(() => heard[0]);
  const back = next(document, 'updated', () => (document.data as { n: number }).n === 2);
  await whileAway(async () => {
    await calls().create({ key: 'new', data: { n: 1 } });
    await call('new').update({ data: { n: 2 } });
    await call('old').remove();
    for (const n of [1, 2]) await world.service().documents('topic').update({ data: { n } });
  });
  await back;
  await calls().create({ key: 'live', data: {} });
  await until(() => heard[4]);
  expect(heard).toEqual([
    'old updated {"n":1}',
    'new added {"n":1}',
    'new updated {"n":2}',
    'old removed',
    'live added {}',
  ]);
});

test('what was removed in the meantime is told on return', async () => {
  const map = await subscribed(world.browser('ada').map('calls'));
  const gone = next(map, 'removed');
  await whileAway(() => world.service().syncMaps('calls').remove());
  await gone;
});

test('where the events are no longer kept, a browser gets what things are now', async () => {
  const map = await subscribed(world.browser('ada').map('calls'));
  const heard = record(map);
  await whileAway(async () => {
    await call('old').update({ data: { n: 5 } });
    await calls().create({ key: 'new', data: { n: 1 } });
    world.sync.restored?.();
  });
  await until(() => heard[1]);
  expect(heard).toEqual(['old updated {"n":5}', 'new updated {"n":1}']);
});

test('a push that is lost with its connection comes after all', async () => {
  const document = await subscribed(world.browser('ada').document('topic'));
  world.kernel.faults.set([{ on: 'socket', match: 'PUSH document_updated', effect: 'drop', limit: 1 }]);
  const changed = next(document, 'updated');
  await world
    .service()
    .documents('topic')
    .update({ data: { n: 1 } });
  await changed;
  expect(document.data).toEqual({ n: 1 });
  expect(world.kernel.faults.list()).toMatchObject([{ hit: 1 }]);
});

test('a delayed push comes late, and none overtakes it', async () => {
  const map = await subscribed(world.browser('ada').map('calls'));
  const heard = record(map);
  world.kernel.faults.set([
    { on: 'socket', match: 'PUSH map_item_added', effect: 'delay', ms: 5000, limit: 1 },
  ]);
  await calls().create({ key: 'late', data: {} });
  await call('old').update({ data: {} });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(heard).toEqual([]);
  await world.kernel.clock.advance(5);
  await until(() => heard[1]);
  expect(heard).toEqual(['late added {}', 'old updated {}']);
});

test('a request can fail, or be done and its answer lost', async () => {
  const document = await world.browser('ada').document('topic');
  world.kernel.faults.set([
    { on: 'socket', match: 'POST /v3/Documents', effect: 'fail', status: 500, code: 20500, limit: 1 },
    { on: 'socket', match: 'POST /v3/Documents', effect: 'fail-after', limit: 1 },
  ]);
  await expect(document.set({ n: 1 })).rejects.toMatchObject({ status: 500, code: 20500 });
  expect((await world.service().documents('topic').fetch()).data).toEqual({ n: 0 });

  await expect(document.set({ n: 2 })).rejects.toThrow('disconnected');
  expect((await world.service().documents('topic').fetch()).data).toEqual({ n: 2 });
});

test('a broken connection does not connect by itself while the service is down', async () => {
  const ada = world.browser('ada');
  await ada.document('topic');
  await whileAway(async () => {
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(ada.connectionState).not.toBe('connected');
  });
  await until(() => (ada.connectionState === 'connected' ? true : undefined));
});

test('an emptied account ends the connections, and nothing of it is left', async () => {
  const document = await subscribed(world.browser('ada').document('topic'));
  const gone = next(document, 'removed');
  world.kernel.store.clear();
  for (const product of [world.sync, world.realtime]) product.restored?.();
  await gone;
});

test('after an earlier state is put back, a browser starts over with what is then there', async () => {
  const snapshot = world.kernel.store.snapshot();
  const ada = world.browser('ada');
  const document = await subscribed(ada.document('topic'));
  await document.set({ n: 7 });
  const gone = next(document, 'removed');
  world.kernel.store.restore(snapshot);
  for (const product of [world.sync, world.realtime]) product.restored?.();
  await gone;

  const anew = await subscribed(ada.document('topic'));
  expect(anew.data).toEqual({ n: 0 });
  const changed = next(anew, 'updated');
  await world
    .service()
    .documents('topic')
    .update({ data: { n: 1 } });
  await changed;
});

test('a path that is no socket of Twilio is left to others', async () => {
  await expect(rawClient(world.port, '/v3/elsewhere')).rejects.toThrow();
});
