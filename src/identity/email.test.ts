import fc from 'fast-check';
import * as v from 'valibot';
import { agentIdOf, EmailAddress, normaliseEmail } from './email';

const read = (text: unknown) => v.safeParse(EmailAddress(), text);

test.each([
  ['spock@example.com', 'spock@example.com'],
  ['  SPOCK@Example.COM ', 'spock@example.com'],
  ['spock+work+more@example.com', 'spock@example.com'],
  ['first.last@mail.example.co.uk', 'first.last@mail.example.co.uk'],
])('%p is %s', (text, expected) => {
  expect(read(text)).toMatchObject({ success: true, output: expected });
});

test.each([
  [undefined],
  [''],
  ['spock'],
  ['@example.com'],
  ['+tag@example.com'],
  ['a@b@example.com'],
  ['spock@example'],
  ['spock@example.com\nkirk@example.com'],
  ['spock@exampl\u0435.com'],
  ['\u017fpock@example.com'],
  [`${'a'.repeat(250)}@example.com`],
  [['spock@example.com', 'kirk@example.com']],
  [{ $ne: '' }],
  [7],
])('%p is refused', (text) => {
  expect(read(text).success).toBe(false);
});

test('however an address is written, the person is the same, and others are others', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abcxyz019._-'), minLength: 1, maxLength: 20 });
  const tag = fc.string({ unit: fc.constantFrom(...'abc+-1'), maxLength: 8 });
  fc.assert(
    fc.property(name, name, tag, (one, other, plus) => {
      const plain = `${one}@example.com`;
      const tagged = normaliseEmail(`${one.toUpperCase()}+${plus}@EXAMPLE.com`);
      expect(tagged).toBe(plain);
      expect(normaliseEmail(tagged)).toBe(tagged);
      expect(agentIdOf(tagged)).toMatch(/^[a-z2-7]{20}$/);
      expect(agentIdOf(`${other}@example.com`) === agentIdOf(plain)).toBe(one === other);
    }),
  );
});
