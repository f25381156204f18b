import { createInbox } from '../messaging/inbox';
import { failure, sdk, testKernel } from '../testing';
import { createVerify, type VerifyOptions, type VoiceCode } from '.';

const ANA = '+14155550101';

async function account(options: VerifyOptions = {}, settings: { codeLength?: number } = {}) {
  const kernel = testKernel();
  const inbox = createInbox(kernel);
  const client = sdk(kernel, [createVerify(kernel, inbox, options)]).verify.v2;
  const { sid } = await client.services.create({ friendlyName: 'Acme', ...settings });
  const service = client.services(sid);
  const send = (to = ANA, channel = 'sms') => service.verifications.create({ to, channel });
  const check = (code: string, to = ANA) => service.verificationChecks.create({ to, code });
  const codeFor = (to = ANA) => inbox.list(to).at(-1)?.code ?? '';
  return { kernel, inbox, client, service, sid, send, check, codeFor };
}

/** A code of the same length that is not this one. */
const wrong = (code: string) => code.replace(/./g, (digit) => String((Number(digit) + 1) % 10));

test('a service has settings with the usual values, which change, and it goes away', async () => {
  const { client, service, sid } = await account();
  const made = await service.fetch();
  expect(made).toMatchObject({ sid, friendlyName: 'Acme', codeLength: 6, customCodeEnabled: false });
  expect(made.links.verification_checks).toBe(
    `https://verify.twilio.com/v2/Services/${sid}/VerificationCheck`,
  );
  await service.update({ codeLength: 8 });
  expect((await client.services.list()).map((one) => one.codeLength)).toEqual([8]);
  await service.remove();
  expect(await failure(service.fetch())).toMatchObject({ status: 404, code: 20404 });
});

test.each([
  ['a code too short', { friendlyName: 'Acme', codeLength: 3 }],
  ['a code too long', { friendlyName: 'Acme', codeLength: 11 }],
  ['a name too long', { friendlyName: 'x'.repeat(31) }],
])('a service with %s is refused', async (_what, settings) => {
  const { client } = await account();
  expect(await failure(client.services.create(settings))).toMatchObject({ status: 400, code: 60200 });
});

test('the code sent by text is good once, and the verification is then gone', async () => {
  const { inbox, service, send, check, codeFor } = await account();
  const sent = await send();
  expect(sent).toMatchObject({ to: ANA, channel: 'sms', status: 'pending', valid: false, lookup: {} });
  expect(sent.sendCodeAttempts).toMatchObject([{ channel: 'SMS' }]);
  expect(inbox.list(ANA)).toMatchObject([
    {
      channel: 'sms',
      body: `Your Acme verification code is: ${codeFor()}`,
      code: expect.stringMatching(/^\d{6}$/),
    },
  ]);

  const code = codeFor();
  expect(await check(code)).toMatchObject({ sid: sent.sid, status: 'approved', valid: true });
  expect(await failure(check(code))).toMatchObject({ status: 404, code: 20404 });
  expect(await failure(service.verifications(sent.sid).fetch())).toMatchObject({ status: 404, code: 20404 });
});

test('a wrong code leaves it pending; after five of them even the right one is refused, and no new code is sent', async () => {
  const { inbox, kernel, send, check, codeFor } = await account();
  await send();
  const code = codeFor();
  for (let n = 0; n < 5; n++)
    expect(await check(wrong(code))).toMatchObject({ status: 'pending', valid: false });
  expect(await failure(check(code))).toMatchObject({ status: 429, code: 60202 });
  expect(await failure(send())).toMatchObject({ status: 429, code: 60202 });
  expect(inbox.list()).toHaveLength(1);

  await kernel.clock.advance(600);
  await send();
  expect((await check(codeFor())).status).toBe('approved');
});

test('the same code is sent again while it lasts, five times in all, and it ends ten minutes after the first', async () => {
  const { kernel, inbox, send, check, codeFor } = await account();
  const first = await send();
  await kernel.clock.advance(60);
  const second = await send(ANA, 'whatsapp');
  expect(second.sid).toBe(first.sid);
  expect(second.sendCodeAttempts).toMatchObject([{ channel: 'SMS' }, { channel: 'whatsapp' }]);
  for (let n = 0; n < 3; n++) await send();
  expect(new Set(inbox.list(ANA).map((entry) => entry.code)).size).toBe(1);
  expect(await failure(send())).toMatchObject({ status: 429, code: 60203 });

  await kernel.clock.advance(539);
  expect((await check(wrong(codeFor()))).status).toBe('pending');
  await kernel.clock.advance(1);
  expect(await failure(check(codeFor()))).toMatchObject({ status: 404, code: 20404 });
  const anew = await send();
  expect(anew.sid).not.toBe(first.sid);
  expect(anew.sendCodeAttempts).toHaveLength(1);
});

test('a verification is checked by its SID as well, and only in its own service', async () => {
  const { client, service, send, codeFor } = await account();
  const { sid } = await send();
  const other = await client.services.create({ friendlyName: 'Other' });
  const given = { verificationSid: sid, code: codeFor() };
  expect(await failure(client.services(other.sid).verificationChecks.create(given))).toMatchObject({
    code: 20404,
  });
  expect((await service.verificationChecks.create(given)).status).toBe('approved');
});

test('a verification can be canceled or approved by the program, and a new one then starts', async () => {
  const { service, send, check, codeFor } = await account();
  const { sid } = await send();
  expect((await service.verifications(sid).fetch()).status).toBe('pending');
  expect((await service.verifications(sid).update({ status: 'canceled' })).status).toBe('canceled');
  expect(await failure(check(codeFor()))).toMatchObject({ code: 20404 });
  const next = await send();
  expect(next.sid).not.toBe(sid);
  expect(await service.verifications(next.sid).update({ status: 'approved' })).toMatchObject({ valid: true });
});

test('e-mail reaches the inbox as an e-mail; without an integration it is refused', async () => {
  const { inbox, send, check, codeFor } = await account();
  await send('ana@example.com', 'email');
  expect(inbox.list('ana@example.com')).toMatchObject([
    { channel: 'email', body: expect.stringContaining('10 minutes') },
  ]);
  expect((await check(codeFor('ana@example.com'), 'ana@example.com')).status).toBe('approved');

  const bare = await account({ mailer: false });
  expect(await failure(bare.send('ana@example.com', 'email'))).toMatchObject({ status: 400, code: 60217 });
  expect(bare.inbox.list()).toEqual([]);
});

test('a spoken code is read digit by digit, to the inbox and to whoever rings phones', async () => {
  const spoken: VoiceCode[] = [];
  const { inbox, send, codeFor } = await account({ onVoiceCode: (code) => spoken.push(code) });
  await send(ANA, 'call');
  const code = codeFor();
  expect(inbox.list(ANA)).toMatchObject([{ channel: 'call', code }]);
  expect(spoken).toMatchObject([{ to: ANA, code, locale: 'en' }]);
  expect(spoken[0]?.speech).toContain([...code].join(', '));
});

test('a message is worded in the language asked for; one the emulator has no words for is refused by name', async () => {
  const { inbox, service, codeFor } = await account();
  await service.verifications.create({ to: ANA, channel: 'sms', locale: 'es' });
  expect(inbox.list(ANA)[0]?.body).toBe(`Su código de verificación para Acme es: ${codeFor()}`);
  const refusal = await failure(service.verifications.create({ to: ANA, channel: 'sms', locale: 'fi' }));
  expect(refusal).toMatchObject({ status: 501 });
  expect(refusal.message).toContain('emulator/api/verify/messages.ts');
});

test.each([
  ['a number without +', '14155550101', 'sms'],
  ['a number with spaces', '+1 415 555 0101', 'sms'],
  ['a number too short', '+1415555', 'sms'],
  ['an e-mail address by text', 'ana@example.com', 'sms'],
  ['a number by e-mail', ANA, 'email'],
  ['an address without a domain', 'ana@', 'email'],
  ['two addresses', 'ana@example.com,bo@example.com', 'email'],
  ['no such channel', ANA, 'pigeon'],
])('%s is refused and nothing is sent', async (_what, to, channel) => {
  const { inbox, send } = await account();
  expect(await failure(send(to, channel))).toMatchObject({ status: 400, code: 60200 });
  expect(inbox.list()).toEqual([]);
});

test('a check without an address, without a code, or with one of impossible length is refused', async () => {
  const { service, send, check } = await account();
  await send();
  expect(await failure(service.verificationChecks.create({ code: '123456' }))).toMatchObject({
    status: 400,
    code: 60221,
  });
  expect(await failure(service.verificationChecks.create({ to: ANA }))).toMatchObject({
    status: 400,
    code: 60200,
  });
  expect(await failure(check('123'))).toMatchObject({ status: 400, code: 60200 });
  expect(await failure(check('123456', '+14155550199'))).toMatchObject({ status: 404, code: 20404 });
});

test('a program may choose the code where the service allows that', async () => {
  const { service, check } = await account();
  const given = { to: ANA, channel: 'sms', customCode: '4711' };
  expect(await failure(service.verifications.create(given))).toMatchObject({ status: 403, code: 60204 });
  await service.update({ customCodeEnabled: true });
  await service.verifications.create(given);
  expect((await check('4711')).status).toBe('approved');
});

test('a payment is confirmed only together with its amount and payee', async () => {
  const { service, codeFor } = await account();
  await service.update({ psd2Enabled: true });
  expect(await failure(service.verifications.create({ to: ANA, channel: 'sms' }))).toMatchObject({
    code: 60206,
  });
  const payment = { amount: '39.99', payee: 'Acme' };
  await service.verifications.create({ to: ANA, channel: 'sms', ...payment });
  const check = (paid: typeof payment) =>
    service.verificationChecks.create({ to: ANA, code: codeFor(), ...paid });
  expect((await check({ ...payment, amount: '3999' })).status).toBe('pending');
  expect((await check(payment)).status).toBe('approved');
});

test('a rate limit counts starts by value over its interval and then says when to come back', async () => {
  const { kernel, inbox, service } = await account();
  const limit = await service.rateLimits.create({ uniqueName: 'client', description: 'per address' });
  await service.rateLimits(limit.sid).buckets.create({ max: 2, interval: 60 });
  const start = (value: string, to: string) =>
    service.verifications.create({ to, channel: 'sms', rateLimits: { client: value } });

  await start('a', '+14155550101');
  await kernel.clock.advance(20);
  await start('a', '+14155550102');
  const refused = await start('a', '+14155550103').catch((error: unknown) => error);
  expect(refused).toMatchObject({ status: 429, code: 20429 });
  expect(inbox.list('+14155550103')).toEqual([]);
  await start('b', '+14155550103');

  await kernel.clock.advance(40);
  await start('a', '+14155550104');
  expect(await failure(start('a', '+14155550105'))).toMatchObject({ code: 20429 });
});

test('a rate limit that the service does not have is an error, not a hole', async () => {
  const { inbox, service } = await account();
  const started = service.verifications.create({ to: ANA, channel: 'sms', rateLimits: { nobody: 'x' } });
  expect(await failure(started)).toMatchObject({ status: 400, code: 60200 });
  expect(inbox.list()).toEqual([]);
});

test('rate limits and their buckets are made, found, changed, listed and removed', async () => {
  const { service } = await account();
  const limit = await service.rateLimits.create({ uniqueName: 'client' });
  expect(await failure(service.rateLimits.create({ uniqueName: 'client' }))).toMatchObject({ code: 60208 });
  expect(await failure(service.rateLimits.create({ uniqueName: 'not a name' }))).toMatchObject({
    code: 60209,
  });
  await service.rateLimits(limit.sid).update({ description: 'per client' });
  expect(await service.rateLimits.list()).toMatchObject([
    { uniqueName: 'client', description: 'per client' },
  ]);

  const { buckets } = service.rateLimits(limit.sid);
  const bucket = await buckets.create({ max: 5, interval: 60 });
  expect(await failure(buckets.create({ max: 9, interval: 60 }))).toMatchObject({ code: 60211 });
  await service.rateLimits(limit.sid).buckets(bucket.sid).update({ max: 7 });
  expect(await buckets.list()).toMatchObject([{ max: 7, interval: 60 }]);
  await service.rateLimits(limit.sid).buckets(bucket.sid).remove();
  await service.rateLimits(limit.sid).remove();
  expect(await service.rateLimits.list()).toEqual([]);
});

test('what only Twilio has is refused by name', async () => {
  const { service } = await account();
  const refusal = await failure(service.verifications.create({ to: ANA, channel: 'sna' }));
  expect(refusal).toMatchObject({ status: 501 });
  expect(refusal.message).toMatch(/Verify channel sna .* emulator\/api\/verify\//);
});

test('the timeline tells the story without the code', async () => {
  const { kernel, send, check, codeFor } = await account();
  await send();
  await check(wrong(codeFor()));
  await check(codeFor());
  const story = kernel.timeline.since(0);
  expect(story.map((event) => event.summary)).toEqual([
    `verification of ${ANA}: sent by sms`,
    `sms reached ${ANA}`,
    `verification of ${ANA}: wrong code, 1 of 5`,
    `verification of ${ANA}: approved`,
  ]);
  expect(JSON.stringify(story)).not.toContain(`"${codeFor()}"`);
});
