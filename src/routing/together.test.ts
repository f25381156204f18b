import { Together } from './together';

const add = (a: string, b: string): string => a + b;

/** Writes that end when they are told to. */
function writer() {
  const written: string[] = [];
  const ends: { done: (result: string) => void; fail: (error: Error) => void }[] = [];
  const write = (news: string) => {
    written.push(news);
    return new Promise<string>((done, fail) => ends.push({ done, fail }));
  };
  const until = async (count: number) => {
    for (let turn = 0; turn < 50 && ends.length < count; turn += 1) await undefined;
    expect(ends).toHaveLength(count);
  };
  return { written, ends, write, until };
}

test('what comes while something is written is written together after it; other things are not held up', async () => {
  const { written, ends, write, until } = writer();
  const together = new Together<string, string>(add);
  const all = ['a', 'b', 'c'].map((news) => together.write('task', news, write));
  const other = together.write('other', 'x', write);
  expect(written).toEqual(['a', 'x']);
  ends[1]?.done('of x');
  expect(await other).toBe('of x');
  ends[0]?.done('of a');
  await until(3);
  expect(written[2]).toBe('bc');
  ends[2]?.done('of both');
  expect(await Promise.all(all)).toEqual(['of a', 'of both', 'of both']);
});

test('when a write fails, who led it is told; who joined tries once for themselves', async () => {
  const { written, ends, write, until } = writer();
  const together = new Together<string, string>(add);
  const outcomes = ['a', 'b', 'c', 'd'].map((news) =>
    together.write('task', news, write).catch(({ message }: Error) => message),
  );
  ends[0]?.fail(new Error('a failed'));
  await until(2);
  ends[1]?.fail(new Error('out of time'));
  await until(3);
  ends[2]?.done('of c');
  await until(4);
  ends[3]?.done('of d');
  expect(await Promise.all(outcomes)).toEqual(['a failed', 'out of time', 'of c', 'of d']);
  expect(written).toEqual(['a', 'bcd', 'c', 'd']);
});

test('who was stopped by the platform is not waited for', async () => {
  jest.useFakeTimers();
  const { ends, write, until } = writer();
  const together = new Together<string, string>(add);
  void together.write('task', 'a', write);
  const next = together.write('task', 'b', write);
  await jest.advanceTimersByTimeAsync(2_000);
  await until(2);
  ends[1]?.done('of b');
  expect(await next).toBe('of b');
  jest.useRealTimers();
});
