import { Shared, SharedByKey } from './shared';

const AGES = { fresh: 3_000, usable: 10_000, rest: 1_000 };

/** A clock that stands, and reads that end when they are told to. */
function desk() {
  let now = 1_000_000;
  const shared = new Shared<string>(AGES);
  const reads: { end: (value: string) => void; fail: (error: Error) => void }[] = [];
  const read = () =>
    new Promise<string>((end, fail) => {
      reads.push({ end, fail });
    });
  return {
    reads,
    ask: () => shared.get(() => now, read),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('who asks while it is being read shares the read', async () => {
  const { ask, reads } = desk();
  const asked = [ask(), ask(), ask()];
  reads[0]?.end('a');
  expect(await Promise.all(asked)).toEqual(Array(3).fill({ value: 'a', at: 1_000_000 }));
  expect(reads).toHaveLength(1);
});

test('it is given for three seconds from when its reading began, then read anew', async () => {
  const { ask, pass, reads } = desk();
  const first = ask();
  pass(1_000);
  reads[0]?.end('a');
  await first;
  pass(2_000);
  expect((await ask()).value).toBe('a');
  pass(1);
  const second = ask();
  reads[1]?.end('b');
  expect(await second).toEqual({ value: 'b', at: 1_003_001 });
});

test('when it can not be read anew, what is at most ten seconds old is given with its true age, then the error', async () => {
  const { ask, pass, reads } = desk();
  const first = ask();
  reads[0]?.end('a');
  await first;
  pass(3_001);
  const second = ask();
  reads[1]?.fail(new Error('no'));
  expect(await second).toEqual({ value: 'a', at: 1_000_000 });
  pass(999);
  expect((await ask()).value).toBe('a');
  expect(reads).toHaveLength(2);
  pass(6_001);
  const third = ask();
  reads[2]?.fail(new Error('still no'));
  await expect(third).rejects.toThrow('still no');
});

test('after a failure nobody tries again for a second, then it works again', async () => {
  const { ask, pass, reads } = desk();
  const first = ask();
  reads[0]?.fail(new Error('no'));
  await expect(first).rejects.toThrow('no');
  pass(1_000);
  await expect(ask()).rejects.toThrow('no');
  pass(1);
  const second = ask();
  reads[1]?.end('b');
  expect((await second).value).toBe('b');
});

test('a read that hangs is left behind, and what it brings in the end does not replace anything newer', async () => {
  const { ask, pass, reads } = desk();
  const stuck = ask();
  pass(6_001);
  const second = ask();
  reads[1]?.end('new');
  await second;
  reads[0]?.end('old');
  await stuck;
  expect((await ask()).value).toBe('new');
});

test('a clock that is set back makes nothing last', async () => {
  const { ask, pass, reads } = desk();
  const first = ask();
  reads[0]?.end('a');
  await first;
  pass(-60_000);
  const second = ask();
  expect(reads).toHaveLength(2);
  reads[1]?.end('b');
  await second;
});

test('of many keys the longest unused is forgotten', async () => {
  const byKey = new SharedByKey<string>(AGES, 2);
  const reads: string[] = [];
  const ask = (key: string) =>
    byKey.get(
      key,
      () => 0,
      async () => {
        reads.push(key);
        return key;
      },
    );
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(key);
  expect(reads).toEqual(['a', 'b', 'c', 'b']);
});
