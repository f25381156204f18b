import { type Row, rows } from './scene';

const CALL_SID = `CA${'0'.repeat(32)}`;
const signed = (form: Record<string, string>) => () => ({ form, signed: true as const });

/** On the line is a customer: what is wrong with an address of ours must not cut them off. */
const voice = ['inbound', 'menu', 'queue', 'wait', 'left', 'callback', 'voicemail'].flatMap((name) =>
  rows(`/voice/${name}`, [200], {
    'no call': signed({ language: 'en', QueueResult: 'error' }),
    'a language that is none': signed({ CallSid: CALL_SID, language: '../es' }),
    'numbers that are none': signed({
      CallSid: CALL_SID,
      times: 'many',
      silent: '-1',
      said: '1e99',
      position: 'NaN',
      minutes: '',
      QueueTime: 'soon',
    }),
    'a choice that is none': signed({
      CallSid: CALL_SID,
      language: 'en',
      Digits: '__proto__',
      reason: 'fun',
      returned: 'yes',
      contactUri: 'client:../agents',
    }),
    'a caller with TwiML for a name': signed({
      CallSid: CALL_SID,
      language: 'en',
      Digits: '1',
      From: '"/><Dial>carl</Dial>',
    }),
  }),
);

const task = (more: Record<string, string>) => signed({ CallSid: CALL_SID, From: '', To: '', ...more });

/** What a Studio flow sends is refused by name: the widget then takes its way for failures. */
const studio = [
  ...rows('/ivr/hours', [400, 'invalid_input', 'language'], {
    'a language that is none': signed({ language: '{{flow.variables.language}}' }),
  }),
  ...['/ivr/position', '/ivr/task'].flatMap((endpoint) => {
    const field = endpoint === '/ivr/task' ? 'CallSid' : 'callSid';
    return rows(endpoint, [400, 'invalid_input', field], {
      'no call': signed({ language: 'en' }),
      'nothing for a call': signed({ [field]: '' }),
      'a call that is none': signed({ [field]: '{{trigger.call.CallSid}}' }),
    });
  }),
  ...rows('/ivr/position', [400, 'invalid_input', 'language'], {
    'a language that is none': signed({ callSid: CALL_SID, language: 'fr' }),
  }),
  ...rows('/ivr/task', [400, 'invalid_input', 'Digits'], {
    'a key that means nothing': task({ Digits: '7' }),
    'two keys': task({ Digits: '12' }),
  }),
  ...rows('/ivr/task', [400, 'invalid_input', 'reason'], {
    'a reason that is none': task({ reason: 'fun' }),
    'a key and another reason': task({ Digits: '1', reason: 'support' }),
  }),
  ...rows('/ivr/task', [400, 'invalid_input', 'language'], {
    'a language that is none': task({ language: 'fr' }),
  }),
  ...rows('/ivr/task', [400, 'invalid_input', 'From'], {
    'a caller of 300 letters': task({ From: 'x'.repeat(300) }),
  }),
];

const MESSAGE = '/voice/voicemail/left';
const message = (more: Record<string, string>) =>
  signed({
    CallSid: CALL_SID,
    RecordingSid: `RE${'1'.repeat(32)}`,
    RecordingStatus: 'completed',
    RecordingDuration: '5',
    ...more,
  });

/** Twilio signed it, but it is no message: no task is made. */
const messages = [
  ...rows(MESSAGE, [400, 'invalid_input', 'RecordingSid'], {
    'no recording': signed({ CallSid: CALL_SID }),
    'a recording that is none': message({ RecordingSid: '../agents' }),
  }),
  ...rows(MESSAGE, [400, 'invalid_input', 'CallSid'], { 'a call that is none': message({ CallSid: 'x' }) }),
  ...rows(MESSAGE, [204], {
    'a call that nobody knows': message({}),
    'an empty recording': message({ RecordingDuration: '1' }),
    'a length that is none': message({ RecordingDuration: 'long' }),
    'a recording that came to nothing': message({ RecordingStatus: 'absent' }),
  }),
];

/** What the functions that a caller meets make of what is wrong. */
export const IVR: Row[] = [...voice, ...messages, ...studio];
