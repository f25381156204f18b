import type { Channel, VerifyService } from './entities';

/** What goes into a message beside the code. */
export interface Wording {
  locale: string;
  appHash?: string | undefined;
}

/** Languages whose wording the emulator has. https://www.twilio.com/docs/verify/supported-languages */
export const LOCALES = ['en', 'es'] as const;

const texts = {
  en: {
    code: (name: string, code: string) => `Your ${name} verification code is: ${code}`,
    warning: "Don't share this code with anyone; our employees will never ask for the code",
    lifetime: 'It is valid for 10 minutes.',
    whatsapp: (code: string) => `${code} is your verification code.`,
  },
  es: {
    code: (name: string, code: string) => `Su código de verificación para ${name} es: ${code}`,
    warning: 'No comparta este código con nadie; nuestros empleados nunca se lo pedirán',
    lifetime: 'Es válido durante 10 minutos.',
    whatsapp: (code: string) => `${code} es su código de verificación.`,
  },
};

/**
 * What a person reads or hears. A spoken code is said digit by digit, twice.
 * https://www.twilio.com/docs/verify/api/service shows the forms.
 */
export function messageOf(
  service: Pick<VerifyService, 'friendlyName' | 'doNotShareWarningEnabled'>,
  channel: Channel,
  code: string,
  { locale, appHash }: Wording,
): string {
  const words = texts[locale.toLowerCase().startsWith('es') ? 'es' : 'en'];
  const plain = words.code(service.friendlyName, code);
  if (channel === 'whatsapp') return words.whatsapp(code);
  if (channel === 'email') return `${plain}\n${words.lifetime}`;
  if (channel === 'call') {
    const spoken = words.code(service.friendlyName, [...code].join(', '));
    return `${spoken}. ${spoken}.`;
  }
  const warned = service.doNotShareWarningEnabled ? `${plain}. ${words.warning}` : plain;
  return appHash === undefined ? warned : `<#> ${warned}\n${appHash}`;
}
