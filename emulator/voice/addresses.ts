import { parsePhoneNumberFromString } from 'libphonenumber-js';

/**
 * A number in E.164, as Twilio reads it: with `+`, or as people in the USA write theirs. `undefined` when it cannot be
 * a telephone number. https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
 */
export function toE164(written: string): string | undefined {
  if (read.has(written)) return read.get(written);
  const parsed = parsePhoneNumberFromString(written.trim(), 'US');
  const number = parsed?.isPossible() ? parsed.number : undefined;
  if (read.size < REMEMBERED) read.set(written, number);
  return number;
}

/** The same few numbers are asked for with everything that happens, and reading one takes a millisecond. */
const read = new Map<string, string | undefined>();
const REMEMBERED = 1000;

/** `client:<identity>`, the address of a browser or mobile app. */
export const isClient = (address: string): boolean => /^client:[^\s]+$/.test(address);

/** As REST shows numbers for display: national in North America, else E.164. */
export function formatted(address: string): string {
  const parsed = parsePhoneNumberFromString(address);
  return parsed?.countryCallingCode === '1' ? parsed.formatNational() : address;
}

/** The country of a number, ISO 3166, or empty. */
export function countryOf(address: string): string {
  return parsePhoneNumberFromString(address)?.country ?? '';
}

/** The part Twilio knows of where a number is. The emulator knows the country alone; the rest is sent empty, as Twilio does. */
export function placeParams(
  prefix: 'From' | 'To' | 'Caller' | 'Called',
  address: string,
): Record<string, string> {
  if (isClient(address)) return {};
  return {
    [`${prefix}City`]: '',
    [`${prefix}State`]: '',
    [`${prefix}Zip`]: '',
    [`${prefix}Country`]: countryOf(address),
  };
}
