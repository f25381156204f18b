import { waitMusic } from './wait-music';

test('the music is a µ-law WAV of half a minute, neither silent nor clipped', () => {
  const file = waitMusic();
  expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 12)).toBe('RIFFWAVE');
  expect(file.readUInt16LE(20)).toBe(7);
  const samples = file.subarray(46);
  expect(samples.length / 8000).toBe(32);
  // 0x80 and 0x00 are the loudest that µ-law has, 0xff and 0x7f silence.
  const loudest = samples.filter((byte) => (byte & 0x7f) === 0).length;
  expect(loudest).toBe(0);
  const silent = samples.filter((byte) => (byte & 0x7f) > 0x70).length;
  expect(silent / samples.length).toBeLessThan(0.2);
});
