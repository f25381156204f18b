import { OWNED, SITE, twiml, type World, world } from '../../voice/testing';
import { failure } from '../testing';

const ANNA = '+14155550101';

const call = (w: World, more: Record<string, unknown> = {}) =>
  w.client.calls.create({ from: OWNED, to: ANNA, url: `${SITE}/twiml`, ...more });

test('the account is there, and no other', async () => {
  const w = world();
  expect(await w.client.api.v2010.accounts(w.kernel.account.sid).fetch()).toMatchObject({
    sid: w.kernel.account.sid,
    friendlyName: 'Test account',
    status: 'active',
    type: 'Full',
  });
  expect(await w.client.api.v2010.accounts.list()).toHaveLength(1);
  const stranger = w.client.api.v2010.accounts(`AC${'0'.repeat(32)}`);
  expect(await failure(stranger.fetch())).toMatchObject({ status: 404, code: 20404 });
  expect(await failure(stranger.calls.list())).toMatchObject({ status: 404, code: 20404 });
});

test.each<[string, Record<string, unknown>, number]>([
  ['no To', { to: '' }, 21201],
  ['a To that is no number', { to: 'nobody' }, 21211],
  ['no From', { from: '' }, 21213],
  ['a From that is no number', { from: 'me' }, 21212],
  ['a From of somebody else', { from: '+12025550123' }, 21210],
  ['no TwiML at all', { url: undefined }, 21205],
  ['a URL that is none', { url: '/relative' }, 21205],
  ['a method that is none', { method: 'PUT' }, 21209],
  ['a status callback that is no URL', { statusCallback: 'here' }, 21205],
  ['an event that is none', { statusCallback: SITE, statusCallbackEvent: ['answred'] }, 21626],
  ['a timeout that is none', { timeout: 0 }, 21208],
  ['digits that are none', { sendDigits: 'abc' }, 21206],
  ['an application that is none', { applicationSid: `AP${'0'.repeat(32)}` }, 21218],
  ['inline TwiML that is too long', { url: undefined, twiml: twiml('x'.repeat(4000)) }, 32018],
])('a call with %s is refused', async (_name, more, code) => {
  const w = world();
  expect(await failure(call(w, more))).toMatchObject({ status: 400, code });
  expect(await w.client.calls.list()).toEqual([]);
});

test('what the emulator does not have is refused by name', async () => {
  const w = world();
  const { status, message } = await failure(call(w, { byoc: `BY${'0'.repeat(32)}` }));
  expect(status).toBe(501);
  expect(message).toContain('the parameter Byoc');
});

test('a verified caller id may be shown', async () => {
  const w = world({ callerIds: ['+12025550123'] });
  expect((await call(w, { from: '+12025550123' })).from).toBe('+12025550123');
  const [callerId] = await w.client.outgoingCallerIds.list({ phoneNumber: '+12025550123' });
  await w.client.outgoingCallerIds(callerId?.sid ?? '').remove();
  expect(await failure(call(w, { from: '+12025550123' }))).toMatchObject({ code: 21210 });
});

test('a number is taken as people write it', async () => {
  const w = world();
  expect(await call(w, { to: '(415) 555-0101' })).toMatchObject({
    to: ANNA,
    toFormatted: '(415) 555-0101',
    fromFormatted: '(415) 555-0199',
  });
});

test('an application answers for the call with its own settings', async () => {
  const w = world();
  const application = await w.client.applications.create({
    friendlyName: 'App',
    voiceUrl: w.page('/app', twiml('<Hangup/>')),
    statusCallback: `${SITE}/app-status`,
  });
  w.phone(ANNA).whenRung = (leg) => leg.answer();
  await call(w, { url: undefined, applicationSid: application.sid });
  await w.pass(1);
  expect(w.sentTo('/app')).toHaveLength(1);
  expect(w.sentTo('/app-status')).toHaveLength(1);
});

test('calls are listed newest first, by what they are', async () => {
  const w = world();
  w.page('/twiml', twiml('<Pause length="60"/>'));
  w.phone(ANNA).whenRung = (leg) => leg.answer();
  const first = await call(w);
  await w.pass(1);
  const second = await call(w, { to: '+14155550102' });
  await w.pass(1);
  const sids = async (filter: Parameters<typeof w.client.calls.list>[0]) =>
    (await w.client.calls.list(filter)).map(({ sid }) => sid);
  expect(await sids({})).toEqual([second.sid, first.sid]);
  expect(await sids({ status: 'in-progress' })).toEqual([first.sid]);
  expect(await sids({ status: 'failed' })).toEqual([second.sid]);
  expect(await sids({ to: ANNA })).toEqual([first.sid]);
  expect(await sids({ startTimeAfter: new Date(w.kernel.clock.now() + 86_400_000) })).toEqual([]);
  expect(await sids({ startTimeBefore: new Date(w.kernel.clock.now() + 86_400_000) })).toHaveLength(2);
  expect(await sids({ parentCallSid: first.sid })).toEqual([]);
});

test('only a call that is over can be deleted', async () => {
  const w = world();
  w.phone(ANNA);
  const made = await call(w);
  expect(await failure(w.client.calls(made.sid).remove())).toMatchObject({ status: 400, code: 20009 });
  await w.client.calls(made.sid).update({ status: 'canceled' });
  await w.client.calls(made.sid).remove();
  expect(await failure(w.client.calls(made.sid).fetch())).toMatchObject({ status: 404, code: 20404 });
});

test('a ringing call cannot be redirected, and an ended one can be ended again', async () => {
  const w = world();
  w.phone(ANNA);
  const made = await call(w);
  await w.pass(1);
  expect(await failure(w.client.calls(made.sid).update({ url: SITE }))).toMatchObject({ code: 21220 });
  await w.client.calls(made.sid).update({ status: 'completed' });
  expect((await w.client.calls(made.sid).update({ status: 'completed' })).status).toBe('canceled');
});

test('a status callback set later tells of the end', async () => {
  const w = world();
  w.page('/twiml', twiml('<Pause length="5"/>'));
  w.phone(ANNA).whenRung = (leg) => leg.answer();
  const made = await call(w);
  await w.pass(1);
  await w.client.calls(made.sid).update({ statusCallback: `${SITE}/late` });
  await w.pass(5);
  expect(w.sentTo('/late').map(({ CallStatus }) => CallStatus)).toEqual(['completed']);
});

test('a number of the account is found, set up and released; another is bought', async () => {
  const w = world();
  const [number] = await w.client.incomingPhoneNumbers.list({ phoneNumber: OWNED });
  expect(number).toMatchObject({ phoneNumber: OWNED, capabilities: { voice: true, sms: true } });
  const handle = w.client.incomingPhoneNumbers(number?.sid ?? '');
  expect(await handle.update({ voiceUrl: `${SITE}/voice`, friendlyName: 'Main line' })).toMatchObject({
    voiceUrl: `${SITE}/voice`,
    voiceMethod: 'POST',
    friendlyName: 'Main line',
  });
  expect(await w.client.incomingPhoneNumbers.list({ friendlyName: 'Other line' })).toEqual([]);
  expect(await failure(handle.update({ voiceUrl: 'nowhere' }))).toMatchObject({
    code: 21502,
  });

  const offered = await w.client.availablePhoneNumbers('US').local.list({ areaCode: 415 });
  expect(offered.map(({ phoneNumber }) => phoneNumber)).not.toContain(OWNED);
  const wanted = offered[0]?.phoneNumber ?? '';
  expect(await w.client.incomingPhoneNumbers.create({ phoneNumber: wanted })).toMatchObject({
    phoneNumber: wanted,
  });
  expect(await failure(w.client.incomingPhoneNumbers.create({ phoneNumber: wanted }))).toMatchObject({
    code: 21422,
  });
  expect(await failure(w.client.incomingPhoneNumbers.create({ phoneNumber: '+442079460000' }))).toMatchObject(
    {
      code: 21422,
    },
  );
  await handle.remove();
  expect((await w.client.incomingPhoneNumbers.list()).map(({ phoneNumber }) => phoneNumber)).toEqual([
    wanted,
  ]);
  expect(w.voice.owns(OWNED)).toBe(false);
});

test('an application is made, found by name, changed and removed', async () => {
  const w = world();
  const { sid } = await w.client.applications.create({ friendlyName: 'Desk', voiceUrl: `${SITE}/a` });
  expect((await w.client.applications.list({ friendlyName: 'Desk' })).map((one) => one.sid)).toEqual([sid]);
  expect(await w.client.applications(sid).update({ voiceUrl: `${SITE}/b` })).toMatchObject({
    friendlyName: 'Desk',
    voiceUrl: `${SITE}/b`,
  });
  await w.client.applications(sid).remove();
  expect(await failure(w.client.applications(sid).fetch())).toMatchObject({ status: 404, code: 20404 });
});

test('conferences and participants that are not there are 404', async () => {
  const w = world();
  const nowhere = w.client.conferences(`CF${'0'.repeat(32)}`);
  for (const work of [
    nowhere.fetch(),
    nowhere.update({ status: 'completed' }),
    nowhere.participants.list(),
    nowhere.participants('nobody').fetch(),
    nowhere.participants('nobody').update({ muted: true }),
    nowhere.participants('nobody').remove(),
  ])
    expect(await failure(work)).toMatchObject({ status: 404, code: 20404 });
});
