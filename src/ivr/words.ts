import type { Config } from '../config';

/** A language that is spoken on the phone. */
export type Locale = Config['locale'];

/** A sentence in every language there is. */
type Sentence = Record<Locale, string>;

/** Everything a caller hears before an agent. `{key}`, `{hours}` and the like are filled in. */
const SENTENCES = {
  greetingFirst: {
    en: 'Thank you for calling. For English, press {key} or stay on the line.',
    es: 'Gracias por llamar. Para español, pulse {key} o espere en la línea.',
  },
  greetingOther: {
    en: 'Thank you for calling. For English, press {key}.',
    es: 'Gracias por llamar. Para español, pulse {key}.',
  },
  menu: {
    en: 'For sales, press 1. For support, press 2. To speak with anyone, press 0.',
    es: 'Para ventas, pulse 1. Para soporte, pulse 2. Para hablar con cualquiera de nosotros, pulse 0.',
  },
  wrongKey: {
    en: 'Sorry, that is not one of the choices.',
    es: 'Lo sentimos, esa no es una de las opciones.',
  },
  noKey: {
    en: 'Sorry, we did not notice a key.',
    es: 'Lo sentimos, no notamos ninguna tecla.',
  },
  closed: {
    en: 'We are closed now.',
    es: 'En este momento estamos cerrados.',
  },
  hours: {
    en: 'You can reach us {hours}.',
    es: 'Puede llamarnos {hours}.',
  },
  opens: {
    en: 'We open again {opens}.',
    es: 'Volvemos a abrir {opens}.',
  },
  goodbye: {
    en: 'Thank you. Goodbye.',
    es: 'Gracias. Adiós.',
  },
  notInService: {
    en: 'We are sorry, we cannot take calls at the moment. Please try again later.',
    es: 'Lo sentimos, en este momento no podemos atender llamadas. Inténtelo de nuevo más tarde.',
  },
  lostAgent: {
    en: 'We are sorry, the connection to our colleague was lost. Please stay on the line: you are ahead of the others.',
    es: 'Lo sentimos, se perdió la comunicación con nuestro colega. Por favor, espere en la línea: tiene prioridad.',
  },
  transferred: {
    en: 'You are being transferred. Please stay on the line: you are ahead of the others.',
    es: 'Le estamos transfiriendo. Por favor, espere en la línea: tiene prioridad.',
  },
  calledIn: {
    en: 'We were going to call you: you keep your place.',
    es: 'Teníamos previsto llamarle: conserva su lugar.',
  },
  welcomeToQueue: {
    en: 'Please stay on the line. We are looking for someone to help you.',
    es: 'Por favor, espere en la línea. Buscamos a alguien que le atienda.',
  },
  thanks: {
    en: 'Thank you for waiting.',
    es: 'Gracias por esperar.',
  },
  soon: {
    en: 'We will be with you as soon as we can.',
    es: 'Le atenderemos lo antes posible.',
  },
  next: {
    en: 'You are next.',
    es: 'Usted es el siguiente.',
  },
  position: {
    en: 'You are number {position} in line.',
    es: 'Su llamada es la número {position} en la fila.',
  },
  estimate: {
    en: 'The wait is {wait}.',
    es: 'La espera es de {wait}.',
  },
  queueFull: {
    en: 'We are sorry, so many people are waiting that we cannot take your call now.',
    es: 'Lo sentimos, hay tantas personas en espera que ahora no podemos atender su llamada.',
  },
  nobodyFree: {
    en: 'We are sorry that nobody could take your call.',
    es: 'Lamentamos que nadie pudiera atender su llamada.',
  },
  callAgain: {
    en: 'Please call us again.',
    es: 'Por favor, vuelva a llamarnos.',
  },
  offerCallback: {
    en: 'To be called back without losing your place, press 1.',
    es: 'Para que le llamemos sin perder su lugar, pulse 1.',
  },
  offerMessage: {
    en: 'To leave a message, press 2.',
    es: 'Para dejar un mensaje, pulse 2.',
  },
  callbackTo: {
    en: 'We will call you at the number that ends in {number}. To agree, press 1. For another number, press 2.',
    es: 'Le llamaremos al número que termina en {number}. Si está de acuerdo, pulse 1. Para otro número, pulse 2.',
  },
  callbackToOther: {
    en: 'We will call you at {number}. To agree, press 1. For another number, press 2.',
    es: 'Le llamaremos al {number}. Si está de acuerdo, pulse 1. Para otro número, pulse 2.',
  },
  otherNumber: {
    en: 'Please type the number with its area code, then press the pound key.',
    es: 'Por favor, marque el número con su código de área y luego pulse la tecla numeral.',
  },
  cannotCall: {
    en: 'Sorry, we cannot call that number.',
    es: 'Lo sentimos, no podemos llamar a ese número.',
  },
  willCallBack: {
    en: 'Thank you. You keep your place, and we will call you when it is your turn. Goodbye.',
    es: 'Gracias. Conserva su lugar y le llamaremos cuando sea su turno. Adiós.',
  },
  noCallback: {
    en: 'Sorry, that did not work. Please stay on the line.',
    es: 'Lo sentimos, no fue posible. Por favor, espere en la línea.',
  },
  beingServed: {
    en: 'Please stay on the line. Somebody is about to take your call.',
    es: 'Por favor, espere en la línea. Alguien está por atenderle.',
  },
  leaveMessage: {
    en: 'Please leave a message after the tone. When you are done, press the pound key or hang up.',
    es: 'Por favor, deje un mensaje después del tono. Al terminar, pulse la tecla numeral o cuelgue.',
  },
  messageTaken: {
    en: 'Thank you for your message. We will call you back. Goodbye.',
    es: 'Gracias por su mensaje. Le devolveremos la llamada. Adiós.',
  },
} as const satisfies Record<string, Sentence>;

/** The name of a sentence. */
export type SentenceKey = keyof typeof SENTENCES;

/** The names of all sentences. */
export const sentenceKeys = (): SentenceKey[] => Object.keys(SENTENCES) as SentenceKey[];

/** One of the sentences, in a language. */
export function sentence(key: SentenceKey, locale: Locale, fill: Record<string, string> = {}): string {
  return SENTENCES[key][locale].replace(/\{(\w+)\}/g, (_, name: string) => fill[name] ?? '');
}

/** The language that is not `locale`. */
export const otherLanguage = (locale: Locale): Locale => (locale === 'en' ? 'es' : 'en');

/**
 * A wait as a person would tell it; it rather promises too little than too much.
 *
 * @param minutes whole minutes, as `announcedMinutes` rounds them
 */
export function spokenWait(minutes: number, locale: Locale): string {
  const spanish = locale === 'es';
  if (minutes < 1) return spanish ? 'menos de un minuto' : 'less than a minute';
  if (minutes === 1) return spanish ? 'alrededor de un minuto' : 'about one minute';
  if (minutes > 60) return spanish ? 'más de una hora' : 'more than an hour';
  return spanish ? `unos ${minutes} minutos` : `about ${minutes} minutes`;
}

/** Seconds as the minutes that are told: rounded up, above ten minutes to the next five; 0 is less than a minute. */
export function announcedMinutes(seconds: number): number {
  if (seconds < 60) return 0;
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 10 ? minutes : Math.ceil(minutes / 5) * 5;
}
