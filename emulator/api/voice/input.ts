import { isClient, toE164 } from '../../voice/addresses';
import type { Core } from '../../voice/core';
import type { MachineDetection } from '../../voice/machine-detection';
import type { Method, Subscription, Target } from '../../voice/model';
import { type Form, notFound, type RestRequest, TwilioError } from '../rest';
import { unsupported } from '../unsupported';

export const HOST = 'api.twilio.com';
export const ACCOUNT = '/2010-04-01/Accounts/{AccountSid}';

/** Only the emulated account is there. Throws 20404. */
export function checkAccount(core: Core, request: RestRequest): void {
  if (request.params.AccountSid !== core.kernel.account.sid) throw notFound(request);
}

/** 400 with one of Twilio's codes. https://www.twilio.com/docs/api/errors */
export const invalid = (code: number, message: string): TwilioError => new TwilioError(400, code, message);

/** An absolute http(s) URL; `code` where it is none. */
export function url(form: Form, name: string, code = 21205): string | undefined {
  const written = form.get(name);
  if (!written) return undefined;
  try {
    if (/^https?:$/.test(new URL(written).protocol)) return written;
  } catch {
    // Not a URL: answered below.
  }
  throw invalid(code, `${name} is not a valid URL: ${written}`);
}

/** GET or POST, else 21209. */
export function method(form: Form, name: string, otherwise: Method = 'POST'): Method {
  const written = form.get(name)?.toUpperCase();
  if (!written) return otherwise;
  if (written === 'GET' || written === 'POST') return written;
  throw invalid(21209, `${name} must be GET or POST: ${written}`);
}

/** A URL and its method by their two parameters. */
export function target(
  form: Form,
  urlName: string,
  methodName: string,
  otherwise: Method = 'POST',
): Target | undefined {
  const address = url(form, urlName);
  return address ? { url: address, method: method(form, methodName, otherwise) } : undefined;
}

/** A whole number within limits, else `code`. */
export function int(form: Form, name: string, code: number, least: number, most: number): number | undefined {
  if (!form.has(name) || form.get(name) === '') return undefined;
  const value = form.int(name);
  if (value === undefined || value < least || value > most)
    throw invalid(code, `${name} must be a whole number from ${least} to ${most}: ${form.get(name)}`);
  return value;
}

/** A word of a short list, else `code`. */
export function oneOf<T extends string>(
  form: Form,
  name: string,
  values: readonly T[],
  code: number,
): T | undefined {
  const written = form.get(name);
  if (!written) return undefined;
  const known = values.find((value) => value === written);
  if (known) return known;
  throw invalid(code, `${name} must be one of ${values.join(', ')}: ${written}`);
}

/** Where events go, and which; words may come apart by blanks or as repeated parameters. 21626 for an unknown one. */
export function subscription<Event extends string>(
  form: Form,
  prefix: string,
  known: readonly Event[],
  otherwise: readonly Event[],
): Subscription<Event> | undefined {
  const to = target(form, prefix, `${prefix}Method`);
  const asked = form
    .all(`${prefix}Event`)
    .flatMap((value) => value.split(/\s+/))
    .filter(Boolean);
  for (const word of asked)
    if (!known.some((event) => event === word)) throw invalid(21626, `Invalid ${prefix}Event: ${word}`);
  if (!to) return undefined;
  const events = known.filter((event) => asked.includes(event));
  return { ...to, events: events.length > 0 ? events : [...otherwise] };
}

/** Whom to call: a number in E.164, or `client:<identity>`. 21201 without one, 21211 for what is neither. */
export function callee(form: Form): string {
  const written = form.get('To');
  if (!written) throw invalid(21201, "No 'To' number is specified");
  if (isClient(written)) return written;
  const number = toE164(written);
  if (!number) throw invalid(21211, `The phone number you are attempting to call, ${written}, is not valid.`);
  return number;
}

/**
 * Who calls: a number the account owns or has verified. 21213 without one, 21212 for what cannot be one, 21210 for a
 * stranger's.
 */
export function caller(form: Form, mayShow: (address: string) => boolean, to: string): string {
  const written = form.get('CallerId') || form.get('From');
  if (!written) throw invalid(21213, "No 'From' number is specified");
  if (isClient(written)) {
    if (isClient(to)) return written;
    throw invalid(21212, `Invalid From Number (caller ID): ${written}`);
  }
  const number = toE164(written);
  if (!number) throw invalid(21212, `Invalid From Number (caller ID): ${written}`);
  if (!mayShow(number))
    throw invalid(
      21210,
      `The source phone number provided, ${written}, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased from Twilio.`,
    );
  return number;
}

/** Answering machine detection by its parameters. https://www.twilio.com/docs/voice/answering-machine-detection */
export function machineDetection(form: Form, callbackName: string): MachineDetection | undefined {
  const mode = oneOf(form, 'MachineDetection', ['Enable', 'DetectMessageEnd'] as const, 21207);
  if (!mode) return undefined;
  return {
    mode,
    timeout: int(form, 'MachineDetectionTimeout', 21207, 3, 59) ?? 30,
    callback: target(form, callbackName, `${callbackName}Method`),
  };
}

/** Refuses, by name, parameters that the emulator does not carry out, unless they ask for what happens anyway. */
export function refuse(request: RestRequest, names: readonly string[]): void {
  for (const name of names) {
    const value = request.form.get(name);
    if (value === undefined || value === '' || value === 'false' || value === 'do-not-record') continue;
    throw unsupported(request, `the parameter ${name}`, 'emulator/api/voice and emulator/voice');
  }
}

/** `Status=`, `To=` and the like: absent means anything. */
export const matches = (wanted: string | undefined, value: string | null): boolean =>
  wanted === undefined || wanted === '' || wanted === value;

/** `StartTime=`, `StartTime<=`, `StartTime>=`; a day alone is the whole day, UTC. */
export function withinTimes(query: Form, name: string, time: number | null): boolean {
  const day = query.get(name);
  const before = query.get(`${name}<`);
  const after = query.get(`${name}>`);
  if (!day && !before && !after) return true;
  if (time === null) return false;
  const iso = new Date(time).toISOString();
  if (day && !iso.startsWith(day.slice(0, 10))) return false;
  if (before && time > endOf(before)) return false;
  return !(after && time < Date.parse(after));
}

const endOf = (written: string): number =>
  Date.parse(written) + (/^\d{4}-\d\d-\d\d$/.test(written) ? 24 * 60 * 60 * 1000 - 1 : 0);
