import fc from 'fast-check';
import { seal, unseal } from './seal';

const SECRET = 'a-secret-that-is-only-good-for-tests';

test('what was sealed comes back, and no two seals are alike', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const [one, two] = [seal(SECRET, value), seal(SECRET, value)];
      expect(one).not.toBe(two);
      expect(JSON.stringify(unseal(SECRET, one))).toBe(JSON.stringify(value));
    }),
  );
});

test('a seal shows nothing of what is in it', () => {
  const sealed = seal(SECRET, { phone: '+14155550101' });
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('4155550101');
});

test('another secret, a changed bit or a cut end is refused', () => {
  const sealed = seal(SECRET, { phone: '+14155550101' });
  expect(() => unseal('another-secret-that-is-for-tests-too', sealed)).toThrow();
  const bytes = Buffer.from(sealed, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(SECRET, changed.toString('base64url'))).toThrow();
  }
  for (const cut of ['', sealed.slice(0, 20), sealed.slice(0, -4)])
    expect(() => unseal(SECRET, cut)).toThrow();
});
