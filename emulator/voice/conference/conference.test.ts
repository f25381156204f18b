import { failure } from '../../api/testing';
import { OWNED, SITE, type TestPhone, twiml, type World, world } from '../testing';

const AGENT = '+14155550101';
const CUSTOMER = '+14155550102';
const THIRD = '+14155550103';
const EVERYTHING = 'start end join leave mute hold modify speaker announcement';

/** TwiML that takes part in the room of these tests, and says something once that is over. */
const joins = (attributes = '', dial = '') =>
  twiml(
    `<Dial${dial}><Conference ${attributes} statusCallback="/events" statusCallbackEvent="${EVERYTHING}">Room</Conference></Dial>`,
    '<Say>After</Say>',
  );

/** Calls a number, which answers, and gives it this TwiML. */
async function bring(w: World, to: string, document: string): Promise<{ sid: string; phone: TestPhone }> {
  const phone = w.phone(to);
  phone.whenRung = (leg) => leg.answer();
  const { sid } = await w.client.calls.create({
    from: OWNED,
    to,
    url: w.page(`/join/${to.slice(-4)}`, document),
  });
  await w.pass(0.1);
  return { sid, phone };
}

/** A participant called by REST, as these tests like it. */
const invite = (w: World, more: Record<string, unknown> = {}) =>
  w.client.conferences('Room').participants.create({
    from: OWNED,
    to: CUSTOMER,
    label: 'customer',
    statusCallback: `${SITE}/leg`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    ...more,
  });

const events = (w: World) => w.sentTo('/events').map(({ StatusCallbackEvent }) => StatusCallbackEvent);
const room = async (w: World) => {
  const [first] = await w.client.conferences.list({ friendlyName: 'Room', limit: 1 });
  if (!first) throw new Error('there is no conference');
  return first;
};

test('the first waits with music, the second starts the conference, and they talk', async () => {
  const w = world();
  const agent = await bring(w, AGENT, joins('participantLabel="agent"'));
  expect(await room(w)).toMatchObject({ status: 'init', friendlyName: 'Room' });
  expect(agent.phone.sounds).toEqual(['music']);

  const customer = await bring(w, CUSTOMER, joins('participantLabel="customer"'));
  expect((await room(w)).status).toBe('in-progress');
  expect(events(w)).toEqual(['participant-join', 'participant-join', 'conference-start']);
  expect(agent.phone.sounds).toEqual(['music', 'tone:beep']);
  expect(customer.phone.sounds).toEqual([]);

  customer.phone.line.say('Hello?');
  expect(agent.phone.heard.at(-1)).toEqual({
    kind: 'voice',
    text: 'Hello?',
    from: CUSTOMER,
    label: 'customer',
  });
  agent.phone.line.press('5');
  expect(customer.phone.heard.at(-1)).toEqual({ kind: 'tone', name: 'dtmf', digits: '5' });

  customer.phone.line.hangup();
  await w.pass(0);
  expect(events(w).slice(3)).toEqual(['participant-speech-start', 'participant-leave']);
  agent.phone.line.hangup();
  await w.pass(0);
  expect(events(w).slice(5)).toEqual(['participant-leave', 'conference-end']);
  expect(await room(w)).toMatchObject({
    status: 'completed',
    reasonConferenceEnded: 'last-participant-left',
    callSidEndingConference: agent.sid,
  });
  expect(w.timersWaiting()).toBe(0);
  expect(w.violations()).toEqual([]);
});

test('every event carries what Twilio sends, numbered from 1', async () => {
  const w = world();
  const agent = await bring(w, AGENT, joins('participantLabel="agent" endConferenceOnExit="true"'));
  await bring(w, CUSTOMER, joins('muted="true"'));
  agent.phone.line.hangup();
  await w.pass(5);
  const sent = w.sentTo('/events');
  const { sid } = await room(w);
  expect(sent.map(({ SequenceNumber }) => Number(SequenceNumber))).toEqual([1, 2, 3, 4, 5, 6]);
  for (const params of sent)
    expect(params).toMatchObject({
      ConferenceSid: sid,
      FriendlyName: 'Room',
      AccountSid: w.kernel.account.sid,
      Timestamp: expect.stringMatching(/\+0000$/),
    });
  expect(sent[0]).toMatchObject({
    StatusCallbackEvent: 'participant-join',
    CallSid: agent.sid,
    ParticipantLabel: 'agent',
    Muted: 'false',
    Hold: 'false',
    Coaching: 'false',
    EndConferenceOnExit: 'true',
    StartConferenceOnEnter: 'true',
  });
  expect(sent[1]).toMatchObject({ Muted: 'true' });
  expect(sent[3]).toMatchObject({
    StatusCallbackEvent: 'participant-leave',
    ReasonParticipantLeft: 'participant_hung_up',
    ParticipantCallStatus: 'completed',
  });
  expect(sent[4]).toMatchObject({
    ReasonParticipantLeft: 'moderator_ended_conference',
    ParticipantCallStatus: 'in-progress',
  });
  expect(sent[5]).toMatchObject({
    StatusCallbackEvent: 'conference-end',
    ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
    CallSidEndingConference: agent.sid,
    ParticipantLabelEndingConference: 'agent',
  });
});

test('when the conference ends, the TwiML of those who remain goes on after the dial', async () => {
  const w = world();
  w.page('/after', twiml('<Say>Thank you</Say>'));
  const agent = await bring(w, AGENT, joins('endConferenceOnExit="true"'));
  const first = await bring(w, CUSTOMER, joins());
  const second = await bring(w, THIRD, joins('', ' action="/after"'));
  agent.phone.line.hangup();
  await w.pass(3);
  expect(first.phone.words).toEqual(['After']);
  expect(second.phone.words).toEqual(['Thank you']);
  expect(w.sentTo('/after')[0]).toMatchObject({ CallSid: second.sid, DialCallStatus: 'answered' });
  expect(w.sentTo('/after')[0]).not.toHaveProperty('DialCallSid');
});

test('nobody starts a conference who may not; all wait', async () => {
  const w = world();
  const first = await bring(w, AGENT, joins('startConferenceOnEnter="false"'));
  await bring(w, CUSTOMER, joins('startConferenceOnEnter="false" waitUrl=""'));
  expect((await room(w)).status).toBe('init');
  first.phone.line.say('Anyone?');
  expect(w.phone(CUSTOMER).heard).toEqual([]);
  await bring(w, THIRD, joins());
  expect((await room(w)).status).toBe('in-progress');
});

test('waiting music of the project: its TwiML plays, loops by redirect, and stops at the start', async () => {
  const w = world();
  w.page('/music', twiml('<Say>Please wait.</Say><Redirect/>'));
  const agent = await bring(w, AGENT, joins('waitUrl="/music"'));
  await w.pass(2);
  expect(agent.phone.words.length).toBeGreaterThanOrEqual(2);
  expect(w.sentTo('/music')[0]).toMatchObject({ CallSid: agent.sid, FriendlyName: 'Room' });
  await bring(w, CUSTOMER, joins());
  const words = agent.phone.words.length;
  await w.pass(10);
  expect(agent.phone.words).toHaveLength(words);
});

test('waiting music that fails keeps the caller out: the TwiML goes on', async () => {
  const w = world();
  const agent = await bring(w, AGENT, joins('waitUrl="/missing"'));
  await w.pass(3);
  expect(agent.phone.words).toEqual(['After']);
  expect((await room(w)).status).toBe('completed');
  expect(w.violations()[0]).toContain('Error 11200');
});

test('the status callback is the first participant’s; a later one does not count', async () => {
  const w = world();
  await bring(w, AGENT, twiml('<Dial><Conference>Room</Conference></Dial>'));
  await bring(w, CUSTOMER, joins());
  expect(w.sentTo('/events')).toEqual([]);
});

test('a label is unique in its conference: 16025, and the TwiML goes on', async () => {
  const w = world();
  await bring(w, AGENT, joins('participantLabel="same"'));
  const second = await bring(w, CUSTOMER, joins('participantLabel="same"'));
  await w.pass(3);
  expect(second.phone.words).toEqual(['After']);
  expect(w.violations()[0]).toContain('16025');
  expect(await failure(invite(w, { label: 'same' }))).toMatchObject({ status: 400, code: 16025 });
});

test('a participant by REST is on the list while it rings; the agent hears it ring, then the person', async () => {
  const w = world();
  const agent = await bring(w, AGENT, joins('participantLabel="agent"'));
  const customer = w.phone(CUSTOMER);
  const made = await invite(w);
  expect(made).toMatchObject({ label: 'customer', status: 'queued', conferenceSid: (await room(w)).sid });
  await w.pass(1);
  expect(agent.phone.sounds).toEqual(['music', 'tone:ringing']);
  const statuses = async () =>
    (await w.client.conferences('Room').participants.list()).map(({ label, status }) => [label, status]);
  expect(await statuses()).toEqual([
    ['agent', 'connected'],
    ['customer', 'ringing'],
  ]);
  expect(events(w)).toEqual(['participant-join']);

  customer.line.answer();
  await w.pass(0);
  expect(await statuses()).toEqual([
    ['agent', 'connected'],
    ['customer', 'connected'],
  ]);
  expect(events(w)).toEqual(['participant-join', 'participant-join', 'conference-start']);
  customer.line.say('Yes?');
  expect(agent.phone.words).toEqual(['Yes?']);
  expect(customer.places.at(-1)).toMatchObject({ kind: 'conference', name: 'Room', label: 'customer' });
  expect(w.sentTo('/leg').map(({ CallStatus }) => CallStatus)).toEqual([
    'initiated',
    'ringing',
    'in-progress',
  ]);

  agent.phone.line.hangup();
  await w.pass(0);
  customer.line.hangup();
  await w.pass(0);
  expect(w.sentTo('/leg').at(-1)).toMatchObject({ CallStatus: 'completed', CallSid: made.callSid });
  expect(w.timersWaiting()).toBe(0);
});

test.each([
  ['busy', (phone: TestPhone) => phone.line.refuse('busy'), 'busy'],
  ['no-answer', () => undefined, 'no-answer'],
] as const)('a participant that ends as %s is told, and the agent stays', async (_name, act, status) => {
  const w = world();
  const agent = await bring(w, AGENT, joins());
  const customer = w.phone(CUSTOMER);
  const made = await invite(w, { timeout: 30, endConferenceOnExit: true });
  await w.pass(1);
  act(customer);
  await w.pass(31);
  expect(w.sentTo('/leg').at(-1)).toMatchObject({ CallSid: made.callSid, CallStatus: status });
  expect(w.sentTo('/events').at(-1)).toMatchObject({
    StatusCallbackEvent: 'participant-leave',
    ReasonParticipantLeft: 'participant_add_failed',
    ParticipantCallStatus: status,
    CallSid: made.callSid,
  });
  expect(agent.phone.ends).toEqual([]);
  expect(agent.phone.sounds.includes('tone:busy')).toBe(status === 'busy');
  expect(agent.phone.sounds.at(-1)).toBe('music');
});

test('a participant whose number does not exist fails', async () => {
  const w = world();
  await bring(w, AGENT, joins());
  await invite(w, { to: '+14155550150' });
  await w.pass(1);
  expect(w.sentTo('/leg').map(({ CallStatus }) => CallStatus)).toEqual(['initiated', 'failed']);
});

test('without early media the agent hears music until somebody is there', async () => {
  const w = world();
  const agent = await bring(w, AGENT, joins());
  w.phone(CUSTOMER);
  await invite(w, { earlyMedia: false });
  await w.pass(1);
  expect(agent.phone.sounds).toEqual(['music']);
});

test('the agent who ends the conference while the customer rings stops the ringing', async () => {
  const w = world();
  const agent = await bring(w, AGENT, joins('endConferenceOnExit="true"'));
  const customer = w.phone(CUSTOMER);
  await invite(w);
  await w.pass(1);
  agent.phone.line.hangup();
  await w.pass(0);
  expect(customer.ends).toEqual(['canceled']);
  expect(w.sentTo('/leg').at(-1)).toMatchObject({ CallStatus: 'canceled' });
});

test('a participant by REST may open the conference by its name; its SID must be that of a live one', async () => {
  const w = world();
  w.phone(CUSTOMER).whenRung = (leg) => leg.answer();
  await invite(w, {
    conferenceStatusCallback: `${SITE}/events`,
    conferenceStatusCallbackEvent: ['start', 'end', 'join', 'leave'],
  });
  await w.pass(1);
  expect(events(w)).toEqual(['participant-join']);
  await w.client.conferences((await room(w)).sid).update({ status: 'completed' });
  await w.pass(1);
  expect(events(w)).toEqual(['participant-join', 'participant-leave', 'conference-end']);
  expect(w.sentTo('/events').at(-1)).toMatchObject({ ReasonConferenceEnded: 'conference-ended-via-api' });
  expect(w.phone(CUSTOMER).ends).toEqual(['completed']);
  const { sid } = await room(w);
  expect(
    await failure(w.client.conferences(sid).participants.create({ from: OWNED, to: CUSTOMER })),
  ).toMatchObject({ status: 404, code: 20404 });
});

test('mute, hold and announce by label; each is told once', async () => {
  const w = world();
  w.page('/wait', twiml('<Say>You are on hold.</Say>'));
  w.page('/news', twiml('<Say>One minute left.</Say>'));
  const agent = await bring(w, AGENT, joins('participantLabel="agent"'));
  const customer = await bring(w, CUSTOMER, joins('participantLabel="customer" beep="false"'));
  const handle = w.client.conferences('Room').participants('customer');
  const { sid } = await room(w);

  expect(await handle.update({ muted: true })).toMatchObject({ muted: true });
  await handle.update({ muted: true });
  customer.phone.line.say('Nobody hears this');
  expect(agent.phone.words).toEqual([]);
  await handle.update({ muted: false });
  expect(events(w).slice(3)).toEqual(['participant-mute', 'participant-unmute']);

  await handle.update({ hold: true, holdUrl: `${SITE}/wait` });
  await w.pass(2);
  expect(customer.phone.words).toEqual(['You are on hold.']);
  agent.phone.line.say('Still there?');
  expect(customer.phone.words).toEqual(['You are on hold.']);
  expect(customer.phone.places.at(-1)).toMatchObject({ hold: true });
  await handle.update({ hold: false });
  agent.phone.line.say('Back again');
  expect(customer.phone.words.at(-1)).toBe('Back again');
  expect(
    w
      .sentTo('/events')
      .filter(({ Hold }) => Hold === 'true')
      .map((p) => p.StatusCallbackEvent),
  ).toContain('participant-hold');

  await w.client.conferences(sid).update({ announceUrl: `${SITE}/news` });
  await w.pass(3);
  expect(agent.phone.words.at(-1)).toBe('One minute left.');
  expect(customer.phone.words.at(-1)).toBe('One minute left.');
  expect(w.sentTo('/events').at(-1)).toMatchObject({
    StatusCallbackEvent: 'announcement-end',
    AnnounceUrl: `${SITE}/news`,
  });
  await handle.update({ announceUrl: `${SITE}/missing` });
  await w.pass(1);
  expect(w.sentTo('/events').at(-1)).toMatchObject({
    StatusCallbackEvent: 'announcement-fail',
    ParticipantLabel: 'customer',
  });
});

test('a coach is heard by the agent alone, and may change whom to coach', async () => {
  const w = world();
  const agent = await bring(w, AGENT, joins('participantLabel="agent"'));
  const customer = await bring(w, CUSTOMER, joins());
  const coach = await bring(w, THIRD, joins(`coach="${agent.sid}" participantLabel="coach"`));
  coach.phone.line.say('Offer a refund');
  expect(agent.phone.words).toEqual(['Offer a refund']);
  expect(customer.phone.words).toEqual([]);
  await w.client.conferences('Room').participants('coach').update({ coaching: false });
  coach.phone.line.say('Hello, all');
  expect(customer.phone.words).toEqual(['Hello, all']);
  expect(
    await failure(
      w.client
        .conferences('Room')
        .participants('coach')
        .update({ coaching: true, callSidToCoach: `CA${'0'.repeat(32)}` }),
    ),
  ).toMatchObject({ code: 13240 });
});

test('who is removed goes on with its TwiML; who was called for the conference is hung up on', async () => {
  const w = world();
  const agent = await bring(w, AGENT, joins('participantLabel="agent"'));
  w.phone(CUSTOMER).whenRung = (leg) => leg.answer();
  await invite(w);
  await w.pass(1);
  const participants = w.client.conferences('Room').participants;
  await participants('customer').remove();
  await w.pass(0);
  expect(w.phone(CUSTOMER).ends).toEqual(['completed']);
  expect(await failure(participants('customer').fetch())).toMatchObject({ status: 404, code: 20404 });
  await participants('agent').remove();
  await w.pass(3);
  expect(agent.phone.words).toEqual(['After']);
  expect((await room(w)).reasonConferenceEnded).toBe('last-participant-kicked');
});

test('a call that REST sends elsewhere leaves the conference', async () => {
  const w = world();
  const agent = await bring(w, AGENT, joins());
  await bring(w, CUSTOMER, joins());
  await w.client.calls(agent.sid).update({ twiml: twiml('<Say>Elsewhere</Say><Pause length="5"/>') });
  await w.pass(1);
  expect(agent.phone.words).toEqual(['Elsewhere']);
  expect(w.sentTo('/events').at(-1)).toMatchObject({
    StatusCallbackEvent: 'participant-leave',
    ReasonParticipantLeft: 'participant_updated_via_api',
    ParticipantCallStatus: 'in-progress',
  });
});

test('a full conference takes nobody else', async () => {
  const w = world();
  await bring(w, AGENT, joins('maxParticipants="2"'));
  await bring(w, CUSTOMER, joins());
  const third = await bring(w, THIRD, joins());
  await w.pass(3);
  expect(third.phone.words).toEqual(['After']);
});

test('answering machine detection of a participant is told beside the call', async () => {
  const w = world();
  await bring(w, AGENT, joins());
  w.phone(CUSTOMER).whenRung = (leg) => leg.answer('machine');
  const made = await invite(w, { machineDetection: 'Enable', amdStatusCallback: `${SITE}/amd` });
  await w.pass(10);
  expect(w.sentTo('/amd')).toEqual([
    {
      CallSid: made.callSid,
      AccountSid: w.kernel.account.sid,
      AnsweredBy: 'machine_start',
      MachineDetectionDuration: '4000',
    },
  ]);
});

test('what the emulator does not have is refused by name', async () => {
  const w = world();
  const refusal = await failure(invite(w, { sipAuthUsername: 'ada' }));
  expect(refusal.status).toBe(501);
  expect(refusal.message).toContain('parameter SipAuthUsername');
});
