import { loopback, oneOf } from '../values';
import type { Variable } from '../variable';

/** How the page and the phone speak, and with whom. */
export const page = () =>
  ({
    sdkOrigin: {
      name: 'TWILIO_SDK_ORIGIN',
      meaning:
        'Where the browser SDKs of the page connect instead of to Twilio: an emulator on this machine. Leave it out elsewhere.',
      example: 'http://localhost:3001',
      fallback: '',
      parse: (text: string) => loopback(text),
    },
    locale: {
      name: 'LOCALE',
      meaning: 'The language of codes and of what is said on the phone: en or es.',
      example: 'en',
      fallback: 'en',
      parse: (text: string) => oneOf(text, ['en', 'es']),
    },
  }) as const satisfies Record<string, Variable<unknown>>;
