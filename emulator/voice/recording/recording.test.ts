import { failure } from '../../api/testing';
import type { Samples } from '../media/frame';
import { level } from '../media/spectrum';
import { between, Choir, TickedHub } from '../media/testing';
import { decodeWav } from '../media/wav';
import { OWNED, SITE, twiml, type World, world } from '../testing';

const AGENT = '+14155550101';
const CUSTOMER = '+14155550102';
const SUPERVISOR = '+14155550103';
const SILENT = -115;

const open: Choir[] = [];
beforeEach(() => {
  // Time moves by `pass` alone, so that what is sung lies on the tape without gaps.
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const choir of open.splice(0)) choir.stop();
});

interface Talk {
  w: World;
  choir: Choir;
  agent: string;
  customer: string;
}

/** An agent and a customer in a conference, each with a tone of their own. */
async function talking(attributes = ''): Promise<Talk> {
  const hub = new TickedHub();
  const w = world({ audio: hub });
  const choir = new Choir(w, hub).add(AGENT, 500).add(CUSTOMER, 1300);
  open.push(choir);
  const room = twiml(`<Dial><Conference beep="false" ${attributes}>room</Conference></Dial>`);
  const sids: string[] = [];
  for (const to of [AGENT, CUSTOMER]) {
    w.phone(to).whenRung = (leg) => leg.answer();
    sids.push((await w.client.calls.create({ to, from: OWNED, twiml: room })).sid);
    await w.pass(0.1);
  }
  const [agent = '', customer = ''] = sids;
  return { w, choir, agent, customer };
}

/** A recording's channels. */
async function fileOf(w: World, sid: string, query = ''): Promise<Samples[]> {
  const { mediaUrl } = await w.client.recordings(sid).fetch();
  const { body, statusCode }: { statusCode: number; body: string } = await w.client.request({
    method: 'get',
    uri: `${mediaUrl}.wav${query}`,
  });
  expect(statusCode).toBe(200);
  return decodeWav(Buffer.from(body, 'latin1'));
}

test('a call recorded in two channels: its own party first, all that it hears second', async () => {
  const { w, choir, customer } = await talking();
  const recordings = w.client.calls(customer).recordings;
  const made = await recordings.create({
    recordingChannels: 'dual',
    recordingStatusCallback: w.page('/recorded', ''),
    recordingStatusCallbackEvent: ['in-progress completed absent'],
  });
  expect(made).toMatchObject({
    callSid: customer,
    conferenceSid: null,
    status: 'in-progress',
    channels: 2,
    source: 'StartCallRecordingAPI',
    track: 'both',
    duration: null,
    price: null,
    errorCode: null,
  });
  await choir.sing(1);
  await choir.sing(1, [AGENT]);
  const sound = `${(await w.client.recordings(made.sid).fetch()).mediaUrl}.wav`;
  expect((await w.client.request({ method: 'get', uri: sound })).statusCode).toBe(404);
  expect(await recordings(made.sid).update({ status: 'stopped' })).toMatchObject({
    status: 'stopped',
    duration: '2',
  });
  await choir.sing(1.5);
  expect(await recordings(made.sid).fetch()).toMatchObject({ status: 'completed', duration: '2' });

  const [own, others] = await fileOf(w, made.sid);
  expect(own?.length).toBe(16_000);
  expect(choir.tonesIn(between(own, 0.2, 0.9))).toEqual([CUSTOMER]);
  expect(choir.tonesIn(between(own, 1.2, 1.9))).toEqual([]);
  expect(choir.tonesIn(between(others, 0.2, 1.9))).toEqual([AGENT]);
  const [mono, none] = await fileOf(w, made.sid, '?RequestedChannels=1');
  expect(none).toBeUndefined();
  expect(choir.tonesIn(between(mono, 0.2, 0.9))).toEqual([AGENT, CUSTOMER]);

  const about = {
    AccountSid: w.kernel.account.sid,
    CallSid: customer,
    RecordingSid: made.sid,
    RecordingChannels: '2',
    RecordingSource: 'StartCallRecordingAPI',
    RecordingTrack: 'both',
    RecordingStartTime: expect.stringMatching(/\+0000$/),
  };
  expect(w.sentTo('/recorded')).toEqual([
    { ...about, RecordingStatus: 'in-progress' },
    {
      ...about,
      RecordingStatus: 'completed',
      RecordingDuration: '2',
      RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${w.kernel.account.sid}/Recordings/${made.sid}`,
    },
  ]);
  expect(w.violations()).toEqual([]);
});

test.each([
  { behaviour: 'silence', seconds: 4, after: 2.7, silent: [1.2, 2.4] },
  { behaviour: 'skip', seconds: 2.5, after: 1.1, silent: undefined },
] as const)('a pause by $behaviour is not to be heard', async ({ behaviour, seconds, after, silent }) => {
  const { w, choir, customer } = await talking();
  const recordings = w.client.calls(customer).recordings;
  const { sid } = await recordings.create();
  await choir.sing(1, [CUSTOMER]);
  const pause = { status: 'paused', pauseBehavior: behaviour } as const;
  expect((await recordings('Twilio.CURRENT').update(pause)).status).toBe('paused');
  expect((await recordings(sid).update(pause)).status).toBe('paused');
  w.phone(CUSTOMER).line.press('4111');
  w.phone(CUSTOMER).line.say('My card number is four one one one.');
  await choir.sing(1.5, [CUSTOMER]);
  expect((await recordings(sid).update({ status: 'in-progress' })).status).toBe('in-progress');
  expect((await recordings(sid).update({ status: 'in-progress' })).status).toBe('in-progress');
  await choir.sing(1.5, [AGENT]);
  await recordings(sid).update({ status: 'stopped' });
  await w.pass(1);
  const [all] = await fileOf(w, sid);
  expect((all?.length ?? 0) / 8000).toBeCloseTo(seconds, 1);
  expect(choir.tonesIn(between(all, 0.1, 0.9))).toEqual([CUSTOMER]);
  expect(choir.tonesIn(between(all, after, after + 1))).toEqual([AGENT]);
  if (silent) expect(level(between(all, ...silent))).toBeLessThan(SILENT);
});

test('hold music that goes on through a pause is heard before and after it alone', async () => {
  const { w, customer } = await talking();
  const recordings = w.client.calls(customer).recordings;
  const { sid } = await recordings.create();
  await w.client.conferences('room').participants(customer).update({ hold: true });
  await w.pass(2);
  await recordings(sid).update({ status: 'paused' });
  await w.pass(2);
  await recordings(sid).update({ status: 'in-progress' });
  await w.pass(2);
  await recordings(sid).update({ status: 'stopped' });
  await w.pass(1);
  const [all] = await fileOf(w, sid);
  expect(level(between(all, 0.2, 1.9))).toBeGreaterThan(-45);
  expect(level(between(all, 2.01, 3.99))).toBeLessThan(SILENT);
  expect(level(between(all, 4.1, 5.9))).toBeGreaterThan(-45);
});

test.each([
  { track: 'inbound', heard: [CUSTOMER] },
  { track: 'outbound', heard: [AGENT] },
])('one track of a call: $track', async ({ track, heard }) => {
  const { w, choir, customer } = await talking();
  const recordings = w.client.calls(customer).recordings;
  const { sid, channels } = await recordings.create({ recordingTrack: track, recordingChannels: 'dual' });
  expect(channels).toBe(1);
  await choir.sing(1);
  w.phone(CUSTOMER).line.hangup();
  expect((await recordings(sid).fetch()).status).toBe('processing');
  await w.pass(1);
  const [all] = await fileOf(w, sid);
  expect(choir.tonesIn(between(all, 0.2, 0.9))).toEqual(heard);
});

test('a conference is recorded from its start: who is heard by all, not who coaches, is muted or on hold', async () => {
  const { w, choir, agent, customer } = await talking(
    `record="record-from-start" trim="do-not-trim" recordingStatusCallback="${SITE}/room" recordingStatusCallbackEvent="in-progress completed"`,
  );
  w.page('/room', '');
  const [conference] = await w.client.conferences.list();
  const sid = conference?.sid ?? '';
  const { participants, recordings } = w.client.conferences(sid);
  const [made] = await recordings.list();
  expect(made).toMatchObject({
    conferenceSid: sid,
    callSid: agent,
    status: 'in-progress',
    source: 'Conference',
  });
  await choir.sing(1);
  await participants(agent).update({ muted: true });
  await choir.sing(1);
  await participants(agent).update({ muted: false, coaching: true, callSidToCoach: customer });
  await choir.sing(1);
  await participants(agent).update({ coaching: false });
  await participants(customer).update({ hold: true });
  await choir.sing(1);
  await recordings('Twilio.CURRENT').update({ status: 'paused', pauseBehavior: 'skip' });
  await choir.sing(1);
  await w.client.conferences(sid).update({ status: 'completed' });
  await w.pass(1);
  const file = await fileOf(w, made?.sid ?? '');
  expect(file).toHaveLength(1);
  expect((file[0]?.length ?? 0) / 8000).toBeCloseTo(4.1, 1);
  const parts = [0, 1, 2, 3].map((second) => choir.tonesIn(between(file[0], second + 0.3, second + 0.9)));
  expect(parts).toEqual([[AGENT, CUSTOMER], [CUSTOMER], [CUSTOMER], [AGENT]]);
  expect(
    w.sentTo('/room').map(({ RecordingStatus, ConferenceSid }) => [RecordingStatus, ConferenceSid]),
  ).toEqual([
    ['in-progress', sid],
    ['completed', sid],
  ]);
  await recordings(made?.sid ?? '').remove();
  expect(await recordings.list()).toEqual([]);
});

test('participants and calls made by REST are recorded from the answer', async () => {
  const w = world();
  w.page('/recorded', '');
  w.phone(CUSTOMER).whenRung = (leg) => leg.answer();
  const { callSid, conferenceSid } = await w.client.conferences('room').participants.create({
    from: OWNED,
    to: CUSTOMER,
    record: true,
    recordingChannels: 'dual',
    recordingStatusCallback: `${SITE}/recorded`,
    recordingStatusCallbackEvent: ['in-progress', 'paused', 'resumed', 'stopped', 'completed'],
    conferenceRecord: 'true',
  });
  w.phone(AGENT).whenRung = (leg) => leg.answer();
  const twimlOf = twiml('<Dial><Conference>room</Conference></Dial>');
  const agent = await w.client.calls.create({ from: OWNED, to: AGENT, twiml: twimlOf, record: true });
  await w.pass(1);
  const made = await w.client.recordings.list();
  expect(made.map(({ source, callSid: of, channels }) => [source, of, channels])).toEqual(
    expect.arrayContaining([
      ['OutboundAPI', callSid, 2],
      ['OutboundAPI', agent.sid, 1],
      ['Conference', callSid, 1],
    ]),
  );
  expect(await w.client.recordings.list({ conferenceSid })).toHaveLength(1);
  const own = w.client.calls(callSid).recordings('Twilio.CURRENT');
  await own.update({ status: 'paused' });
  await own.update({ status: 'in-progress' });
  await own.update({ status: 'stopped' });
  await w.pass(1);
  expect(w.sentTo('/recorded').map(({ RecordingStatus }) => RecordingStatus)).toEqual([
    'in-progress',
    'paused',
    'resumed',
    'stopped',
    'completed',
  ]);
});

test.each([
  { record: 'record-from-answer-dual', channels: 2, duration: '3' },
  { record: 'record-from-ringing', channels: 1, duration: '5' },
])(
  '<Dial record="$record">: the caller left, the one who was called right',
  async ({ record, channels, duration }) => {
    const w = world();
    w.page('/done', twiml('<Hangup/>'));
    w.page('/recorded', '');
    w.phone(CUSTOMER);
    w.phone(AGENT).whenRung = (leg) => leg.answer();
    await w.client.calls.create({
      from: OWNED,
      to: AGENT,
      twiml: twiml(
        `<Dial record="${record}" trim="do-not-trim" action="${SITE}/done" recordingStatusCallback="${SITE}/recorded">${CUSTOMER}</Dial>`,
      ),
    });
    await w.pass(2);
    w.phone(CUSTOMER).line.answer();
    await w.pass(1);
    w.phone(AGENT).line.say('This takes two seconds to say.');
    await w.pass(2);
    w.phone(CUSTOMER).line.hangup();
    await w.pass(2);
    const [made] = await w.client.recordings.list();
    expect(made).toMatchObject({ source: 'DialVerb', status: 'completed', channels, duration });
    expect(w.sentTo('/done')).toMatchObject([
      { DialCallStatus: 'completed', RecordingUrl: made?.mediaUrl, RecordingSid: made?.sid },
    ]);
    expect(w.sentTo('/recorded')).toMatchObject([
      { RecordingStatus: 'completed', RecordingDuration: duration },
    ]);
    if (channels === 2) {
      const [left, right] = await fileOf(w, made?.sid ?? '');
      expect(level(between(left, 1.1, 2.9))).toBeGreaterThan(-45);
      expect(level(between(right, 0, 3))).toBeLessThan(SILENT);
    }
  },
);

test('what cannot be recorded, paused or had is refused, and nothing changes', async () => {
  const { w, customer } = await talking();
  const recordings = w.client.calls(customer).recordings;
  const { sid } = await recordings.create();
  const none = `RE${'0'.repeat(32)}`;
  expect(await failure(w.client.calls(`CA${'0'.repeat(32)}`).recordings.create())).toMatchObject({
    code: 20404,
  });
  expect(await failure(recordings(none).update({ status: 'paused' }))).toMatchObject({ code: 20404 });
  expect(await failure(recordings(sid).update({ status: 'completed' }))).toMatchObject({ code: 20001 });
  expect(await failure(recordings(sid).update({ status: 'paused', pauseBehavior: 'mute' }))).toMatchObject({
    code: 20001,
  });
  expect(await failure(recordings(sid).remove())).toMatchObject({ code: 20009 });
  expect(await failure(recordings.create({ recordingChannels: 'three' }))).toMatchObject({ code: 20001 });
  expect(
    await failure(
      recordings.create({ recordingStatusCallback: SITE, recordingStatusCallbackEvent: ['begun'] }),
    ),
  ).toMatchObject({ code: 21626 });
  expect(await recordings.list()).toMatchObject([{ sid, status: 'in-progress' }]);
  await recordings(sid).update({ status: 'stopped' });
  expect(await failure(recordings(sid).update({ status: 'in-progress' }))).toMatchObject({
    status: 400,
    code: 21220,
  });
  expect(await failure(recordings('Twilio.CURRENT').update({ status: 'paused' }))).toMatchObject({
    code: 20404,
  });
  w.phone(CUSTOMER).line.hangup();
  await w.pass(2);
  expect(await failure(recordings.create())).toMatchObject({ status: 400, code: 21220 });
  expect(
    (
      await w.client.request({
        method: 'get',
        uri: `https://api.twilio.com/2010-04-01/Accounts/${w.kernel.account.sid}/Recordings/${sid}.mp3`,
      })
    ).statusCode,
  ).toBe(501);
});

test('a recording that is too short is absent; a deleted one is gone, but for those who ask', async () => {
  const { w, customer } = await talking();
  const recordings = w.client.calls(customer).recordings;
  const short = await recordings.create();
  await recordings(short.sid).update({ status: 'stopped' });
  await w.pass(1);
  expect(await recordings(short.sid).fetch()).toMatchObject({ status: 'absent', errorCode: 16101 });
  const { sid } = await recordings.create();
  await w.pass(1);
  await recordings(sid).update({ status: 'stopped' });
  await w.pass(1);
  await w.client.recordings(sid).remove();
  expect(await failure(w.client.recordings(sid).fetch())).toMatchObject({ code: 20404 });
  expect((await w.client.recordings.list()).map((one) => one.sid)).toEqual([short.sid]);
  const [gone] = await w.client.recordings.list({ includeSoftDeleted: true, limit: 1 });
  expect(gone).toMatchObject({ sid, status: 'deleted' });
});

test('a snapshot holds recordings with their sound; one that ran is kept as far as it went', async () => {
  const { w, choir, customer } = await talking();
  const recordings = w.client.calls(customer).recordings;
  const { sid } = await recordings.create();
  await choir.sing(1, [CUSTOMER]);
  const snapshot = JSON.parse(JSON.stringify(w.kernel.store.snapshot()));
  w.voice.engine.endAll();
  w.kernel.store.restore(snapshot);
  w.voice.product.restored?.();
  expect(await recordings(sid).fetch()).toMatchObject({ status: 'completed', duration: '1' });
  const [all] = await fileOf(w, sid);
  expect(choir.tonesIn(between(all, 0.2, 0.9))).toEqual([CUSTOMER]);
  expect(w.kernel.webhooks.sent.filter(({ purpose }) => purpose === 'recording status')).toEqual([]);
});

test('<Record> hears a microphone: it ends by silence after real speech, and keeps the sound', async () => {
  const hub = new TickedHub();
  const w = world({ audio: hub });
  const choir = new Choir(w, hub).add(CUSTOMER, 1300);
  open.push(choir);
  w.page('/kept', twiml('<Hangup/>'));
  w.phone(CUSTOMER).whenRung = (leg) => leg.answer();
  const mailbox = twiml(`<Record timeout="2" action="${SITE}/kept"/>`);
  const { sid } = await w.client.calls.create({ to: CUSTOMER, from: OWNED, twiml: mailbox });
  await choir.sing(1.5, []);
  await choir.sing(2, [CUSTOMER]);
  expect(w.sentTo('/kept')).toEqual([]);
  await choir.sing(2.2, []);
  const [kept] = w.sentTo('/kept');
  expect(kept).toMatchObject({ RecordingDuration: '2', CallSid: sid });
  await w.pass(2);
  const [all] = await fileOf(w, kept?.RecordingSid ?? '');
  expect((all?.length ?? 0) / 8000).toBeCloseTo(2, 1);
  expect(choir.tonesIn(between(all, 0.1, 1.9))).toEqual([CUSTOMER]);
  expect(w.timersWaiting()).toBe(0);
});

test('<Start><Recording> records the call from there on, in two channels, and what is whispered to the agent only theirs', async () => {
  const hub = new TickedHub();
  const w = world({ audio: hub });
  const choir = new Choir(w, hub).add(AGENT, 500).add(CUSTOMER, 1300).add(SUPERVISOR, 900);
  open.push(choir);
  w.page('/recorded', '');
  const room = '<Dial><Conference beep="false">room</Conference></Dial>';
  const recorded = `<Start><Recording recordingStatusCallback="${SITE}/recorded" trim="do-not-trim"/></Start>`;
  const sids: string[] = [];
  for (const to of [AGENT, CUSTOMER]) {
    w.phone(to).whenRung = (leg) => leg.answer();
    sids.push((await w.client.calls.create({ to, from: OWNED, twiml: twiml(recorded, room) })).sid);
    await w.pass(0.1);
  }
  const [agent = '', customer = ''] = sids;
  w.phone(SUPERVISOR).whenRung = (leg) => leg.answer();
  await w.client.conferences('room').participants.create({
    from: OWNED,
    to: SUPERVISOR,
    callSidToCoach: agent,
    beep: 'false',
  });
  await choir.sing(1.2);
  for (const to of [AGENT, CUSTOMER]) w.phone(to).line.hangup();
  await w.pass(2);
  const files = async (sid: string) => {
    const [made] = await w.client.calls(sid).recordings.list();
    expect(made).toMatchObject({ status: 'completed', channels: 2 });
    return (await fileOf(w, made?.sid ?? '')).map((samples) => choir.tonesIn(between(samples, 0.5, 1)));
  };
  expect(await files(customer)).toEqual([[CUSTOMER], [AGENT]]);
  expect(await files(agent)).toEqual([[AGENT], [CUSTOMER, SUPERVISOR]]);
  expect(w.sentTo('/recorded').map(({ RecordingStatus }) => RecordingStatus)).toEqual([
    'completed',
    'completed',
  ]);
});
