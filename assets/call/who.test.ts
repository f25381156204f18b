import { isNumber, who } from './who';

test.each([
  ['+14155550123', '+14155550123'],
  ['client:a1b2', 'A colleague'],
  ['+266696687', 'Number withheld'],
  ['anonymous', 'Number withheld'],
  ['', 'Number withheld'],
])('%s is shown as %s', (address, text) => {
  expect(who(address)).toBe(text);
  expect(isNumber(address)).toBe(text.startsWith('+'));
});
