import type { Sound } from '../device';
import { clipped, FRAME_SAMPLES, type Samples } from './frame';
import { audible } from './sounds';
import { aboveNoise, level, levelAt } from './spectrum';
import { keyFrequencies } from './tones';

/** What is heard of a sound, from `from` on, for `seconds`. */
function listen(sound: Sound, seconds: number, from = 0): Samples {
  const { source } = audible(sound);
  const heard: number[] = [];
  while (heard.length < (from + seconds) * 8000) {
    const mix = new Int32Array(FRAME_SAMPLES);
    source?.addTo(mix);
    heard.push(...clipped(mix));
  }
  return Int16Array.from(heard.slice(from * 8000, (from + seconds) * 8000));
}

const QUIET = -110;

test('ringing is 440 and 480 Hz, two seconds of six', () => {
  const ringing: Sound = { kind: 'tone', name: 'ringing' };
  for (const hertz of [440, 480]) expect(aboveNoise(listen(ringing, 1, 0.5), hertz)).toBeGreaterThan(40);
  expect(level(listen(ringing, 3.5, 2.2))).toBeLessThan(QUIET);
  expect(aboveNoise(listen(ringing, 1, 6.5), 440)).toBeGreaterThan(40);
});

test('busy is 480 and 620 Hz, on and off each half second', () => {
  const busy: Sound = { kind: 'tone', name: 'busy' };
  for (const hertz of [480, 620]) expect(aboveNoise(listen(busy, 0.4, 0.05), hertz)).toBeGreaterThan(40);
  expect(level(listen(busy, 0.4, 0.55))).toBeLessThan(QUIET);
});

test('a beep is short', () => {
  const beep: Sound = { kind: 'tone', name: 'beep' };
  expect(aboveNoise(listen(beep, 0.25), 850)).toBeGreaterThan(30);
  expect(level(listen(beep, 1, 0.35))).toBeLessThan(QUIET);
});

test.each([...'0123456789*#ABCD'])('key %s sounds with its two frequencies and no others', (key) => {
  const heard = listen({ kind: 'tone', name: 'dtmf', digits: key }, 0.1);
  const own: number[] = keyFrequencies(key) ?? [];
  for (const hertz of [697, 770, 852, 941, 1209, 1336, 1477, 1633]) {
    if (own.includes(hertz)) expect(levelAt(heard, hertz)).toBeGreaterThan(-20);
    else expect(levelAt(heard, hertz)).toBeLessThan(-30);
  }
});

test('keys follow one another with gaps between, and a pause is silence', () => {
  const heard = listen({ kind: 'tone', name: 'dtmf', digits: '1w2' }, 0.9);
  const part = (from: number, to: number) => heard.slice(from * 8000, to * 8000);
  expect(levelAt(part(0, 0.1), 697)).toBeGreaterThan(-20);
  expect(level(part(0.1, 0.7))).toBeLessThan(QUIET);
  expect(levelAt(part(0.7, 0.8), 1336)).toBeGreaterThan(-20);
});

test('somebody who speaks is heard for as long as it takes to say it, in the range of a voice', () => {
  const heard = listen({ kind: 'speech', text: 'Good morning.', seconds: 2 }, 2);
  expect(level(heard)).toBeGreaterThan(-40);
  expect(level(heard)).toBeLessThan(-15);
  expect(level(listen({ kind: 'speech', text: 'Good morning.', seconds: 2 }, 1, 2.1))).toBeLessThan(QUIET);
});

test('two people do not murmur alike, one person always does', () => {
  const say = (from: string) => listen({ kind: 'voice', text: 'How do you do? Very well.', from }, 1);
  expect(say('+14155550101')).toEqual(say('+14155550101'));
  expect(say('+14155550101')).not.toEqual(say('+14155550102'));
});

test('music goes on, soft and never silent for long', () => {
  const heard = listen({ kind: 'music', url: 'https://example.com/music' }, 34);
  for (let second = 0; second < 33; second++) {
    const part = heard.slice(second * 8000, (second + 1) * 8000);
    expect(level(part)).toBeGreaterThan(-45);
    expect(level(part)).toBeLessThan(-12);
  }
});

test('silence is silent', () => {
  expect(level(listen({ kind: 'silence', seconds: 1 }, 1))).toBe(-120);
});
