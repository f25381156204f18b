import { country, domain, email, listOf, origin, someOf } from '../values';
import type { Variable } from '../variable';

/** Who may sign up, from where, and who may do what. */
export const people = () =>
  ({
    allowedEmailDomains: {
      name: 'ALLOWED_EMAIL_DOMAINS',
      meaning: 'Who may sign up: e-mail domains, separated by commas. Subdomains are not included.',
      example: 'example.com',
      parse: (text: string) => someOf(text, domain, 'example.com'),
    },
    allowedEmails: {
      name: 'ALLOWED_EMAILS',
      meaning: 'Single e-mail addresses that may sign up beside those domains, separated by commas.',
      example: 'guest@partner.example',
      fallback: '',
      parse: (text: string) => listOf(text, email),
    },
    allowedCountries: {
      name: 'ALLOWED_COUNTRIES',
      meaning:
        'Countries whose numbers may be called and verified (ISO codes). The first one is the default country.',
      example: 'US,CA',
      fallback: 'US',
      parse: (text: string) => someOf(text, country, 'US'),
    },
    supervisorEmails: {
      name: 'SUPERVISOR_EMAILS',
      meaning: 'People who may see the floor and act on other calls, separated by commas.',
      example: 'lead@example.com',
      fallback: '',
      parse: (text: string) => listOf(text, email),
    },
    adminEmails: {
      name: 'ADMIN_EMAILS',
      meaning: 'People who may change the set-up, separated by commas. They are supervisors too.',
      example: 'boss@example.com',
      fallback: '',
      parse: (text: string) => listOf(text, email),
    },
    corsOrigins: {
      name: 'CORS_ORIGINS',
      meaning:
        'Origins of other pages that may call these functions, separated by commas. The own page needs none.',
      example: 'https://crm.example.com',
      fallback: '',
      parse: (text: string) => listOf(text, origin),
    },
  }) as const satisfies Record<string, Variable<unknown>>;
