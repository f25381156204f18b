/** Samples a second, and what a telephone carries: µ-law, 8 bits. https://www.itu.int/rec/T-REC-G.711 */
const RATE = 8000;
const BEAT = 0.5;

/** Semitones above A3 of each chord, lowest first: C, G, A minor, F, and round again with a close. */
const CHORDS = [
  [-9, -2, 3, 7],
  [-14, -2, 2, 5],
  [-12, -5, 0, 3],
  [-16, -4, 0, 3],
  [-9, -2, 3, 7],
  [-14, -7, -2, 2],
  [-16, -4, 3, 5],
  [-14, -2, 2, 5],
];
/** Which note of the chord each beat plucks. */
const PATTERN = [0, 2, 1, 3, 2, 1, 3, 2];

const frequency = (semitones: number): number => 220 * 2 ** (semitones / 12);

const notes = new Map<string, Float32Array>();

/**
 * The next value of a sine from the two before it, sin(a + s) = 2 cos(s) sin(a) - sin(a - s): the piece is made anew with
 * each build, and asking for half a million sines takes longer than all the rest.
 */
function sine(step: number): () => number {
  const turn = 2 * Math.cos(step);
  let before = -Math.sin(step);
  let now = 0;
  return () => {
    const value = now;
    now = turn * value - before;
    before = value;
    return value;
  };
}

/** A plucked note that dies away, made once for each pitch. */
function note(semitones: number, seconds: number): Float32Array {
  const key = `${semitones} ${seconds}`;
  const known = notes.get(key);
  if (known !== undefined) return known;
  const step = (2 * Math.PI * frequency(semitones)) / RATE;
  const made = new Float32Array(Math.round(seconds * RATE));
  const [ground, octave, twelfth] = [sine(step), sine(2 * step), sine(3 * step)];
  const decay = Math.exp(-4 / made.length);
  let fade = 1;
  for (let n = 0; n < made.length; n += 1) {
    made[n] = (ground() + 0.35 * octave() + 0.12 * twelfth()) * fade * Math.min(1, n / 60);
    fade *= decay;
  }
  notes.set(key, made);
  return made;
}

/** Adds a note; it goes over the end into the beginning, so that the piece can be looped. */
function pluck(into: Float32Array, at: number, sound: Float32Array, loudness: number): void {
  let place = Math.round(at * RATE);
  for (const sample of sound) {
    if (place === into.length) place = 0;
    into[place] = (into[place] ?? 0) + sample * loudness;
    place += 1;
  }
}

function muLaw(sample: number): number {
  const BIAS = 132;
  const value = Math.min(32635, Math.abs(Math.round(sample * 32767))) + BIAS;
  const exponent = 24 - Math.clz32(value);
  const mantissa = (value >> (exponent + 3)) & 15;
  return ~((sample < 0 ? 128 : 0) | (exponent << 4) | mantissa) & 255;
}

function wav(samples: Float32Array): Buffer {
  const head = Buffer.alloc(46);
  head.write('RIFF', 0);
  head.writeUInt32LE(38 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(18, 16);
  // 7 = µ-law. http://soundfile.sapp.org/doc/WaveFormat/
  head.writeUInt16LE(7, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 38);
  head.writeUInt32LE(samples.length, 42);
  return Buffer.concat([head, Buffer.from(Uint8Array.from(samples, muLaw))]);
}

/**
 * What callers hear while they wait: 32 seconds of our own, as a WAV file. Short on purpose: Twilio plays a piece to its
 * end before it asks what is next, and callers want to hear how far they are.
 */
export function waitMusic(): Buffer {
  const beats = CHORDS.length * PATTERN.length;
  const samples = new Float32Array(beats * BEAT * RATE);
  CHORDS.forEach((chord, bar) => {
    const start = bar * PATTERN.length * BEAT;
    pluck(samples, start, note((chord[0] ?? 0) - 12, 4), 0.16);
    PATTERN.forEach((degree, beat) => {
      const sound = note((chord[degree] ?? 0) + 12, 2.2);
      pluck(samples, start + beat * BEAT, sound, beat % 4 === 0 ? 0.16 : 0.11);
    });
  });
  return wav(samples);
}
