import { clock } from './words';

test.each([
  [0, '0:00'],
  [5.9, '0:05'],
  [65, '1:05'],
  [3599, '59:59'],
  [3600, '1:00:00'],
  [-3, '0:00'],
])('%p seconds are %s', (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});
