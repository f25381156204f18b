import type { FaultRule } from '../faults';
import { deliveringKernel, Receiver } from './testing';

let receiver: Receiver;
let world: ReturnType<typeof deliveringKernel>;

beforeEach(async () => {
  receiver = await new Receiver().open();
  world = deliveringKernel();
});

afterEach(async () => {
  world.kernel.webhooks.stop();
  await receiver.close();
});

const fault = (rule: Omit<FaultRule, 'on' | 'match'> & { match?: string }) =>
  world.kernel.faults.set([{ on: 'webhook', match: '/', ...rule }]);

const send = (path: string) =>
  world.kernel.webhooks.request({ purpose: 'test', url: receiver.url + path, method: 'POST', params: {} });

const paths = () => receiver.received.map(({ url }) => url);

test('fail: it is not delivered and counts as that answer; a retry may then get through', async () => {
  fault({ effect: 'fail', status: 502, limit: 1 });
  expect((await send('/a#rc=1&rp=5xx')).status).toBe(200);
  fault({ effect: 'fail', status: 502 });
  expect(await send('/b')).toMatchObject({ status: 502, errorCode: 11200 });
  expect(paths()).toEqual(['/a']);
});

test('drop: nothing is delivered and there is no answer', async () => {
  fault({ effect: 'drop' });
  expect(await send('/a')).toMatchObject({ status: 0, errorCode: 11205 });
  expect(paths()).toEqual([]);
});

test('fail-after: it is delivered, but the answer is lost', async () => {
  fault({ effect: 'fail-after' });
  expect(await send('/a')).toMatchObject({ status: 0, errorCode: 11205 });
  expect(paths()).toEqual(['/a']);
});

test('duplicate: it is delivered as often as said, with one idempotency token', async () => {
  fault({ effect: 'duplicate', times: 3 });
  await send('/a');
  expect(paths()).toEqual(['/a', '/a', '/a']);
  const tokens = receiver.received.map(({ headers }) => headers['i-twilio-idempotency-token']);
  expect(new Set(tokens).size).toBe(1);
});

test('delay: it is delivered when the emulated time has come, and holds nothing else up', async () => {
  fault({ effect: 'delay', ms: 60_000, match: '/late' });
  const late = send('/late');
  await send('/early');
  expect(paths()).toEqual(['/early']);
  await world.kernel.clock.advance(59);
  expect(paths()).toEqual(['/early']);
  await world.kernel.clock.advance(1);
  await late;
  expect(paths()).toEqual(['/early', '/late']);
});

test('reorder: it is held back until the next ones have been delivered', async () => {
  fault({ effect: 'reorder', hold: 2, match: '/first' });
  const first = send('/first');
  await send('/second');
  await send('/third');
  await first;
  expect(paths()).toEqual(['/second', '/third', '/first']);
});

test('reorder: when nothing follows it goes out after ten seconds all the same', async () => {
  fault({ effect: 'reorder', match: '/last' });
  const last = send('/last');
  await world.kernel.clock.advance(10);
  await last;
  expect(paths()).toEqual(['/last']);
});

test('each fault that strikes is an event of its own', async () => {
  fault({ effect: 'drop', limit: 1 });
  await send('/a#rc=0');
  expect(world.kernel.timeline.since(0)).toMatchObject([{ kind: 'fault', data: { effect: 'drop' } }]);
  expect(world.kernel.faults.list()).toMatchObject([{ hit: 1 }]);
});
