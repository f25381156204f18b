import { TwilioError } from '../rest';

/** Verify's errors: code → HTTP status and message. https://www.twilio.com/docs/verify/api/error-codes */
const ERRORS = {
  20429: [429, 'Too many requests'],
  60202: [429, 'Max check attempts reached'],
  60203: [429, 'Max send attempts reached'],
  60204: [403, 'Service does not support this feature'],
  60206: [400, "'Amount' & 'Payee' params are required"],
  60208: [400, 'Rate limit with that UniqueName already exists'],
  60209: [400, 'UniqueName format is invalid'],
  60211: [400, 'Bucket with the given Interval already exists'],
  60217: [400, 'Invalid Service configuration'],
  60221: [400, 'No target verification specified'],
} as const;

/** The error to throw for `code`. */
export function verifyError(code: keyof typeof ERRORS, headers: Record<string, string> = {}): TwilioError {
  const [status, message] = ERRORS[code];
  return new TwilioError(status, code, message, headers);
}

/** 400/60200, naming the parameter and showing what was given. https://www.twilio.com/docs/api/errors/60200 */
export const invalidParameter = (name: string, given: string): TwilioError =>
  new TwilioError(400, 60200, `Invalid parameter \`${name}\`: ${given}`);
