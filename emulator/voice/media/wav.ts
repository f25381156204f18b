import { SAMPLE_RATE, type Samples } from './frame';

const HEADER = 44;

/** Channels of equal length as a WAV file: 8 kHz, 16 bits, interleaved. http://soundfile.sapp.org/doc/WaveFormat/ */
export function encodeWav(channels: readonly Samples[]): Buffer {
  const count = channels.length;
  const length = channels[0]?.length ?? 0;
  const bytes = length * count * 2;
  const file = Buffer.alloc(HEADER + bytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(HEADER - 8 + bytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(count, 22);
  file.writeUInt32LE(SAMPLE_RATE, 24);
  file.writeUInt32LE(SAMPLE_RATE * count * 2, 28);
  file.writeUInt16LE(count * 2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(bytes, 40);
  channels.forEach((channel, c) => {
    for (let i = 0; i < length; i++) file.writeInt16LE(channel[i] ?? 0, HEADER + (i * count + c) * 2);
  });
  return file;
}

/** The channels of a WAV file as `encodeWav` makes it. Throws on any other. */
export function decodeWav(file: Buffer): Samples[] {
  if (file.toString('latin1', 8, 16) !== 'WAVEfmt ' || file.readUInt16LE(34) !== 16)
    throw new Error('Not a WAV file of 16-bit samples with a plain header');
  const count = file.readUInt16LE(22);
  const length = (file.length - HEADER) / (count * 2);
  return Array.from({ length: count }, (_, c) =>
    Int16Array.from({ length }, (__, i) => file.readInt16LE(HEADER + (i * count + c) * 2)),
  );
}
