import { handler as status } from '../../functions/phone-to-phone/status.protected';
import type { CallView } from './contract';
import { ADA, BOB, CARL, DORA, later, refused } from './testing';
import { Browsers } from './testing-browser';

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
  expect(await late.counting(() => late.ask('hangup'))).toBe(3);
  await late.tellsEnds();
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
    await stage.tellsEnds();
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
