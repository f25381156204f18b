import fc from 'fast-check';
import jwt from 'jsonwebtoken';
import { testKernel } from '../api/testing';
import { AccessTokenError, AccessTokens } from './access-token';

const KEY = `SK${'a'.repeat(32)}`;
const SECRET = 'the secret of the key';
const kernel = testKernel({ account: { apiKeys: { [KEY]: SECRET } } });
const tokens = new AccessTokens(kernel);
const now = Math.floor(Date.now() / 1000);

const HEADER = { typ: 'JWT', alg: 'HS256', cty: 'twilio-fpa;v=1' } as const;
const PAYLOAD = {
  iss: KEY,
  sub: kernel.account.sid,
  iat: now,
  exp: now + 3600,
  grants: { identity: 'ada', data_sync: { service_sid: 'default' } },
};

/** A token as Twilio's helper library makes it, but for what is given. */
const sign = (payload: object = {}, header: object = {}, secret = SECRET): string => {
  const whole = { ...HEADER, ...header };
  const claims = Object.entries({ ...PAYLOAD, ...payload }).filter(([, value]) => value !== undefined);
  return jwt.sign(Object.fromEntries(claims), secret, { algorithm: whole.alg, header: whole });
};

function refusal(text: string): number | undefined {
  try {
    tokens.verify(text);
    return undefined;
  } catch (error) {
    if (error instanceof AccessTokenError) return error.code;
    throw error;
  }
}

test('a token says who its holder is and what for', () => {
  expect(tokens.verify(sign())).toMatchObject({
    identity: 'ada',
    grants: { data_sync: { service_sid: 'default' } },
  });
});

test.each([
  ['of another algorithm', sign({}, { alg: 'HS512' }), 20102],
  ['without a signature', `${sign().split('.').slice(0, 2).join('.')}.`, 20107],
  ['that says it needs no signature', unsigned(), 20102],
  ['that is no Twilio token', sign({}, { cty: undefined }), 20102],
  ['of an unknown key', sign({ iss: `SK${'b'.repeat(32)}` }), 20103],
  ['of a key named like a method', sign({ iss: 'constructor' }), 20103],
  ['of another account', sign({ sub: `AC${'b'.repeat(32)}` }), 20103],
  ['signed with another secret', sign({}, {}, 'guessed'), 20107],
  ['without an end', sign({ exp: undefined }), 20104],
  ['whose end has come', sign({ iat: now - 60, exp: now - 1 }), 20104],
  ['good for more than a day', sign({ exp: now + 86_500 }), 20157],
  ['that begins later', sign({ nbf: now + 600 }), 20105],
  ['without grants', sign({ grants: undefined }), 20106],
  ['without an identity', sign({ grants: { data_sync: {} } }), 20106],
])('a token %s is refused', (_, text, code) => {
  expect(refusal(text)).toBe(code);
});

test('no other text is a token', () => {
  fc.assert(fc.property(fc.string(), (text) => expect(refusal(text)).toBe(20101)));
  const good = sign();
  fc.assert(
    fc.property(fc.nat(good.length - 2), fc.constantFrom('A', 'b', '0', '.'), (at, letter) => {
      fc.pre(good[at] !== letter);
      expect(refusal(good.slice(0, at) + letter + good.slice(at + 1))).toBeGreaterThan(20100);
    }),
  );
});

test("a token lasts as long as it says, also where the emulator's clock is ahead of its issuer's", async () => {
  await kernel.clock.advance(7 * 24 * 3600);
  const text = sign({ jti: 'late', exp: now + 600 });
  tokens.verify(text);
  await kernel.clock.advance(590);
  expect(refusal(text)).toBeUndefined();
  await kernel.clock.advance(20);
  expect(refusal(text)).toBe(20104);
});

function unsigned(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ ...HEADER, alg: 'none' })}.${part(PAYLOAD)}.`;
}
