import { level } from '../media/spectrum';
import { between, Choir, TickedHub } from '../media/testing';
import { OWNED, SITE, type TestPhone, twiml, type World, world } from '../testing';

const AGENT = '+14155550101';
const CUSTOMER = '+14155550102';
const SUPERVISOR = '+14155550103';
const GUEST = '+14155550104';
const PEOPLE = { agent: AGENT, customer: CUSTOMER, supervisor: SUPERVISOR, guest: GUEST };
const TONES = { agent: 500, customer: 900, supervisor: 1300, guest: 1700 };
type Name = keyof typeof PEOPLE;

let open: Choir | undefined;
beforeEach(() => {
  // Time moves by `pass` alone, so that every tick is 20 ms of what is heard.
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
  jest.restoreAllMocks();
  open?.stop();
});

interface Talk {
  w: World;
  participant: (name: Name) => ReturnType<ReturnType<World['client']['conferences']>['participants']>;
  /** Everybody sings for a while; whom each of them then hears, by name. */
  heard(): Promise<Record<string, Name[]>>;
  phone(name: Name): TestPhone;
  events(): (string | undefined)[];
}

/** People in a conference, each with a microphone, a loudspeaker and a tone. */
async function conference(...names: Name[]): Promise<Talk> {
  const hub = new TickedHub();
  const w = world({ audio: hub });
  const choir = new Choir(w, hub);
  open = choir;
  w.page('/events', '');
  for (const label of names) {
    const to = PEOPLE[label];
    choir.add(to, TONES[label]);
    w.phone(to).whenRung = (leg) => leg.answer();
    await w.client.conferences('Room').participants.create({
      from: OWNED,
      to,
      label,
      beep: 'false',
      endConferenceOnExit: label === 'customer',
      conferenceStatusCallback: `${SITE}/events`,
      conferenceStatusCallbackEvent: ['join', 'leave', 'mute', 'hold', 'modify', 'end'],
    });
    await w.pass(0.1);
  }
  const nameOf = (address: string) => names.find((name) => PEOPLE[name] === address);
  const participant: Talk['participant'] = (name) => w.client.conferences('Room').participants(name);
  return {
    w,
    participant,
    heard: async () => {
      await choir.sing(0.4);
      return Object.fromEntries(
        names.map((name) => [name, choir.heardBy(PEOPLE[name]).flatMap((address) => nameOf(address) ?? [])]),
      );
    },
    phone: (name) => w.phone(PEOPLE[name]),
    events: () => w.sentTo('/events').map(({ StatusCallbackEvent }) => StatusCallbackEvent),
  };
}

test('a supervisor listens, whispers, joins in and listens again: the customer never hears a whisper', async () => {
  const { participant, heard, phone, events, w } = await conference('agent', 'customer', 'supervisor');
  const agent = (await participant('agent').fetch()).callSid;
  const supervisor = participant('supervisor');

  await supervisor.update({ muted: true });
  const listening = {
    agent: ['customer'],
    customer: ['agent'],
    supervisor: ['agent', 'customer'],
  };
  expect(await heard()).toEqual(listening);

  await supervisor.update({ muted: false, coaching: true, callSidToCoach: agent });
  expect(await heard()).toEqual({ ...listening, agent: ['customer', 'supervisor'] });

  await supervisor.update({ coaching: false });
  expect(await heard()).toEqual({
    agent: ['customer', 'supervisor'],
    customer: ['agent', 'supervisor'],
    supervisor: ['agent', 'customer'],
  });

  await supervisor.update({ muted: true });
  expect(await heard()).toEqual(listening);
  for (const name of ['agent', 'customer', 'supervisor'] as const) expect(phone(name).ends).toEqual([]);
  expect(events().slice(3)).toEqual([
    'participant-mute',
    'participant-unmute',
    'participant-modify',
    'participant-modify',
    'participant-mute',
  ]);
  expect(
    w.sentTo('/events').find(({ StatusCallbackEvent }) => StatusCallbackEvent === 'participant-modify'),
  ).toMatchObject({
    ParticipantLabel: 'supervisor',
    Coaching: 'true',
    CallSidToCoach: agent,
  });
});

test('a supervisor who comes in as a coach is heard by the agent alone from the first moment', async () => {
  const { w, heard, participant } = await conference('agent', 'customer');
  const { callSid } = await participant('agent').fetch();
  const choir = open as Choir;
  choir.add(SUPERVISOR, TONES.supervisor);
  w.phone(SUPERVISOR).whenRung = (leg) => leg.answer();
  const made = await w.client.conferences('Room').participants.create({
    from: OWNED,
    to: SUPERVISOR,
    label: 'supervisor',
    beep: 'false',
    callSidToCoach: callSid,
  });
  expect(made).toMatchObject({ coaching: true, callSidToCoach: callSid });
  for (let n = 0; n < 5; n++) {
    await heard();
    expect(choir.heardBy(CUSTOMER)).toEqual([AGENT]);
  }
  expect(choir.heardBy(AGENT)).toEqual([CUSTOMER, SUPERVISOR]);
  expect(choir.heardBy(SUPERVISOR)).toEqual([AGENT, CUSTOMER]);
});

test('two on hold at once hear their music and nobody; the others talk; each comes back by itself', async () => {
  const { w, participant, heard, events, phone } = await conference('agent', 'customer', 'guest');
  w.page('/jazz', twiml('<Play loop="0">/jazz.mp3</Play>'));
  await participant('customer').update({ hold: true, holdUrl: `${SITE}/jazz` });
  await participant('guest').update({ hold: true });
  expect(w.sentTo('/jazz')).toMatchObject([{ ConferenceSid: expect.stringMatching(/^CF/) }]);
  expect(await heard()).toMatchObject({
    agent: [],
    customer: expect.not.arrayContaining(['agent', 'guest']),
  });
  expect(phone('customer').sounds).toContain('play');
  expect(phone('guest').sounds.at(-1)).toBe('music');
  await participant('guest').update({ hold: false });
  expect(await heard()).toMatchObject({ agent: ['guest'], guest: ['agent'] });
  await participant('customer').update({ hold: false });
  expect(await heard()).toEqual({
    agent: ['customer', 'guest'],
    customer: ['agent', 'guest'],
    guest: ['agent', 'customer'],
  });
  expect(events().slice(3)).toEqual([
    'participant-hold',
    'participant-hold',
    'participant-unhold',
    'participant-unhold',
  ]);
});

test('what a holdUrl has plays once, as at Twilio: then there is silence', async () => {
  const { w, participant, phone } = await conference('agent', 'customer');
  w.page('/once', twiml('<Say>Please hold.</Say>'));
  await participant('customer').update({ hold: true, holdUrl: `${SITE}/once`, holdMethod: 'POST' });
  await w.pass(60);
  expect(w.sentTo('/once')).toHaveLength(1);
  expect(phone('customer').words).toEqual(['Please hold.']);
});

test('the agent leaves the customer on hold, and another takes over: the customer’s line stays', async () => {
  const { w, participant, heard, phone } = await conference('agent', 'customer');
  await participant('customer').update({ hold: true });
  await participant('agent').remove();
  expect(phone('agent').ends).toEqual(['completed']);
  const choir = open as Choir;
  choir.add(GUEST, TONES.guest);
  w.phone(GUEST).whenRung = (leg) => leg.answer();
  await w.client.conferences('Room').participants.create({ from: OWNED, to: GUEST, label: 'guest' });
  await w.pass(1);
  await participant('customer').update({ hold: false });
  await heard();
  expect(choir.heardBy(CUSTOMER)).toEqual([GUEST]);
  expect(choir.heardBy(GUEST)).toEqual([CUSTOMER]);
  expect(phone('customer').ends).toEqual([]);

  // Who leaves ends it for all, or no longer does, by what was last said.
  await participant('customer').update({ endConferenceOnExit: false });
  await participant('guest').update({ endConferenceOnExit: true });
  phone('guest').line.hangup();
  await w.pass(1);
  expect(phone('customer').ends).toEqual(['completed']);
});

test('an announcement is heard by all but those on hold; one to a participant by that one alone', async () => {
  const hub = new TickedHub();
  const w = world({ audio: hub });
  const choir = new Choir(w, hub).add(AGENT, 500).add(CUSTOMER, 900).add(GUEST, 1700);
  open = choir;
  const people = [AGENT, CUSTOMER, GUEST];
  for (const to of people) {
    w.phone(to).whenRung = (leg) => leg.answer();
    await w.client.conferences('Room').participants.create({ from: OWNED, to, label: to, beep: 'false' });
    await w.pass(0.1);
  }
  w.page('/news', twiml('<Say>One minute left.</Say>'));
  const [room] = await w.client.conferences.list();
  const { participants } = w.client.conferences(room?.sid ?? '');
  await participants(GUEST).update({ hold: true, holdUrl: w.page('/quiet', twiml('<Pause length="60"/>')) });
  const loud = () => people.filter((to) => level(between(choir.lastOf(to), 0, 0.2)) > -45);
  await choir.sing(0.3, []);
  expect(loud()).toEqual([]);
  await w.client.conferences(room?.sid ?? '').update({ announceUrl: `${SITE}/news` });
  await choir.sing(0.5, []);
  expect(loud()).toEqual([AGENT, CUSTOMER]);
  await choir.sing(1.5, []);
  await participants(CUSTOMER).update({ announceUrl: `${SITE}/news` });
  await choir.sing(0.5, []);
  expect(loud()).toEqual([CUSTOMER]);
});

test('who speaks into a microphone is told, once they begin and once they have been quiet for a second', async () => {
  const hub = new TickedHub();
  const w = world({ audio: hub });
  const choir = new Choir(w, hub).add(AGENT, 500).add(CUSTOMER, 900);
  open = choir;
  w.page('/events', '');
  for (const to of [AGENT, CUSTOMER]) {
    w.phone(to).whenRung = (leg) => leg.answer();
    await w.client.conferences('Room').participants.create({
      from: OWNED,
      to,
      label: to,
      muted: to === CUSTOMER,
      conferenceStatusCallback: `${SITE}/events`,
      conferenceStatusCallbackEvent: ['speaker'],
    });
    await w.pass(0.1);
  }
  await choir.sing(1);
  await choir.sing(0.5, []);
  await choir.sing(1);
  await w.pass(2);
  expect(
    w
      .sentTo('/events')
      .map(({ StatusCallbackEvent, ParticipantLabel }) => [StatusCallbackEvent, ParticipantLabel]),
  ).toEqual([
    ['participant-speech-start', AGENT],
    ['participant-speech-stop', AGENT],
  ]);
  await choir.sing(0.2);
  await w.client.conferences('Room').participants(AGENT).remove();
  await w.client.conferences('Room').participants(CUSTOMER).remove();
  await w.pass(2);
  expect(w.timersWaiting()).toBe(0);
});
