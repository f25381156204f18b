import fc from 'fast-check';
import { failure, sdk, testKernel } from '../testing';
import { createInbox, createMessaging } from '.';
import { segmentsOf } from './segments';

const US = '+14155550199';
const ANA = '+14155550101';

function account() {
  const kernel = testKernel();
  const inbox = createInbox(kernel);
  const messaging = createMessaging(kernel, inbox, { isOwned: (number) => number === US });
  return { kernel, inbox, messaging, client: sdk(kernel, [messaging]) };
}

test('a text is queued, sent and delivered, and each step after the first is called back', async () => {
  const { kernel, inbox, client } = account();
  const statusCallback = 'https://app.example.com/status';
  const sent = await client.messages.create({ to: ANA, from: US, body: 'Hello', statusCallback });
  expect(sent).toMatchObject({
    status: 'queued',
    direction: 'outbound-api',
    numSegments: '1',
    dateSent: null,
  });

  await kernel.clock.advance(1);
  expect(inbox.list(ANA)).toMatchObject([{ to: ANA, from: US, channel: 'sms', body: 'Hello' }]);
  expect((await client.messages(sent.sid).fetch()).status).toBe('delivered');
  expect(
    kernel.webhooks.sent.map(({ url, params }) => [url, params.MessageSid, params.MessageStatus]),
  ).toEqual([
    [statusCallback, sent.sid, 'sent'],
    [statusCallback, sent.sid, 'delivered'],
  ]);
});

test('a WhatsApp message goes by that channel', async () => {
  const { kernel, inbox, client } = account();
  await client.messages.create({ to: `whatsapp:${ANA}`, from: `whatsapp:${US}`, body: 'Hello' });
  await kernel.clock.advance(1);
  expect(inbox.list(ANA)).toMatchObject([{ channel: 'whatsapp', from: US }]);
});

test('messages are listed newest first, page after page, by whom they went to', async () => {
  const { kernel, client } = account();
  for (const to of [ANA, '+14155550102', ANA]) {
    await client.messages.create({ to, from: US, body: `to ${to}` });
    await kernel.clock.advance(60);
  }
  expect((await client.messages.list({ pageSize: 2 })).map((message) => message.to)).toEqual([
    ANA,
    '+14155550102',
    ANA,
  ]);
  expect(await client.messages.list({ to: ANA })).toHaveLength(2);
  expect(await client.messages.list({ dateSentAfter: new Date(kernel.clock.now() - 90_000) })).toHaveLength(
    1,
  );
});

test('what was on its way when the account was saved arrives after it was restored', async () => {
  const { kernel, messaging, inbox, client } = account();
  await client.messages.create({ to: ANA, from: US, body: 'Hello' });
  const saved = kernel.store.snapshot();
  kernel.clock.reset();
  kernel.store.restore(saved);
  messaging.restored?.();
  await kernel.clock.advance(1);
  expect(inbox.list(ANA)).toHaveLength(1);
});

const fine = { to: ANA, from: US, body: 'Hello' };
test.each([
  ['a number that is none', { ...fine, to: '4155550101' }, 21211],
  ['a sender that is no number', { ...fine, from: '123' }, 21212],
  ['a sender the account does not own', { ...fine, from: '+14155550150' }, 21659],
  ['oneself', { ...fine, to: US }, 21266],
  ['no body', { to: ANA, from: US }, 21602],
  ['an empty sender', { to: ANA, from: '', body: 'Hello' }, 21603],
  ['a body too long', { ...fine, body: 'x'.repeat(1601) }, 21617],
  ['a callback that is no address', { ...fine, statusCallback: 'soon' }, 21609],
])('%s is refused, and nothing is sent', async (_what, given, code) => {
  const { kernel, inbox, client } = account();
  expect(await failure(client.messages.create(given))).toMatchObject({ status: 400, code });
  await kernel.clock.advance(1);
  expect(inbox.list()).toEqual([]);
});

test('media is refused by name, for the emulator has none', async () => {
  const { client } = account();
  const refusal = await failure(client.messages.create({ ...fine, mediaUrl: ['https://example.com/a.png'] }));
  expect(refusal.status).toBe(501);
  expect(refusal.message).toContain('MediaUrl');
});

test('a long text is cut into segments, shorter ones where a character is not of the GSM alphabet', () => {
  expect(segmentsOf('x'.repeat(160))).toBe(1);
  expect(segmentsOf('x'.repeat(161))).toBe(2);
  expect(segmentsOf('€'.repeat(81))).toBe(2);
  expect(segmentsOf('ж'.repeat(70))).toBe(1);
  expect(segmentsOf('ж'.repeat(71))).toBe(2);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      expect(segmentsOf(a + b)).toBeGreaterThanOrEqual(Math.max(segmentsOf(a), segmentsOf(b)));
    }),
  );
});
