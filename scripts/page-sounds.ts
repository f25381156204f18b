/** Samples a second: telephone quality, as what they sound like is a telephone. */
const RATE = 8000;

/** Frequencies of the keys, low and high. https://www.itu.int/rec/T-REC-Q.23 */
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS: Record<string, [row: number, column: number]> = {
  dtmf1: [0, 0],
  dtmf2: [0, 1],
  dtmf3: [0, 2],
  dtmf4: [1, 0],
  dtmf5: [1, 1],
  dtmf6: [1, 2],
  dtmf7: [2, 0],
  dtmf8: [2, 1],
  dtmf9: [2, 2],
  dtmfs: [3, 0],
  dtmf0: [3, 1],
  dtmfh: [3, 2],
};

/** Tones together for some seconds, with soft ends; silence without tones. */
function tone(frequencies: number[], seconds: number, loudness = 0.25): number[] {
  const length = Math.round(seconds * RATE);
  return Array.from({ length }, (_, at) => {
    const soft = Math.min(1, at / 80, (length - at) / 80);
    const sum = frequencies.reduce(
      (total, frequency) => total + Math.sin((2 * Math.PI * frequency * at) / RATE),
      0,
    );
    return frequencies.length === 0 ? 0 : (sum / frequencies.length) * loudness * soft;
  });
}

/** 8-bit PCM. http://soundfile.sapp.org/doc/WaveFormat/ */
function wav(samples: number[]): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, Buffer.from(samples.map((sample) => Math.round(128 + sample * 127)))]);
}

/**
 * The sounds that the Voice SDK plays, by its names for them, as WAV files. With these it fetches none from elsewhere.
 * https://twilio.github.io/twilio-voice.js/enums/voice.Device.SoundName.html
 */
export function pageSounds(): Map<string, Buffer> {
  const keys = Object.entries(KEYS).map(([name, [row, column]]): [string, number[]] => [
    name,
    tone([ROWS[row] ?? 0, COLUMNS[column] ?? 0], 0.12),
  ]);
  const ring = [...tone([520, 660], 0.35), ...tone([], 0.12), ...tone([520, 660], 0.35), ...tone([], 1.4)];
  const sounds: [string, number[]][] = [
    ...keys,
    ['incoming', ring],
    ['outgoing', tone([440, 554], 0.09, 0.12)],
    ['disconnect', [...tone([494], 0.09, 0.15), ...tone([392], 0.14, 0.15)]],
  ];
  return new Map(sounds.map(([name, samples]) => [name, wav(samples)]));
}
