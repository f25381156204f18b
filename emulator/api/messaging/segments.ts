/** The characters of GSM 03.38, and those that count twice in it. https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const TWICE = '\f^{}\\[~]|€';

/**
 * How many messages a text is cut into: 160 characters of GSM-7 or 70 of UCS-2 in one, 153 or 67 in each of several.
 * https://www.twilio.com/docs/glossary/what-sms-character-limit
 */
export function segmentsOf(body: string): number {
  const gsm = [...body].every((char) => BASIC.includes(char) || TWICE.includes(char));
  const length = gsm ? [...body].reduce((sum, char) => sum + (TWICE.includes(char) ? 2 : 1), 0) : body.length;
  const [alone, among] = gsm ? [160, 153] : [70, 67];
  return length <= alone ? 1 : Math.ceil(length / among);
}
