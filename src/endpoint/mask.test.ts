import fc from 'fast-check';
import { maskEmail, maskPhone, maskText } from './mask';

test('a number keeps its beginning and its last two digits', () => {
  expect(maskPhone('+14155550123')).toBe('+1415•••23');
  expect(maskPhone('911')).toBe('•••');
});

test('an address keeps its first letter and its domain', () => {
  expect(maskEmail('spock@example.com')).toBe('s•••@example.com');
  expect(maskEmail('nonsense')).toBe('•••');
});

test('a text keeps its sense', () => {
  expect(maskText('+14155550123 asked for a code at spock@example.com (60203)')).toBe(
    '+1415•••23 asked for a code at s•••@example.com (60203)',
  );
  expect(maskText('Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0aaaa.c2lnbmF0dXJl')).toBe('Bearer •••');
});

test("Twilio's SIDs stay, as they are what a person searches the log with", () => {
  const sid = 'CA1234567890abcdef1234567890abcdef';
  expect(maskText(`call ${sid} failed`)).toBe(`call ${sid} failed`);
});

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 6, maxLength: 15 });
const separator = fc.constantFrom('', ' ', '-', '.', ') ', ' (');
const around = fc.string({ unit: fc.constantFrom(...' abc:,"{}@'), maxLength: 12 });

test('whatever stands around a number, no five of its digits in a row survive', () => {
  fc.assert(
    fc.property(around, digits, separator, around, (before, number, gap, after) => {
      const written = `+${number.match(/.{1,3}/g)?.join(gap)}`;
      const bare = maskText(`${before}${written}${after}`).replace(/[\s().-]/g, '');
      return !/\d{5}/.test(bare);
    }),
    { numRuns: 5000 },
  );
});

test('whatever stands around an address, its name does not survive', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abcxyz019._+-'), minLength: 3, maxLength: 20 });
  fc.assert(
    fc.property(around, name, (before, local) => {
      const masked = maskText(`${before.replaceAll('@', '')} ${local}@example.com`);
      return masked.endsWith('•••@example.com') && !masked.includes(`${local}@`);
    }),
    { numRuns: 3000 },
  );
});
