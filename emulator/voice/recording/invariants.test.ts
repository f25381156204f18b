import fc from 'fast-check';
import { OWNED, SITE, twiml, type World, world } from '../testing';

const NUMBERS = ['+14155550101', '+14155550102'];
const EVENTS = 'recordingStatusCallback="/rec" recordingStatusCallbackEvent="in-progress completed absent"';
const CALLBACK = {
  recordingStatusCallback: `${SITE}/rec`,
  recordingStatusCallbackEvent: ['in-progress', 'completed', 'absent'],
};
const PAGES: Record<string, string> = {
  '/room': twiml(`<Dial><Conference record="record-from-start" ${EVENTS}>Room</Conference></Dial>`),
  '/mailbox': twiml(`<Record timeout="2" action="/room" ${EVENTS}/>`),
  '/dial': twiml(`<Dial record="record-from-ringing-dual" ${EVENTS}>${NUMBERS[1]}</Dial>`),
  '/started': twiml(`<Start><Recording ${EVENTS}/></Start><Pause length="20"/>`),
};

/** One thing that somebody does; whatever cannot be done just then is tried and fails. */
type Step = (w: World) => unknown;

/** Changes the recording that runs on a call, or on the conference, if one does. */
const onRecording = (changes: { status: 'paused' | 'in-progress' | 'stopped'; pauseBehavior?: string }) =>
  fc.nat(4).map<Step>((n) => async (w) => {
    const [conference] = await w.client.conferences.list({ status: 'in-progress' });
    if (n === 0 && conference)
      return w.client.conferences(conference.sid).recordings('Twilio.CURRENT').update(changes);
    const calls = await w.client.calls.list();
    const call = calls[n % Math.max(calls.length, 1)];
    return call && w.client.calls(call.sid).recordings('Twilio.CURRENT').update(changes);
  });

const phone = (act: (line: NonNullable<ReturnType<World['phone']>['leg']>) => void) =>
  fc.constantFrom(...NUMBERS).map<Step>((number) => (w) => {
    const { leg } = w.phone(number);
    if (leg) act(leg);
  });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      page: fc.constantFrom(...Object.keys(PAGES)),
      to: fc.constantFrom(...NUMBERS),
      record: fc.boolean(),
    })
    .map<Step>(
      ({ page, to, record }) =>
        (w) =>
          w.client.calls.create({ from: OWNED, to, url: SITE + page, record, ...CALLBACK }),
    ),
  fc.nat(3).map<Step>((n) => async (w) => {
    const calls = await w.client.calls.list();
    const call = calls[n % Math.max(calls.length, 1)];
    return call && w.client.calls(call.sid).recordings.create(CALLBACK);
  }),
  onRecording({ status: 'paused' }),
  onRecording({ status: 'paused', pauseBehavior: 'skip' }),
  onRecording({ status: 'in-progress' }),
  onRecording({ status: 'stopped' }),
  phone((line) => line.hangup()),
  phone((line) => line.say('Hello there')),
  phone((line) => line.press('5')),
  fc.integer({ min: 0, max: 5 }).map<Step>((seconds) => (w) => w.pass(seconds)),
);

/** Refusals are part of the game; anything else is not. */
async function attempt(work: unknown): Promise<void> {
  try {
    await work;
  } catch (error) {
    const { status } = error as { status?: number };
    if (status !== 400 && status !== 404) throw error;
  }
}

test('whatever is recorded, paused and hung up on, every recording ends, is told of once, and can be had', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20, size: 'max' }), async (steps) => {
      const w = world();
      for (const [path, body] of Object.entries(PAGES)) w.page(path, body);
      for (const number of NUMBERS) w.phone(number).whenRung = (leg) => leg.answer();
      for (const act of steps) {
        await attempt(act(w));
        await w.pass(0);
      }
      for (const call of await w.client.calls.list())
        await attempt(w.client.calls(call.sid).update({ status: 'completed' }));
      await w.pass(5);
      const all = await w.client.recordings.list();
      for (const { sid, status, duration, mediaUrl } of all) {
        expect(['completed', 'absent']).toContain(status);
        const sound = await w.client.request({ method: 'get', uri: `${mediaUrl}.wav` });
        expect(sound.statusCode).toBe(status === 'completed' ? 200 : 404);
        expect(Number(duration) > 0).toBe(status === 'completed');
        const told = w.sentTo('/rec').filter(({ RecordingSid }) => RecordingSid === sid);
        expect(told.map(({ RecordingStatus }) => RecordingStatus)).toEqual(['in-progress', status]);
      }
      expect(new Set(w.sentTo('/rec').map(({ RecordingSid }) => RecordingSid)).size).toBe(all.length);
      expect(w.timersWaiting()).toBe(0);
      expect(w.violations().filter((summary) => summary.startsWith('The emulator failed'))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
