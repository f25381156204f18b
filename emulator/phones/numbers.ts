/** The part of the North American plan that is set aside for fiction: 555-0100 to 555-0199 of any area code. */
const FICTIONAL = /^\+1[2-9]\d{2}55501\d{2}$/;

/** How a number that can be a handset looks, for people who gave another one. */
export const HANDSET_NUMBERS = '+1 XXX 555 01XX, such as +14155550100';

/**
 * Whether `number` (E.164) is one of the numbers that are never given to a subscriber, so that a call to it can only
 * ever reach a handset. https://nationalnanpa.com/number_resource_info/555_numbers.html
 */
export const isFictional = (number: string): boolean => FICTIONAL.test(number);

/** E.164 out of what a person or a URL writes: `14155550100`, `+1 (415) 555-0100`, `(415) 555-0100`. */
export function toE164(written: string): string {
  const digits = written.replace(/[\s().-]/g, '').replace(/^\+/, '');
  return `+${/^[2-9]\d{9}$/.test(digits) ? '1' : ''}${digits}`;
}
