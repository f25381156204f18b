import { ADA } from '../../harness/world';
import { badNumbers } from './numbers';
import { BELLE, NIA, type Row, rows } from './scene';

const EMAIL_INIT = '/setup/email/init';
const EMAIL_VALIDATE = '/setup/email/validate';
const PHONE_INIT = '/setup/phone/init';
const PHONE_VALIDATE = '/setup/phone/validate';

const EMAILS: Record<string, unknown> = {
  none: undefined,
  'nothing in it': '',
  null: null,
  'a number': 7,
  'an object': { a: 1 },
  'a list': [ADA.email],
  'no @': 'ada',
  'two of them': `${ADA.email},${BELLE.email}`,
  'two @': 'ada@evil.example@example.com',
  'only a tag': '+tag@example.com',
  'letters that look alike': 'аdа@example.com',
  'a header in it': 'ada@example.com\r\nBcc: all@example.com',
  'a name around it': 'Ada <ada@example.com>',
  'far too long': `${'a'.repeat(5_000_000)}@example.com`,
};

const emails = [EMAIL_INIT, EMAIL_VALIDATE].flatMap((endpoint) =>
  rows(endpoint, [400, 'invalid_input', 'email'], {
    'an empty body': () => ({ form: { code: '123456' } }),
    'e-mail: given twice': () => ({
      form: [
        ['email', ADA.email],
        ['email', BELLE.email],
        ['code', '123456'],
      ],
    }),
    ...Object.fromEntries(
      Object.entries(EMAILS).map(([what, email]) => [
        `e-mail: ${what}`,
        () => ({ json: { email, code: '123456' } }),
      ]),
    ),
  }),
);

const CODES: Record<string, unknown> = {
  none: undefined,
  'nothing in it': '',
  'a number': 123456,
  letters: 'abcdef',
  'too few digits': '123',
  'too many digits': '12345678901',
  'digits of another script': '١٢٣٤٥٦',
  'a list': ['123456'],
  'far too long': '1'.repeat(1_000_000),
};

const codes = Object.entries(CODES).flatMap(([what, code]) => [
  ...rows(EMAIL_VALIDATE, [400, 'invalid_input', 'code'], {
    [`code: ${what}`]: () => ({ json: { email: ADA.email, code } }),
  }),
  ...rows(PHONE_VALIDATE, [400, 'invalid_input', 'code'], {
    [`code: ${what}`]: ({ nia }) => ({ json: { token: nia.phoneToken, code } }),
  }),
]);

const phoneNumber = NIA.phone;
const code = '123456';

/** What the steps of signing up and the session must refuse. */
export const IDENTITY: Row[] = [
  ...emails,
  ...codes,
  ...rows(EMAIL_INIT, [403, 'email_not_allowed', 'email'], {
    'a domain that is not allowed': () => ({ json: { email: 'a@evil.example' } }),
  }),
  ...rows(EMAIL_VALIDATE, [403, 'email_not_allowed', 'email'], {
    'a domain that is not allowed': () => ({ json: { email: 'a@evil.example', code } }),
  }),
  ...rows(EMAIL_VALIDATE, [410, 'code_expired', 'code'], {
    'a code that nobody asked for': () => ({ json: { email: ADA.email, code } }),
  }),
  ...rows(PHONE_INIT, [400, 'invalid_input', 'token'], {
    'token: none': () => ({ json: { phoneNumber } }),
    'token: a list': ({ nia }) => ({ json: { phoneNumber, token: [nia.setupToken] } }),
    'token: far too long': () => ({ json: { phoneNumber, token: 'x'.repeat(1_000_000) } }),
  }),
  ...rows(PHONE_INIT, [401, 'invalid_token'], {
    'token: rubbish': () => ({ json: { phoneNumber, token: 'x' } }),
    'token: of a session': ({ ada }) => ({ json: { phoneNumber, token: ada.accessToken } }),
  }),
  ...rows(PHONE_INIT, [401, 'token_used'], {
    'token: used up': ({ ada }) => ({ json: { phoneNumber, token: ada.setupToken } }),
  }),
  ...rows(PHONE_INIT, [400, 'invalid_input', 'channel'], {
    'a channel that there is not': ({ nia }) => ({
      json: { phoneNumber, token: nia.setupToken, channel: 'whatsapp' },
    }),
  }),
  ...badNumbers(PHONE_INIT, 'phoneNumber', ({ nia }) => ({ json: { token: nia.setupToken } })),
  ...rows(PHONE_VALIDATE, [400, 'invalid_input', 'token'], { 'token: none': () => ({ json: { code } }) }),
  ...rows(PHONE_VALIDATE, [401, 'invalid_token'], {
    'token: of the step before': ({ nia }) => ({ json: { token: nia.setupToken, code } }),
  }),
  ...rows(PHONE_VALIDATE, [401, 'token_used'], {
    'token: used up': ({ ada }) => ({ json: { token: ada.phoneToken, code } }),
  }),
  ...rows('/session/refresh', [401, 'no_session'], { 'no cookie': () => ({}) }),
  ...rows('/session/refresh', [401, 'invalid_token'], {
    'rubbish for a cookie': () => ({ cookie: 'x' }),
    'an access token for a cookie': ({ ada }) => ({ cookie: ada.accessToken }),
  }),
];
