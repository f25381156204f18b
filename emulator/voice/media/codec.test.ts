import fc from 'fast-check';
import { decodeMulaw, encodeMulaw } from './mulaw';
import { level, levelAt } from './spectrum';
import { decodeWav, encodeWav } from './wav';

const sample = fc.integer({ min: -32635, max: 32635 });

const sine = (hertz: number, amplitude: number, seconds = 1): Int16Array =>
  Int16Array.from({ length: 8000 * seconds }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hertz * i) / 8000)),
  );

test('µ-law codes are those of the standard', () => {
  // G.711, table 2a: silence, the smallest steps, the loudest of each sign.
  expect([...encodeMulaw(Int16Array.of(0, -1, 8, -8, 32767, -32768))]).toEqual([
    0xff, 0x7f, 0xfe, 0x7e, 0x80, 0x00,
  ]);
  expect([...decodeMulaw(Uint8Array.of(0xff, 0x7f, 0x80, 0x00))]).toEqual([0, 0, 32124, -32124]);
});

test('what was encoded is decoded to within a step of its loudness', () => {
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 50 }), (samples) => {
      const there = Int16Array.from(samples);
      decodeMulaw(encodeMulaw(there)).forEach((back, i) => {
        const off = Math.abs(back - (there[i] ?? 0));
        expect(off).toBeLessThanOrEqual(Math.max(4, (Math.abs(there[i] ?? 0) + 132) / 32));
      });
    }),
  );
});

test('encoding what was decoded changes nothing: a call that is passed on does not wear out', () => {
  const codes = Uint8Array.from({ length: 256 }, (_, code) => code).filter((code) => code !== 0x7f);
  expect([...encodeMulaw(decodeMulaw(codes))]).toEqual([...codes]);
});

test('a WAV file holds each channel as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(sample, sample), { minLength: 1, maxLength: 100 }), (pairs) => {
      const channels = [0, 1].map((c) => Int16Array.from(pairs, (pair) => pair[c] ?? 0));
      expect(decodeWav(encodeWav(channels))).toEqual(channels);
    }),
  );
});

test('levels are told in decibels below the loudest sine', () => {
  expect(levelAt(sine(1000, 32767), 1000)).toBeCloseTo(0, 1);
  expect(levelAt(sine(1000, 3276.7), 1000)).toBeCloseTo(-20, 1);
  expect(levelAt(sine(1000, 32767), 2000)).toBeLessThan(-60);
  expect(level(sine(440, 32767))).toBeCloseTo(0, 1);
  expect(level(new Int16Array(160))).toBe(-120);
});
