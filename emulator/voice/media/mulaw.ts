import type { Samples } from './frame';

/** G.711 µ-law: 14 bits of a sample in 8, finer where it is quiet. https://www.itu.int/rec/T-REC-G.711 */

const BIAS = 132;
const LOUDEST = 32635;

function encodeOne(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), LOUDEST) + BIAS;
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function decodeOne(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits & 0x70) >> 4)) - BIAS;
  return bits & 0x80 ? -magnitude : magnitude;
}

const DECODED = Int16Array.from({ length: 256 }, (_, code) => decodeOne(code));
/** By the sample's 16 bits, read without a sign. Made when somebody first speaks. */
let encoded: Uint8Array | undefined;

function encodings(): Uint8Array {
  const table = new Uint8Array(65536);
  for (let bits = 0; bits < table.length; bits++) table[bits] = encodeOne((bits << 16) >> 16);
  return table;
}

/** Samples as µ-law, a byte each. */
export function encodeMulaw(samples: Samples): Buffer {
  encoded ??= encodings();
  const codes = Buffer.allocUnsafe(samples.length);
  for (let i = 0; i < samples.length; i++) codes[i] = encoded[(samples[i] ?? 0) & 0xffff] ?? 0xff;
  return codes;
}

/** µ-law bytes as samples. */
export function decodeMulaw(codes: Uint8Array): Samples {
  const samples = new Int16Array(codes.length);
  for (let i = 0; i < codes.length; i++) samples[i] = DECODED[codes[i] ?? 0xff] ?? 0;
  return samples;
}
