import type { Config } from '../config';
import type { Reason } from './contract';

type Locale = Config['locale'];

/** A sentence in every language there is. */
type Sentence = Record<Locale, string>;

/** Everything Cordboard says during a call. `{number}` and `{label}` are filled in. */
const SENTENCES = {
  prompt: {
    en: 'Press any key to call {number}.',
    es: 'Pulse cualquier tecla para llamar al {number}.',
  },
  promptWithLabel: {
    en: '{label}. Press any key to call {number}.',
    es: '{label}. Pulse cualquier tecla para llamar al {number}.',
  },
  nothingPressed: {
    en: 'No key was pressed. The call is not made. Goodbye.',
    es: 'No se pulsó ninguna tecla. No se hace la llamada. Adiós.',
  },
  noLongerThere: {
    en: 'This call is no longer available. Goodbye.',
    es: 'Esta llamada ya no está disponible. Adiós.',
  },
  notAllowed: {
    en: 'This call is not allowed. Goodbye.',
    es: 'Esta llamada no está permitida. Adiós.',
  },
  elsewhere: {
    en: 'You are in this call already. Goodbye.',
    es: 'Ya está en esta llamada. Adiós.',
  },
  voicemail: {
    en: 'This is voicemail.',
    es: 'Es un buzón de voz.',
  },
  callerFor: {
    en: 'A caller for {reason}.',
    es: 'Una llamada para {reason}.',
  },
  callerForAnybody: {
    en: 'A caller.',
    es: 'Una llamada.',
  },
  sales: { en: 'sales', es: 'ventas' },
  support: { en: 'support', es: 'soporte' },
  waitedLittle: { en: '', es: '' },
  waitedAMinute: {
    en: 'Waiting for one minute.',
    es: 'Espera desde hace un minuto.',
  },
  waited: {
    en: 'Waiting for {minutes} minutes.',
    es: 'Espera desde hace {minutes} minutos.',
  },
  takeIt: {
    en: 'Press any key to take the call.',
    es: 'Pulse cualquier tecla para atender.',
  },
  notTaken: {
    en: 'No key was pressed. The caller goes to somebody else. Goodbye.',
    es: 'No se pulsó ninguna tecla. La llamada pasa a otra persona. Adiós.',
  },
  callback: {
    en: 'A callback to {who}.',
    es: 'Una llamada pendiente a {who}.',
  },
  callbackFor: {
    en: 'A callback to {who}, for {reason}.',
    es: 'Una llamada pendiente a {who}, para {reason}.',
  },
  message: {
    en: 'A message from {who}.',
    es: 'Un mensaje de {who}.',
  },
  messageFor: {
    en: 'A message from {who}, for {reason}.',
    es: 'Un mensaje de {who}, para {reason}.',
  },
  leftMessage: {
    en: 'They have left a message before.',
    es: 'Antes dejó un mensaje.',
  },
  somebody: { en: 'a caller without a number', es: 'alguien sin número' },
  attempt: {
    en: 'Attempt {attempt} of {of}.',
    es: 'Intento {attempt} de {of}.',
  },
  callBack: {
    en: 'Press any key to call.',
    es: 'Pulse cualquier tecla para llamar.',
  },
  hearMessage: {
    en: 'Press any key to hear it.',
    es: 'Pulse cualquier tecla para oírlo.',
  },
  notTakenOffer: {
    en: 'No key was pressed. It goes to somebody else. Goodbye.',
    es: 'No se pulsó ninguna tecla. Pasa a otra persona. Adiós.',
  },
  afterMessage: {
    en: 'To call back, press 1. To hear it again, press 2. If you are done, hang up.',
    es: 'Para devolver la llamada, pulse 1. Para oírlo de nuevo, pulse 2. Si ha terminado, cuelgue.',
  },
  afterMessageOnly: {
    en: 'To hear it again, press 2. If you are done, hang up.',
    es: 'Para oírlo de nuevo, pulse 2. Si ha terminado, cuelgue.',
  },
  messageDone: { en: 'Goodbye.', es: 'Adiós.' },
  agentLeft: {
    en: 'The call has ended. To speak with somebody again, press 1.',
    es: 'La llamada ha terminado. Para hablar de nuevo con alguien, pulse 1.',
  },
  recorded: {
    en: 'This call is recorded.',
    es: 'Esta llamada se graba.',
  },
  supervise: {
    en: 'Press any key to listen to the call.',
    es: 'Pulse cualquier tecla para escuchar la llamada.',
  },
  notSupervised: {
    en: 'No key was pressed. Goodbye.',
    es: 'No se pulsó ninguna tecla. Adiós.',
  },
  followsOn: {
    en: 'The call goes on with a colleague. One moment.',
    es: 'La llamada continúa con otra persona. Un momento.',
  },
  handedOn: {
    en: 'The call was handed on. Goodbye.',
    es: 'La llamada se ha transferido. Adiós.',
  },
  thankYou: {
    en: 'Thank you for calling. Goodbye.',
    es: 'Gracias por llamar. Adiós.',
  },
} as const satisfies Record<string, Sentence>;

/** What the agent hears when the call ends without a conversation. Reasons that nobody needs to be told have none. */
const ENDINGS: Partial<Record<Reason, Sentence>> = {
  customer_busy: {
    en: 'The number is busy. Goodbye.',
    es: 'El número está ocupado. Adiós.',
  },
  customer_rejected: {
    en: 'The call was declined. Goodbye.',
    es: 'La llamada fue rechazada. Adiós.',
  },
  customer_no_answer: {
    en: 'There is no answer. Goodbye.',
    es: 'No contestan. Adiós.',
  },
  customer_unreachable: {
    en: 'The number cannot be reached. Goodbye.',
    es: 'No se puede comunicar con el número. Adiós.',
  },
  customer_voicemail: {
    en: 'Voicemail answered. Goodbye.',
    es: 'Contestó un buzón de voz. Adiós.',
  },
  ended_in_page: {
    en: 'The call was ended. Goodbye.',
    es: 'La llamada se terminó. Adiós.',
  },
  customer_hung_up: {
    en: 'The other side has hung up. Goodbye.',
    es: 'La otra persona ha colgado. Adiós.',
  },
  offer_withdrawn: {
    en: 'The call is no longer available. Goodbye.',
    es: 'La llamada ya no está disponible. Adiós.',
  },
  offer_declined: {
    en: 'The call was declined. Goodbye.',
    es: 'La llamada fue rechazada. Adiós.',
  },
  cap_reached: {
    en: 'All lines are busy. Please try again later. Goodbye.',
    es: 'Todas las líneas están ocupadas. Inténtelo más tarde. Adiós.',
  },
  system_error: {
    en: 'Something went wrong. The call could not be made. Goodbye.',
    es: 'Algo ha fallado. No se pudo hacer la llamada. Adiós.',
  },
};

/** One of the sentences, in a language. */
export function sentence(
  key: keyof typeof SENTENCES,
  locale: Locale,
  fill: Record<string, string> = {},
): string {
  return SENTENCES[key][locale].replace(/\{(\w+)\}/g, (_, name: string) => fill[name] ?? '');
}

/** What the agent is told about how the call ended; undefined when there is nothing to say. */
export const ending = (reason: Reason, locale: Locale): string | undefined => ENDINGS[reason]?.[locale];

/**
 * A number as a voice should read it, digit by digit with pauses as people make them: `4 1 5, 5 5 5, 0 1 2 3`. Numbers of
 * North America lose their country code, others keep it and are read in threes.
 */
export function spokenNumber(e164: string): string {
  const digits = e164.replace(/\D/g, '');
  const national = /^1(\d{3})(\d{3})(\d{4})$/.exec(digits);
  const groups = national ? national.slice(1) : (digits.match(/\d{1,3}/g) ?? []);
  return groups.map((group) => [...group].join(' ')).join(', ');
}
