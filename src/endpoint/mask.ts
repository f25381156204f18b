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
/**
 * A Twilio SID, which stays; or six digits or more, also with the usual separators between them, which go. Five are
 * Twilio's error codes.
 */
const SID_OR_NUMBER = /\b[A-Z]{2}[0-9a-f]{32}\b|\+?\d(?:[\s().-]{0,2}\d){5,}/g;

function maskDigits(text: string): string {
  return text.replace(SID_OR_NUMBER, (found) => (/^[A-Z]/.test(found) ? found : maskPhone(found)));
}

/**
 * Masks whatever in a text looks like a token, an e-mail address or a phone number. Twilio's SIDs stay: they are what a person
 * searches the log with.
 */
export function maskText(text: string): string {
  return maskDigits(text.replace(TOKEN, '•••').replace(EMAIL, (email) => maskEmail(email)));
}
