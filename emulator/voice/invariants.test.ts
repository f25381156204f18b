import fc from 'fast-check';
import { isFinal } from './model';
import { OWNED, SITE, type TestPhone, twiml, type World, world } from './testing';

const NUMBERS = ['+14155550101', '+14155550102', '+14155550103'];
const GONE = '+14155550150';
const EVERYTHING = 'start end join leave mute hold modify speaker announcement';
const LEG = {
  statusCallback: `${SITE}/leg`,
  statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
};

/** The pages of a project that does all there is to do. */
const PAGES: Record<string, string> = {
  '/talk': twiml(
    '<Say>One. Two.</Say><Gather numDigits="1" action="/room"><Say>Press.</Say></Gather><Say>Bye</Say>',
  ),
  '/room': twiml(
    `<Dial action="/after" hangupOnStar="true"><Conference statusCallback="/events" statusCallbackEvent="${EVERYTHING}" waitUrl="/wait">Room</Conference></Dial>`,
  ),
  '/host': twiml(
    `<Dial><Conference endConferenceOnExit="true" participantLabel="host" statusCallback="/events" statusCallbackEvent="${EVERYTHING}">Room</Conference></Dial><Say>After</Say>`,
  ),
  '/dial': twiml(
    `<Dial action="/after" timeout="9"><Number statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">${NUMBERS[2]}</Number></Dial>`,
  ),
  '/queue': twiml('<Enqueue waitUrl="/queue-wait" action="/after">Queue</Enqueue>'),
  '/queue-wait': twiml('<Gather numDigits="1" action="/leave" timeout="3"/><Say>Wait.</Say>'),
  '/leave': twiml('<Leave/>'),
  '/take': twiml(
    '<Dial timeout="4" action="/after" hangupOnStar="true"><Queue url="/hold">Queue</Queue></Dial>',
  ),
  '/wait': twiml('<Say>Wait.</Say><Redirect/>'),
  '/hold': twiml('<Play>/music.mp3</Play>'),
  '/after': twiml('<Say>After</Say>'),
  '/broken': '<Response><Nonsense/></Response>',
};

/** One thing that somebody does; whatever cannot be done just then is tried and fails. */
type Step = (w: World) => unknown;

const phoneDoes = (act: (phone: TestPhone) => void) =>
  fc.constantFrom(...NUMBERS).map<Step>((number) => (w) => {
    const phone = w.phone(number);
    if (phone.leg) act(phone);
  });

const onCall = (act: (w: World, sid: string) => Promise<unknown>) =>
  fc.nat(5).map<Step>((n) => async (w) => {
    const calls = await w.client.calls.list();
    const call = calls[n % Math.max(calls.length, 1)];
    if (call) await act(w, call.sid);
  });

const onParticipant = (changes: Record<string, unknown>) =>
  fc.nat(3).map<Step>((n) => async (w) => {
    const { participants } = w.client.conferences('Room');
    const all = await participants.list();
    const { callSid } = all[n % Math.max(all.length, 1)] ?? {};
    if (callSid) await participants(callSid).update(changes);
  });

/** New calls come more often than the rest: without them there is nothing to do. */
const call: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      page: fc.constantFrom('/room', '/host', '/queue', '/take', ...Object.keys(PAGES)),
      to: fc.constantFrom(...NUMBERS, GONE),
    })
    .map<Step>(
      ({ page, to }) =>
        (w) =>
          w.client.calls.create({ from: OWNED, to, url: SITE + page, timeout: 12, ...LEG }),
    ),
  fc.record({ to: fc.constantFrom(...NUMBERS, GONE), end: fc.boolean(), early: fc.boolean() }).map<Step>(
    ({ to, end, early }) =>
      (w) =>
        w.client.conferences('Room').participants.create({
          from: OWNED,
          to,
          timeout: 10,
          endConferenceOnExit: end,
          earlyMedia: early,
          conferenceStatusCallback: `${SITE}/events`,
          conferenceStatusCallbackEvent: EVERYTHING.split(' '),
          ...LEG,
        }),
  ),
);

const deed: fc.Arbitrary<Step> = fc.oneof(
  phoneDoes((phone) => phone.line.answer()),
  phoneDoes((phone) => phone.line.answer('machine')),
  phoneDoes((phone) => phone.line.refuse('busy')),
  phoneDoes((phone) => phone.line.hangup()),
  phoneDoes((phone) => phone.line.press('1w*')),
  phoneDoes((phone) => phone.line.say('Hello there')),
  onCall((w, sid) => w.client.calls(sid).update({ status: 'completed' })),
  onCall((w, sid) => w.client.calls(sid).update({ status: 'canceled' })),
  onCall((w, sid) => w.client.calls(sid).update({ url: `${SITE}/room` })),
  onParticipant({ muted: true }),
  onParticipant({ hold: true, holdUrl: `${SITE}/hold` }),
  onParticipant({ hold: false }),
  onParticipant({ announceUrl: `${SITE}/after` }),
  onParticipant({ endConferenceOnExit: true }),
  fc.constant<Step>(async (w) => {
    const { participants } = w.client.conferences('Room');
    const [first] = await participants.list();
    if (first) await participants(first.callSid).remove();
  }),
  fc.constant<Step>(async (w) => {
    const [live] = await w.client.conferences.list({ status: 'in-progress' });
    if (live) await w.client.conferences(live.sid).update({ status: 'completed' });
  }),
  fc.integer({ min: 0, max: 14 }).map<Step>((seconds) => (w) => w.pass(seconds)),
);

const step = fc.oneof({ arbitrary: call, weight: 1 }, { arbitrary: deed, weight: 2 });

/** Refusals are part of the game; anything else is not. */
async function attempt(work: unknown): Promise<void> {
  try {
    await work;
  } catch (error) {
    const { status } = error as { status?: number };
    if (status !== 400 && status !== 404) throw error;
  }
}

function check(w: World): void {
  const bySid = new Map<string, Record<string, string>[]>();
  for (const params of w.sentTo('/leg'))
    bySid.set(params.CallSid ?? '', [...(bySid.get(params.CallSid ?? '') ?? []), params]);
  for (const sent of bySid.values()) {
    expect(sent.map(({ SequenceNumber }) => Number(SequenceNumber))).toEqual(sent.map((_, n) => n));
    const finals = sent.filter(({ CallStatus }) => CallStatus && isFinal(CallStatus as 'completed'));
    expect(finals.length).toBeLessThanOrEqual(1);
    if (finals[0]) expect(sent.at(-1)).toBe(finals[0]);
  }
  const conferences = new Map<string, Record<string, string>[]>();
  for (const params of w.sentTo('/events'))
    conferences.set(params.ConferenceSid ?? '', [
      ...(conferences.get(params.ConferenceSid ?? '') ?? []),
      params,
    ]);
  for (const sent of conferences.values()) {
    expect(sent.map(({ SequenceNumber }) => Number(SequenceNumber))).toEqual(sent.map((_, n) => n + 1));
    const inside = new Set<string>();
    for (const { StatusCallbackEvent: event, CallSid = '' } of sent) {
      if (event === 'participant-join') inside.add(CallSid);
      else if (event === 'participant-leave') inside.delete(CallSid);
      else if (event === 'conference-end') {
        expect([...inside]).toEqual([]);
        expect(event).toBe(sent.at(-1)?.StatusCallbackEvent);
      } else if (event?.startsWith('participant-speech')) expect(inside).toContain(CallSid);
    }
  }
}

test('whatever people and programs do, calls end once, callbacks count, and nothing is left behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30, size: 'max' }), fc.nat(7), async (steps, answering) => {
      const w = world();
      for (const [path, body] of Object.entries(PAGES)) w.page(path, body);
      // Some phones answer by themselves, so that many stories get as far as a full conference.
      for (const [n, number] of NUMBERS.entries())
        if (answering & (1 << n)) w.phone(number).whenRung = (leg) => leg.answer();
        else w.phone(number);
      for (const act of steps) {
        await attempt(act(w));
        await w.pass(0);
        check(w);
      }
      for (const call of await w.client.calls.list())
        await attempt(w.client.calls(call.sid).update({ status: 'completed' }));
      await w.pass(60);
      check(w);
      for (const call of await w.client.calls.list()) expect(isFinal(call.status)).toBe(true);
      for (const { currentSize } of await w.client.queues.list()) expect(currentSize).toBe(0);
      for (const conference of await w.client.conferences.list()) {
        expect(conference.status).toBe('completed');
        expect(await w.client.conferences(conference.sid).participants.list()).toEqual([]);
      }
      expect(w.timersWaiting()).toBe(0);
      const own = w.violations().filter((summary) => summary.startsWith('The emulator failed'));
      expect(own).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
