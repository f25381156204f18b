import { Failure } from '../../session/post';
import { Tones } from './tones';

/** Tones whose requests are answered when the test says so. */
function keypad() {
  const sent: string[] = [];
  const waiting: { answer(): void; fail(): void }[] = [];
  const timers: (() => void)[] = [];
  const tones = new Tones({
    send: (keys) => {
      sent.push(keys);
      return new Promise((resolve, reject) =>
        waiting.push({
          answer: () => resolve(undefined),
          fail: () => reject(new Failure('not_connected')),
        }),
      );
    },
    later: (_, work) => timers.push(work),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const type = (keys: string) => {
    for (const key of keys) tones.press(key);
  };
  return { tones, sent, waiting, timers, settle, type };
}

test('the first key is sent at once, what is typed meanwhile together after it has been played', async () => {
  const { tones, sent, waiting, timers, settle, type } = keypad();
  type('4258#');
  expect(sent).toEqual(['4']);
  waiting[0]?.answer();
  await settle();
  expect([sent.length, tones.sent.value, tones.waiting.value]).toEqual([1, '4', '258#']);
  timers.shift()?.();
  expect(sent).toEqual(['4', '258#']);
  waiting[1]?.answer();
  await settle();
  expect([tones.sent.value, tones.waiting.value]).toEqual(['4258#', '']);
});

test('keys that could not be sent are not sent later, and it is told', async () => {
  const { tones, sent, waiting, settle, type } = keypad();
  type('12');
  waiting[0]?.fail();
  await settle();
  expect([tones.waiting.value, tones.failure.value?.code]).toEqual(['', 'not_connected']);
  type('3');
  expect([sent, tones.failure.value]).toEqual([['1', '3'], undefined]);
});

test('no request holds more keys than one may', async () => {
  const { sent, waiting, timers, settle, type } = keypad();
  type('1'.repeat(50));
  for (let turn = 0; turn < 3; turn += 1) {
    waiting[turn]?.answer();
    await settle();
    timers.shift()?.();
  }
  expect(sent.map(({ length }) => length)).toEqual([1, 32, 17]);
});
