import { handler as outbound } from '../../functions/voice/outbound.protected';
import type { CallView } from './contract';
import { ADA, BOB, CARL, DORA } from './testing';
import { Browsers } from './testing-browser';

const OTHER_NUMBER = '+14155550198';

test.each([
  [{ RecipientNumber: '+19005550123' }, 422, 'number_not_allowed'],
  [{ RecipientNumber: ADA.phone }, 422, 'number_not_allowed'],
  [{ RecipientNumber: '+14155550199' }, 422, 'number_not_allowed'],
  [{ RecipientNumber: 'nobody' }, 400, 'invalid_number'],
  [{ CallerId: '+14155550111' }, 403, 'forbidden'],
  [{ CallerId: 'me' }, 403, 'forbidden'],
])('%j is refused before anything is claimed', async (fields, status, code) => {
  const stage = new Browsers();
  const answer = await stage.ask('voice/start', { RecipientNumber: CARL, ...fields });
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(stage.twilio.requests).toEqual([]);
});

test.each(['voice/start', 'start'] as const)(
  '%s: a number of the account may be shown instead',
  async (name) => {
    const stage = new Browsers({ CALLER_IDS: `${OTHER_NUMBER},+14155550199` });
    const answer = await stage.ask(name, { RecipientNumber: CARL, CallerId: '+1 (415) 555-0198' });
    expect(answer.status).toBe(202);
    if (name === 'start') await stage.press(await stage.adaAnswers());
    else {
      const { call } = answer.body.data as { call: CallView };
      await stage.asks(stage.dials(), { callId: call.id, CallerId: OTHER_NUMBER });
    }
    const placed = stage.twilio.requests.filter(
      ({ method, form }) => method === 'post' && form.To !== undefined,
    );
    const shown = placed.map(({ form }) => form.From);
    expect(shown).toEqual(name === 'start' ? [OTHER_NUMBER, OTHER_NUMBER] : [OTHER_NUMBER]);
  },
);

test('whatever the page says to Twilio, it gets the call it may make or none', async () => {
  const words = {
    notAllowed: 'This call is not allowed. Goodbye.',
    gone: 'This call is no longer available. Goodbye.',
  };
  const stage = new Browsers();
  const mine = await stage.claims();
  const bobs = await stage.claims({ RecipientNumber: DORA }, BOB);
  const forged: [string, Record<string, unknown>, string][] = [
    ['no call', { To: CARL }, words.notAllowed],
    ["somebody else's call", { callId: bobs.id }, words.gone],
    ['a call that never was', { callId: '1k0000000aaaaaaaaaaaa' }, words.gone],
    ['not even an id', { callId: '../live' }, words.gone],
    ['another number', { callId: mine.id, To: DORA }, words.notAllowed],
    ['a premium number', { callId: mine.id, To: '+19005550123' }, words.notAllowed],
    ['a premium number by our name', { callId: mine.id, RecipientNumber: '+19005550123' }, words.notAllowed],
    ['another caller id', { callId: mine.id, CallerId: '+12025550100' }, words.notAllowed],
    ['two calls at once', { callId: [mine.id, bobs.id] }, 'something went wrong'],
    ['an identity that is none of ours', { From: 'client:root', callId: mine.id }, 'something went wrong'],
    ['a telephone', { From: BOB.phone, callId: bobs.id }, 'something went wrong'],
  ];
  for (const [what, said, heard] of forged) {
    const twiml = await stage.asks(stage.dials(), said);
    expect({ what, twiml }).toEqual({ what, twiml: expect.stringContaining(heard) });
    expect({ what, twiml }).toEqual({ what, twiml: expect.stringMatching(/<Hangup\/><\/Response>$/) });
  }
  expect([stage.callsTo(CARL), stage.callsTo(DORA)]).toEqual([0, 0]);
  expect(stage.twilio.requests.filter(({ form }) => form.To?.includes('900'))).toEqual([]);
  // Nothing of it has cost the call that may be made.
  expect(await stage.asks(stage.dials(), { callId: mine.id })).toContain('<Conference');
  expect(stage.callsTo(CARL)).toBe(1);
});

test('what was refused is in the log, without numbers', async () => {
  const stage = new Browsers();
  const call = await stage.claims();
  const fields = {
    From: `client:${ADA.id}`,
    CallSid: `CA${'9'.repeat(32)}`,
    callId: call.id,
    To: '+19005550123',
  };
  const { log } = await stage.call(outbound, fields);
  expect(log).toMatchObject({ agent: ADA.id, call: call.id, refused: 'notAllowed' });
  expect(JSON.stringify(log)).not.toContain('9005550123');
});

test('in Spanish the refusal is Spanish', async () => {
  const stage = new Browsers({ LOCALE: 'es' });
  expect(await stage.asks(stage.dials(), {})).toContain('Esta llamada no está permitida.');
});
