import { AudioHub } from '../media/hub';
import { recordCall } from '../media/recorder';
import { level } from '../media/spectrum';
import { decodeWav } from '../media/wav';
import { SITE, twiml } from '../testing';
import { CALLER, centre, WORKER } from './testing';

const HEARD = -45;
const SILENT = -115;

test('music, words and silence in a queue sound at their times, and then the worker alone', async () => {
  const hub = new AudioHub();
  const all = await centre(() => ({ instruction: 'dequeue', from: '+14155550199', timeout: 60 }), {
    audio: hub,
  });
  const { w } = all;
  hub.follow(w.voice.engine.heardBy);
  w.page(
    '/wait',
    twiml('<Pause/><Say>This takes two seconds to say.</Say><Pause length="2"/><Play>/music.mp3</Play>'),
  );
  const anna = await all.calls(CALLER, all.enqueue('', `waitUrl="${SITE}/wait"`));
  const { callSid } = anna.line;
  const recorder = recordCall(hub, { callSid, address: CALLER }, 2, () => w.kernel.clock.now());
  await w.pass(8);
  const wanda = w.phone(WORKER);
  await all.worker('wanda');
  await w.pass(0.5);
  wanda.line.answer();
  await w.pass(2);
  wanda.line.say('This takes two seconds to say.');
  await w.pass(3);
  recorder.stop();
  const [, heard] = decodeWav(recorder.tape.wav());
  // The call began a moment before the recording did.
  const part = (from: number, to: number) => level(heard?.slice(from * 8000, to * 8000) ?? new Int16Array(0));
  expect(part(0, 0.7)).toBeLessThan(SILENT);
  expect(part(1.2, 2.5)).toBeGreaterThan(HEARD);
  expect(part(3.2, 4.5)).toBeLessThan(SILENT);
  expect(part(5.3, 7.8)).toBeGreaterThan(HEARD);
  expect(part(9, 10.2)).toBeLessThan(SILENT);
  expect(part(10.9, 12.1)).toBeGreaterThan(HEARD);
});
