import { readToken, signToken, type TokenContext } from './tokens';

const now = new Date('2026-11-21T12:00:00Z');
const before: TokenContext = { secret: 'a'.repeat(32), tenant: 'default', now };
const after: TokenContext = { secret: 'b'.repeat(32), previousSecret: before.secret, tenant: 'default', now };
const sign = (context: TokenContext, seconds = 60) =>
  signToken(context, 'access', { sub: 'ada', jti: '1' }, seconds);

test('while the secret is being changed, tokens of before are taken, and new ones are signed with the new secret', () => {
  expect(readToken(after, 'access', sign(before))).toMatchObject({ sub: 'ada' });
  expect(() => readToken(before, 'access', sign(after))).toThrow(
    expect.objectContaining({ code: 'invalid_token' }),
  );
  expect(() => readToken({ ...after, previousSecret: undefined }, 'access', sign(before))).toThrow(
    expect.objectContaining({ code: 'invalid_token' }),
  );
});

test.each([
  { of: 'before', by: before },
  { of: 'now', by: after },
])('an expired token of $of is told as expired', ({ by }) => {
  expect(() => readToken(after, 'access', sign(by, -1))).toThrow(
    expect.objectContaining({ code: 'token_expired' }),
  );
});

test('a secret of before opens no other purpose', () => {
  expect(() => readToken(after, 'refresh', sign(before))).toThrow(
    expect.objectContaining({ code: 'invalid_token' }),
  );
});
