import { isPossiblePhoneNumber } from 'libphonenumber-js';

/** Whether this is a number in strict E.164 that its country could have. https://www.twilio.com/docs/glossary/what-e164 */
export const isPhoneNumber = (text: string): boolean =>
  /^\+[1-9]\d{6,14}$/.test(text) && isPossiblePhoneNumber(text);
