import { isPhoneNumber } from '../phone-number';
import type { RestRequest } from '../rest';
import { unsupported } from '../unsupported';
import { CHANNELS, type Channel } from './entities';
import { invalidParameter } from './errors';

/** Where what is missing would be added. */
export const FOLDER = 'emulator/api/verify/';

/** Channels that Twilio has and the emulator does not. https://www.twilio.com/docs/verify/api/verification */
const OTHER_CHANNELS = ['sna', 'auto', 'rcs', 'rbm', 'telegram', 'viber'];

/** The value of a parameter that must be there, or 400/60200. */
export function demand(request: RestRequest, name: string): string {
  const value = request.form.get(name);
  if (value === undefined || value === '') throw invalidParameter(name, value ?? '(missing)');
  return value;
}

/** The channel asked for; 60200 for no channel at all, 501 for one that only Twilio has. */
export function readChannel(request: RestRequest): Channel {
  const given = demand(request, 'Channel');
  const channel = CHANNELS.find((one) => one === given);
  if (channel) return channel;
  if (OTHER_CHANNELS.includes(given)) throw unsupported(request, `the Verify channel ${given}`, FOLDER);
  throw invalidParameter('Channel', given);
}

/** The address to verify: an e-mail address for that channel, else a number in strict E.164; 60200 for anything else. */
export function readTo(request: RestRequest, channel: Channel): string {
  const to = demand(request, 'To');
  if (!(channel === 'email' ? isEmail(to) : isPhoneNumber(to))) throw invalidParameter('To', to);
  return to;
}

/** A whole number between two others, or undefined when absent; 60200 otherwise. */
export function readNumber(
  request: RestRequest,
  name: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const text = request.form.get(name);
  if (text === undefined) return undefined;
  const value = request.form.int(name);
  if (value === undefined || value < least || value > most) throw invalidParameter(name, text);
  return value;
}

/** True or false, or undefined when absent; 60200 otherwise. */
export function readBoolean(request: RestRequest, name: string): boolean | undefined {
  const text = request.form.get(name);
  if (text !== undefined && !/^(true|false)$/i.test(text)) throw invalidParameter(name, text);
  return request.form.bool(name);
}

/** A parameter that holds a JSON object of texts, such as RateLimits; 60200 when it does not. */
export function readObject(request: RestRequest, name: string): Record<string, string> {
  const text = request.form.get(name);
  if (text === undefined || text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
  } catch {
    // Falls through: not JSON is as wrong as JSON of another shape.
  }
  throw invalidParameter(name, text);
}

const isEmail = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>(),;:"]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i.test(text);
