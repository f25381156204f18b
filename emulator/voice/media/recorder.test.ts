import { OWNED, twiml, type World, world } from '../testing';
import { AudioHub } from './hub';
import { recordCall, recordConference } from './recorder';
import { level, levelAt } from './spectrum';
import { decodeWav } from './wav';

const ANNA = '+14155550101';
const BEN = '+14155550102';

beforeEach(() => {
  // Time moves by `pass` alone, however busy the machine is.
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Anna's call to Ben through the account, both in a conference, with the audio of it. */
async function talking(): Promise<{ w: World; hub: AudioHub; anna: string; ben: string }> {
  const hub = new AudioHub();
  const w = world({ audio: hub });
  hub.follow(w.voice.engine.heardBy);
  const room = twiml('<Dial><Conference beep="false">room</Conference></Dial>');
  for (const to of [ANNA, BEN]) {
    w.phone(to).whenRung = (leg) => leg.answer();
    await w.client.calls.create({ to, from: OWNED, twiml: room });
  }
  await w.pass(1);
  return { w, hub, anna: w.phone(ANNA).line.callSid, ben: w.phone(BEN).line.callSid };
}

/** Seconds from `from` to `to`. */
const part = (samples: Int16Array | undefined, from: number, to: number): number =>
  level(samples?.slice(from * 8000, to * 8000) ?? new Int16Array(0));

const SENTENCE = 'This takes two seconds to say.';
const HEARD = -45;
const SILENT = -115;

test('a call in two channels: its person on one side, all that they hear on the other', async () => {
  const { w, hub, anna } = await talking();
  const recorder = recordCall(hub, { callSid: anna, address: ANNA }, 2, () => w.kernel.clock.now());
  await w.pass(1);
  w.phone(ANNA).line.say(SENTENCE);
  await w.pass(3);
  w.phone(BEN).line.say(SENTENCE);
  await w.pass(3);
  w.phone(BEN).line.press('5');
  await w.pass(1);
  recorder.stop();
  const [own, others] = decodeWav(recorder.tape.wav());
  expect(recorder.tape.seconds).toBeCloseTo(8, 1);
  expect(part(own, 1.1, 2.9)).toBeGreaterThan(HEARD);
  expect(part(own, 4, 8)).toBeLessThan(SILENT);
  expect(part(others, 0, 3.9)).toBeLessThan(SILENT);
  expect(part(others, 4.1, 5.9)).toBeGreaterThan(HEARD);
  expect(levelAt(others?.slice(7.01 * 8000, 7.09 * 8000) ?? new Int16Array(0), 770)).toBeGreaterThan(-25);
});

test('a conference in one channel holds everybody, but not who is muted, nor what was said in a pause', async () => {
  const { w, hub, ben } = await talking();
  const [conference] = await w.client.conferences.list();
  const participants = w.client.conferences(conference?.sid ?? '').participants;
  const recorder = recordConference(
    hub,
    ({ callSid }) =>
      w.kernel.store
        .collection<{ callSid: string; muted: boolean }>('voice.participants')
        .values()
        .some((participant) => participant.callSid === callSid && !participant.muted),
    () => w.kernel.clock.now(),
  );
  for (const speaker of [ANNA, BEN]) {
    w.phone(speaker).line.say(SENTENCE);
    await w.pass(3);
  }
  await participants(ben).update({ muted: true });
  w.phone(BEN).line.say(SENTENCE);
  await w.pass(3);
  recorder.pause();
  w.phone(ANNA).line.say('My card number is one two three four.');
  await w.pass(3);
  recorder.resume();
  w.phone(ANNA).line.say(SENTENCE);
  await w.pass(3);
  recorder.stop();
  w.phone(ANNA).line.say(SENTENCE);
  await w.pass(3);
  const [all] = decodeWav(recorder.tape.wav());
  const parts = [0, 3, 6, 9, 12].map((from) => part(all, from + 0.1, from + 1.9) > HEARD);
  expect(parts).toEqual([true, true, false, false, true]);
  expect(recorder.tape.seconds).toBeCloseTo(15, 1);
});

test('hold music is recorded for as long as it plays', async () => {
  const { w, hub, anna } = await talking();
  const recorder = recordCall(hub, { callSid: anna, address: ANNA }, 1, () => w.kernel.clock.now());
  const [conference] = await w.client.conferences.list();
  const participant = w.client.conferences(conference?.sid ?? '').participants(anna);
  await participant.update({ hold: true });
  await w.pass(3);
  await participant.update({ hold: false });
  await w.pass(3);
  recorder.stop();
  const [all] = decodeWav(recorder.tape.wav());
  expect(part(all, 0.2, 2.8)).toBeGreaterThan(HEARD);
  expect(part(all, 3.2, 6)).toBeLessThan(SILENT);
});
