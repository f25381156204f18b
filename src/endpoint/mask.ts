/** `+14155550123` → `+1415•••23`: enough to tell two numbers apart, not enough to call. Never 5 digits in a row. */
export function maskPhone(number: string): string {
  const digits = number.replace(/\D/g, '');
  const plus = number.trim().startsWith('+') ? '+' : '';
  if (digits.length < 8) return `${plus}•••`;
  return `${plus}${digits.slice(0, 4)}•••${digits.slice(-2)}`;
}

/** `spock@example.com` → `s•••@example.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '•••';
  const first = [...email][0] ?? '';
  // A digit as first letter could join digits before it in a line of text.
  return `${/\d/.test(first) ? '' : first}•••@${maskDigits(email.slice(at + 1))}`;
}

const EMAIL = /[^\s@"'<>(),:;=]+@[^\s@"'<>(),:;=]+/g;
/** A JWT, or any three dotted base64url parts. */
const TOKEN = /[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;
/** Five digits or more, also with the usual separators between them. */
const NUMBER = /\+?\d(?:[\s().-]{0,2}\d){4,}/g;

function maskDigits(text: string): string {
  return text.replace(NUMBER, (number) => maskPhone(number));
}

/**
 * Masks whatever in a text looks like a token, an e-mail address or a phone number. Twilio's SIDs keep their kind and
 * their last characters, because the log is what a person searches with them.
 */
export function maskText(text: string): string {
  return maskDigits(text.replace(TOKEN, '•••').replace(EMAIL, (email) => maskEmail(email)));
}
