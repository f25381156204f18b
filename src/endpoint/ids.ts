import { createHash, createHmac, randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Lower-case base32 without padding (RFC 4648 letters): safe in URLs, Sync names and labels, whatever their case. */
export function base32(bytes: Uint8Array): string {
  let out = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += ALPHABET[(value >> bits) & 31];
    }
  }
  return bits > 0 ? out + ALPHABET[(value << (5 - bits)) & 31] : out;
}

/** 160 random bits: 32 characters that nobody can guess. */
export const unguessable = (): string => base32(randomBytes(20));

/** A stable short name for a text: 100 bits of its hash in 20 characters. */
export const shortHash = (text: string): string =>
  base32(createHash('sha256').update(text).digest()).slice(0, 20);

/** As `shortHash`, but without `key` nobody can find the text by trying. For what leaves Cordboard. */
export const keyedHash = (key: string, text: string): string =>
  base32(createHmac('sha256', key).update(text).digest()).slice(0, 20);
