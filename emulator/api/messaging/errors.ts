import { TwilioError } from '../rest';

/** What can be wrong with a message: code → what Twilio says of it. https://www.twilio.com/docs/api/errors (21xxx) */
const ERRORS = {
  21211: (given: string) => `Invalid 'To' Phone Number: ${given}`,
  21212: (given: string) =>
    `The 'From' number ${given} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
  21266: (given: string) => `'To' and 'From' number cannot be the same: ${given}`,
  21602: () => 'Message body is required.',
  21603: () => "A 'From' phone number is required.",
  21604: () => "A 'To' phone number is required.",
  21609: (given: string) => `The 'StatusCallback' URL ${given} is not a valid URL.`,
  21617: () => 'The concatenated message body exceeds the 1600 character limit',
  21659: (given: string) => `'${given}' is not a Twilio phone number or Short Code country mismatch`,
};

/** The error to throw for `code`; `given` is the value at fault. All are 400. */
export const messageError = (code: keyof typeof ERRORS, given = ''): TwilioError =>
  new TwilioError(400, code, ERRORS[code](given));
