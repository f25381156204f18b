import { Newcomer, wrong } from '../harness/newcomer';
import { ADA, useWorld } from '../harness/world';

const world = useWorld();
const ada = () => new Newcomer(world, ADA.email, ADA.phone);
const belle = () => new Newcomer(world, 'belle@example.com', '+14155550111');

test('a code works once', async () => {
  const newcomer = await ada().goes('askEmailCode', 'proveEmail');
  const again = await newcomer.proveEmail();
  expect([again.status, again.body.code, again.body.details]).toEqual([
    410,
    'code_expired',
    { field: 'code' },
  ]);

  await newcomer.goes('askPhoneCode', 'provePhone');
  const twice = await newcomer.provePhone();
  expect([twice.status, twice.body.code]).toEqual([401, 'token_used']);
});

test("an e-mail token is used up once its holder's phone is proved", async () => {
  const newcomer = await ada().signsUp();
  const again = await newcomer.askPhoneCode();
  expect([again.status, again.body.code]).toEqual([401, 'token_used']);
});

test('of two phones asked for with one e-mail token, the first that is proved counts', async () => {
  const first = await ada().goes('askEmailCode', 'askPhoneCode');
  const second = new Newcomer(world, ADA.email, '+14155550109');
  second.setupToken = first.setupToken;
  await second.askPhoneCode();
  expect((await second.provePhone()).status).toBe(200);
  const late = await first.provePhone();
  expect([late.status, late.body.code]).toEqual([401, 'token_used']);
});

test('a code is good for ten minutes, and a new one can be had after that', async () => {
  const newcomer = await ada().goes('askEmailCode', 'askEmailCode');
  await world.advance(601);
  const late = await newcomer.proveEmail();
  expect([late.status, late.body.code]).toEqual([410, 'code_expired']);
  await newcomer.goes('askEmailCode', 'askPhoneCode');
  await world.advance(601);
  const lateToo = await newcomer.provePhone();
  expect([lateToo.status, lateToo.body.code]).toEqual([410, 'code_expired']);
  expect((await newcomer.goes('askPhoneCode', 'provePhone')).accessToken).not.toBe('');
});

test('the sixth try is one too many, even with the right code', async () => {
  const newcomer = await ada().goes('askEmailCode', 'askEmailCode');
  const code = await newcomer.emailCode();
  for (let tries = 0; tries < 5; tries += 1) {
    const refused = await newcomer.proveEmail(wrong(code));
    expect([refused.status, refused.body.code, refused.body.details]).toEqual([
      400,
      'wrong_code',
      { field: 'code' },
    ]);
  }
  const sixth = await newcomer.proveEmail(code);
  expect([sixth.status, sixth.body.code, sixth.headers.get('retry-after')]).toEqual([
    429,
    'too_many_attempts',
    '600',
  ]);

  await world.advance(601);
  await newcomer.goes('askEmailCode', 'askPhoneCode');
  const phoneCode = await newcomer.phoneCode();
  for (let tries = 0; tries < 5; tries += 1)
    expect((await newcomer.provePhone(wrong(phoneCode))).body.code).toBe('wrong_code');
  expect((await newcomer.provePhone(phoneCode)).body.code).toBe('too_many_attempts');
});

test('whoever asks again gets the same code again, five times; the sixth has to wait', async () => {
  const newcomer = ada();
  const sids = new Set<unknown>();
  const codes = new Set<string>();
  for (let sends = 0; sends < 5; sends += 1) {
    sids.add((await newcomer.askEmailCode()).body.data.sid);
    codes.add(await newcomer.emailCode());
  }
  expect([sids.size, codes.size]).toEqual([1, 1]);
  const burst = await newcomer.askEmailCode();
  expect([burst.status, burst.body.code, burst.headers.get('retry-after')]).toEqual([
    429,
    'too_many_codes',
    '600',
  ]);
  expect((await belle().askEmailCode()).status).toBe(200);
  await world.advance(601);
  expect((await newcomer.askEmailCode()).status).toBe(200);
});

test('one person cannot have codes sent to many phones', async () => {
  const newcomer = await ada().goes('askEmailCode', 'proveEmail');
  const statuses: number[] = [];
  for (let last = 10; last < 16; last += 1) {
    const victim = new Newcomer(world, ADA.email, `+141555501${last}`);
    victim.setupToken = newcomer.setupToken;
    statuses.push((await victim.askPhoneCode()).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});
