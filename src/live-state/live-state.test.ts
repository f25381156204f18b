import fc from 'fast-check';
import { FakeTwilio } from '../testing/fake-twilio';
import { deadlineIn } from '../twilio';
import { createLiveState, type LiveState } from '.';

interface Counter {
  count: number;
}

let twilio: FakeTwilio;
let live: LiveState;
beforeEach(() => {
  twilio = new FakeTwilio();
  const client = twilio.client();
  live = createLiveState({
    twilio: () => client,
    syncServiceSid: `IS${'1'.repeat(32)}`,
    deadline: deadlineIn(9_000),
  });
});

const plusOne = (current: Counter | undefined) => ({ data: { count: (current?.count ?? 0) + 1 } });

test('an item is created once, replaced on condition, and removed', async () => {
  const floor = live.floor<Counter>();
  const first = await floor.create('a', { count: 1 });
  expect(first).toMatchObject({ key: 'a', data: { count: 1 } });
  expect(await floor.create('a', { count: 2 })).toBeUndefined();
  const second = await floor.replace('a', { count: 3 }, first?.revision ?? '');
  expect(second?.data).toEqual({ count: 3 });
  expect(await floor.replace('a', { count: 4 }, first?.revision ?? '')).toBeUndefined();
  expect(await floor.remove('a', first?.revision ?? '')).toBe(false);
  expect(await floor.remove('a')).toBe(true);
  expect(await floor.remove('a')).toBe(false);
  expect(await floor.get('a')).toBeUndefined();
  expect(twilio.requests).toHaveLength(8);
});

test('an item is overwritten in one request, whatever is in it; one that is not there stays away', async () => {
  const floor = live.floor<Counter>();
  expect(await floor.overwrite('a', { count: 1 })).toBe(false);
  await floor.create('a', { count: 2 });
  await floor.create('b', { count: 2 });
  expect(await floor.overwrite('a', { count: 3 }, 60)).toBe(true);
  expect(twilio.requests).toHaveLength(4);
  expect(twilio.items('floor')).toEqual({ a: { count: 3 }, b: { count: 2 } });
});

test("a person's calls get their map at the first write, readable by them and granted once", async () => {
  const calls = live.calls<Counter>('spock');
  expect(await calls.list({ limit: 10 })).toEqual([]);
  expect(await calls.get('live')).toBeUndefined();
  twilio.requests.length = 0;
  await calls.create('live', { count: 1 }, 60);
  expect(twilio.requests).toHaveLength(4);
  await calls.create('other', { count: 1 });
  expect(twilio.requests).toHaveLength(5);
  expect(twilio.grants).toEqual([{ map: 'calls.spock', identity: 'spock', read: 'true' }]);
});

test('two who make the same map at once both get through', async () => {
  const outcomes = await Promise.all([
    live.calls<Counter>('spock').create('a', { count: 1 }),
    live.calls<Counter>('spock').create('a', { count: 2 }),
  ]);
  expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(1);
});

test('a map that the provisioner should have made is not made in passing', async () => {
  twilio.maps.delete('floor');
  await expect(live.floor<Counter>().create('a', { count: 1 })).rejects.toMatchObject({ status: 404 });
});

test('claims of numbers and people share a map and do not meet', async () => {
  await live.phoneClaims.create('x', { v: 1, agent: 'spock' });
  expect(await live.agents.get('x')).toBeUndefined();
  expect((await live.phoneClaims.get('x'))?.key).toBe('x');
  expect(Object.keys(twilio.items('agents'))).toEqual(['phone.x']);
});

test('an item over its bound is refused before Sync sees it', async () => {
  await expect(live.floor<object>().create('a', { text: 'é'.repeat(150) })).rejects.toThrow(
    'an item of floor has 311 bytes, allowed are 300',
  );
  expect(twilio.requests).toHaveLength(0);
});

test('a list is one page, in order of keys', async () => {
  const floor = live.floor<Counter>();
  for (const key of ['b', 'c', 'a']) await floor.create(key, { count: 0 });
  twilio.requests.length = 0;
  expect((await floor.list({ limit: 2, order: 'desc' })).map(({ key }) => key)).toEqual(['c', 'b']);
  expect(twilio.requests).toHaveLength(1);
});

test('a change that finds nothing to do writes nothing', async () => {
  expect(await live.floor<Counter>().change('a', () => undefined)).toEqual({
    changed: false,
    current: undefined,
  });
  expect(twilio.requests).toHaveLength(1);
});

test('a change that knows the item saves the read', async () => {
  const floor = live.floor<Counter>();
  const known = await floor.create('a', { count: 1 });
  twilio.requests.length = 0;
  await floor.change('a', plusOne, known);
  expect(twilio.requests).toHaveLength(1);
  expect(twilio.items('floor')).toEqual({ a: { count: 2 } });
});

test('a change that never gets through says so', async () => {
  const floor = live.floor<Counter>();
  await floor.create('a', { count: 1 });
  twilio.intercept = ({ method }) => (method === 'post' ? { status: 412, body: { code: 54103 } } : undefined);
  await expect(floor.change('a', plusOne)).rejects.toThrow('changed faster than it could be written');
});

test('no change is lost, however many are made at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.boolean(), async (writers, exists) => {
      twilio.maps.get('floor')?.clear();
      const floor = live.floor<Counter>();
      if (exists) await floor.create('a', { count: 0 });
      await Promise.all(Array.from({ length: writers }, () => floor.change('a', plusOne)));
      expect(twilio.items('floor')).toEqual({ a: { count: writers } });
    }),
    { numRuns: 100 },
  );
});
