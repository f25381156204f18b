import type { BrowserContext, Page } from 'playwright-core';
import { createControl } from '../../../emulator/control';
import { Microphones } from '../../../emulator/voice/media/microphones';
import { until, type VoiceWorld, voiceWorld } from './world';

let world: VoiceWorld;
let control: ReturnType<typeof createControl>;
let microphones: Microphones;
let url: string;

beforeAll(async () => {
  world = await voiceWorld();
  microphones = new Microphones(world.audio);
  control = createControl({
    kernel: world.kernel,
    phones: world.phones,
    inbox: { list: () => [] },
    contract: () => ({ checked: {}, violations: [] }),
    about: () => ({ numbers: ['+14155550199'] }),
    reset: async () => undefined,
    restore: async () => undefined,
    hold: (number, offer) => microphones.hold(number, offer),
  });
  url = await control.listen(0);
});
afterEach(() => world.clear());
afterAll(async () => {
  microphones.stop();
  await control.close();
  await world.close();
});

const CARL = '+14155550101';
const ADA_HERTZ = 500;
const CARL_HERTZ = 1700;

/** The phones page, whose microphone hums, and whose loudspeaker can be listened to. */
async function phonesPage(permission: 'granted' | 'denied' = 'granted'): Promise<[Page, BrowserContext]> {
  const context = await world.browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(
    ({ hertz, allowed }) => {
      const audio = new AudioContext();
      const kept: unknown[] = [];
      navigator.mediaDevices.getUserMedia = async () => {
        if (!allowed) throw new DOMException('No', 'NotAllowedError');
        const oscillator = audio.createOscillator();
        const gain = audio.createGain();
        const out = audio.createMediaStreamDestination();
        oscillator.frequency.value = hertz;
        gain.gain.value = 0.2;
        oscillator.connect(gain).connect(out);
        oscillator.start();
        kept.push(oscillator, gain, out);
        return out.stream;
      };
      const analyser = audio.createAnalyser();
      analyser.fftSize = 8192;
      analyser.smoothingTimeConstant = 0;
      const Plain = window.RTCPeerConnection;
      window.RTCPeerConnection = class extends Plain {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          this.addEventListener('track', ({ streams, track }) => {
            const source = audio.createMediaStreamSource(streams[0] ?? new MediaStream([track]));
            source.connect(analyser);
            kept.push(source);
          });
        }
      };
      Object.assign(window, {
        heard: (f: number) => {
          const levels = new Float32Array(analyser.frequencyBinCount);
          analyser.getFloatFrequencyData(levels);
          const bin = Math.round((f * analyser.fftSize) / audio.sampleRate);
          return Math.max(-140, ...levels.slice(bin - 1, bin + 2));
        },
      });
    },
    { hertz: CARL_HERTZ, allowed: permission === 'granted' },
  );
  await page.goto(url);
  return [page, context];
}

const heard = (page: Page, hertz: number): Promise<number> => page.evaluate(`heard(${hertz})`);

test('the person at a handset and the one in the browser hear each other talk', async () => {
  world.twiml['/browser'] = `<Response><Dial callerId="+14155550199">${CARL}</Dial></Response>`;
  world.phones.add(CARL, 'Carl');
  const [phones] = await phonesPage();
  const microphone = phones.getByRole('button', { name: "Use this computer's microphone for Carl" });
  await microphone.click();
  await until(async () => (await microphone.getAttribute('aria-pressed')) === 'true');

  const ada = await world.open('ada', ADA_HERTZ);
  await ada.do('call', {});
  await ada.hears([440, 480]);
  await phones.getByRole('button', { name: 'Answer' }).click();
  await ada.hears([CARL_HERTZ], [440, 480]);
  await until(async () => (await heard(phones, ADA_HERTZ)) > -50);
  expect(await heard(phones, CARL_HERTZ)).toBeLessThan(-70);

  // Let go: the other side hears nothing more, but the call goes on.
  await microphone.click();
  await ada.hears([], [CARL_HERTZ]);
  expect(world.phones.get(CARL).view().state).toBe('in-call');
});

test('a microphone is held to the phone over several calls', async () => {
  world.twiml['/browser'] = `<Response><Dial callerId="+14155550199">${CARL}</Dial></Response>`;
  world.phones.behave(CARL, { answerAfter: 0 });
  const [phones] = await phonesPage();
  await phones.getByRole('button', { name: "Use this computer's microphone for" }).click();
  const ada = await world.open('ada', ADA_HERTZ);
  for (const _ of [1, 2]) {
    await ada.do('call', {});
    await ada.hears([CARL_HERTZ]);
    await ada.do('hangup');
  }
  world.phones.behave(CARL, {});
});

test('a page that is closed lets the microphone go, and the audio rests', async () => {
  world.phones.add(CARL, 'Carl');
  const [phones, context] = await phonesPage();
  await phones.getByRole('button', { name: "Use this computer's microphone for Carl" }).click();
  await until(() => world.audio.running);
  await context.close();
  await until(() => !world.audio.running);
});

test('a microphone that may not be used is explained', async () => {
  world.phones.add(CARL, 'Carl');
  const [phones] = await phonesPage('denied');
  const microphone = phones.getByRole('button', { name: "Use this computer's microphone for Carl" });
  await microphone.click();
  await phones.getByRole('alert').getByText('does not let this page use the microphone').waitFor();
  expect(await microphone.getAttribute('aria-pressed')).toBe('false');
});

test('an offer that is none is refused in words', async () => {
  const response = await fetch(`${url}/control/phones/${CARL}/media`, {
    method: 'POST',
    body: JSON.stringify({ sdp: 'hello' }),
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    message: expect.stringContaining('The offer cannot be used'),
  });
});
