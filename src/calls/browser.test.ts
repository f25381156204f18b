import { handler as browserReport } from '../../functions/calls/status.protected';
import { handler as status } from '../../functions/phone-to-phone/status.protected';
import { handler as outbound } from '../../functions/voice/outbound.protected';
import type { Answered } from '../testing/invoke';
import type { CallView, LegStatus } from './contract';
import { ADA, BOB, CARL, DORA, type FakeLine, later, refused, Stage } from './testing';

const OTHER_NUMBER = '+14155550198';

/** A stage on which agents call from their browsers. */
class Browsers extends Stage {
  async claims(fields: Record<string, unknown> = {}, who = ADA): Promise<CallView> {
    const answer = await this.ask('voice/start', { RecipientNumber: CARL, ...fields }, who);
    return (answer.body.data as { call: CallView }).call;
  }

  /** The page calls Twilio: a new line. */
  dials(who = ADA): FakeLine {
    const line = this.voice.add(`client:${who.id}`, '', '');
    line.status = 'in-progress';
    return line;
  }

  /** Twilio asks what becomes of a line; it plays the answer. */
  async asks(line: FakeLine, said: Record<string, unknown>): Promise<string> {
    const fields = { From: line.to, CallSid: line.sid, To: '', CallStatus: 'ringing', ...said };
    const answer = await this.call(outbound, fields);
    expect(answer.status).toBe(200);
    line.twiml = String(answer.body);
    return line.twiml;
  }

  async over(line: FakeLine, CallStatus: LegStatus = 'completed', seconds = 9): Promise<Answered> {
    this.voice.end(line, CallStatus);
    const Timestamp = new Date().toUTCString();
    const fields = { From: line.to, CallSid: line.sid, CallStatus, CallDuration: String(seconds), Timestamp };
    return this.call(browserReport, fields);
  }

  /** Everything until Carl's phone rings. */
  async rings(): Promise<{ ada: FakeLine; carl: FakeLine; call: CallView }> {
    const call = await this.claims();
    const ada = this.dials();
    await this.asks(ada, { callId: call.id });
    const carl = this.lineTo(CARL);
    await this.reports(carl, 'initiated');
    await this.reports(carl, 'ringing');
    return { ada, carl, call };
  }
}

afterEach(() => {
  jest.useRealTimers();
});

test('a call from the browser takes 1, 3 and mostly 2 requests, and ends in the history', async () => {
  const stage = new Browsers();
  let call = {} as CallView;
  expect(
    await stage.counting(async () => {
      call = await stage.claims({ ConferenceName: 'Tuvok and Spock' });
    }),
  ).toBe(1);
  expect(call).toMatchObject({
    kind: 'browser',
    phase: 'starting',
    label: 'Tuvok and Spock',
    recipient: CARL,
  });
  expect(call.legs[0]).toEqual({ label: 'agent', number: `client:${ADA.id}`, present: false });

  const ada = stage.dials();
  expect(await stage.counting(() => stage.asks(ada, { callId: call.id }))).toBe(3);
  expect(ada.twiml).toMatch(
    /<Dial action="[^"]+leave[^"]+"><Conference participantLabel="agent"[^>]+>\w{32}</,
  );
  expect(await stage.seen()).toMatchObject({ phase: 'dialling', legs: [{ callSid: ada.sid }, {}] });
  const [dialled] = stage.twilio.requests.filter(({ form }) => form.Label === 'customer');
  expect(dialled?.form).toMatchObject({ From: '+14155550199', To: CARL, EarlyMedia: 'true' });

  const carl = stage.lineTo(CARL);
  // The call comes onto the floor, and the floor is counted.
  expect(await stage.counting(() => stage.reports(carl, 'initiated'))).toBe(4);
  expect(await stage.counting(() => stage.reports(carl, 'ringing'))).toBe(2);
  await stage.reports(carl, 'in-progress');
  expect(await stage.seen()).toMatchObject({ phase: 'connected' });
  expect(Object.values(stage.twilio.items('floor'))).toMatchObject([{ agent: ADA.id, phase: 'connected' }]);

  await stage.reports(carl, 'completed', { CallDuration: '8' });
  await stage.over(ada);
  expect(stage.keys()).toEqual(['history']);
  expect(await stage.seen()).toMatchObject({ phase: 'ended', outcome: 'talked', talkSeconds: 8 });
});

test('clicked twice it is one call; another one has to wait, also one by phone', async () => {
  const stage = new Browsers();
  const first = await stage.claims();
  const again = await stage.ask('voice/start', { RecipientNumber: CARL });
  expect([again.status, again.body.data.call]).toMatchObject([200, { id: first.id }]);
  for (const [name, to] of [
    ['voice/start', DORA],
    ['start', CARL],
  ] as const) {
    const answer = await stage.ask(name, { RecipientNumber: to });
    expect([answer.status, answer.body.code]).toEqual([409, 'call_in_progress']);
  }
});

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

test('the same request delivered again dials once and answers the same', async () => {
  const stage = new Browsers();
  const call = await stage.claims();
  const ada = stage.dials();
  const answers = await Promise.all([1, 2, 3].map(() => stage.asks(ada, { callId: call.id })));
  expect(new Set(answers).size).toBe(1);
  expect(stage.callsTo(CARL)).toBe(1);
});

test('a call that has its line takes no other: not from a second window, not from a replay', async () => {
  const stage = new Browsers();
  const { ada, carl, call } = await stage.rings();
  const second = stage.dials();
  expect(await stage.asks(second, { callId: call.id })).toContain('You are in this call already.');
  // The end of the line that was refused is not the end of the call.
  await stage.over(second);
  expect(await stage.seen()).toMatchObject({ phase: 'customer-ringing' });
  await stage.over(ada);
  expect(carl.status).toBe('canceled');
  await stage.reports(carl, 'canceled');
  expect(await stage.asks(stage.dials(), { callId: call.id })).toContain('no longer available');
  expect(stage.callsTo(CARL)).toBe(1);
});

test('the page is closed or loaded anew while it rings: the customer stops ringing', async () => {
  const stage = new Browsers();
  const { ada, carl } = await stage.rings();
  await stage.over(ada);
  expect(carl.status).toBe('canceled');
  await stage.reports(carl, 'canceled');
  expect(await stage.seen()).toMatchObject({
    phase: 'ended',
    reason: 'agent_hung_up',
    outcome: 'not_reached',
  });
  expect((await stage.ask('voice/start', { RecipientNumber: DORA })).status).toBe(202);
});

test('the page is closed in the middle of a conversation', async () => {
  const stage = new Browsers();
  const { ada, carl } = await stage.rings();
  await stage.reports(carl, 'in-progress');
  await stage.call(status, {
    ...Object.fromEntries(new URL(carl.callback).searchParams),
    leg: 'conference',
    StatusCallbackEvent: 'conference-end',
    ConferenceSid: `CF${'1'.padStart(32, '0')}`,
    CallSidEndingConference: ada.sid,
  });
  await stage.over(ada);
  await stage.reports(carl, 'completed', { CallDuration: '30' });
  expect(await stage.seen()).toMatchObject({ phase: 'ended', reason: 'agent_hung_up', outcome: 'talked' });
});

test('the customer is busy: the agent hears it in the browser', async () => {
  const stage = new Browsers();
  const { ada, carl } = await stage.rings();
  await stage.reports(carl, 'busy');
  expect(ada.twiml).toContain('The number is busy.');
  await stage.over(ada);
  expect(await stage.seen()).toMatchObject({ phase: 'ended', reason: 'customer_busy' });
});

test('the customer cannot be dialled: the agent hears it at once', async () => {
  const stage = new Browsers();
  const call = await stage.claims();
  stage.fault = ({ form }) => (form.Label === 'customer' ? refused(400, 13227) : undefined);
  const ada = stage.dials();
  expect(await stage.asks(ada, { callId: call.id })).toContain('The number cannot be reached.');
  await stage.over(ada);
  expect(await stage.seen()).toMatchObject({ phase: 'ended', reason: 'customer_unreachable' });
});

test('hanging up in the page ends both lines, or keeps the browser out that has not come yet', async () => {
  const early = new Browsers();
  const call = await early.claims();
  expect((await early.ask('hangup')).body.data.call).toMatchObject({
    phase: 'ended',
    reason: 'ended_in_page',
  });
  expect(await early.asks(early.dials(), { callId: call.id })).toContain('no longer available');
  expect(early.callsTo(CARL)).toBe(0);
  expect(early.keys()).toEqual(['history']);
  expect((await early.ask('voice/start', { RecipientNumber: DORA })).status).toBe(202);

  const late = new Browsers();
  const { ada, carl } = await late.rings();
  await late.ask('hangup');
  expect([ada.status, carl.status]).toEqual(['completed', 'canceled']);
});

test('hanging up and coming onto the line at the same moment: nobody is left on a line', async () => {
  for (let turn = 0; turn < 12; turn += 1) {
    const stage = new Browsers();
    const call = await stage.claims();
    const ada = stage.dials();
    const pauses = (ms: number) => new Promise((done) => setTimeout(done, ms));
    await Promise.all([
      pauses(turn % 4).then(() => stage.ask('hangup')),
      pauses(Math.floor(turn / 4)).then(() => stage.asks(ada, { callId: call.id })),
    ]);
    const carl = stage.voice.lines.find(({ to }) => to === CARL);
    if (carl !== undefined && carl.endedAt === undefined) await stage.reports(carl, 'initiated');
    if (!ada.twiml.includes('<Dial')) stage.voice.end(ada, 'completed');
    expect({ turn, up: stage.voice.lines.filter(({ endedAt }) => endedAt === undefined) }).toEqual({
      turn,
      up: [],
    });
  }
});

test('a browser that never comes: the claim is given up by whoever looks next', async () => {
  const stage = new Browsers();
  await stage.claims();
  later(16);
  expect((await stage.ask('state')).body.data.call).toMatchObject({
    phase: 'ended',
    reason: 'agent_unreachable',
    endedBy: 'system',
    outcome: 'not_dialled',
  });
  expect(stage.keys()).toEqual(['history']);

  const again = new Browsers();
  await again.claims();
  later(16);
  expect((await again.start({ RecipientNumber: DORA })).status).toBe(202);
  expect(again.keys().sort()).toEqual(['history', 'live']);
});

test('a browser that comes late, and nobody has given it up: it calls', async () => {
  const stage = new Browsers();
  const call = await stage.claims();
  later(20);
  expect(await stage.asks(stage.dials(), { callId: call.id })).toContain('<Conference');
});

test('the call over MAX_LIVE_CALLS is ended, and says why', async () => {
  const stage = new Browsers({ MAX_LIVE_CALLS: '1' });
  const first = await stage.rings();
  later(1);
  const call = await stage.claims({ RecipientNumber: DORA }, BOB);
  const bob = stage.dials(BOB);
  await stage.asks(bob, { callId: call.id });
  const dora = stage.lineTo(DORA);
  await stage.reports(dora, 'initiated');
  expect(bob.twiml).toContain('All lines are busy.');
  expect(dora.endedAt).toBeDefined();
  expect(first.carl.endedAt).toBeUndefined();
});

test("a report about a browser's line that fails is delivered again, one about nothing is not", async () => {
  const stage = new Browsers();
  expect((await stage.over(stage.dials())).status).toBe(204);
  const { ada, carl } = await stage.rings();
  stage.fault = ({ url }) => (url.includes(`/Calls/${carl.sid}`) ? refused(500, 20500) : undefined);
  expect((await stage.over(ada)).status).toBeGreaterThanOrEqual(500);
  stage.fault = () => undefined;
  expect((await stage.over(ada)).status).toBe(204);
  expect(carl.status).toBe('canceled');
});
