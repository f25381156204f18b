import fc from 'fast-check';
import { twilioWebhook } from '../endpoint';
import {
  chooseInMenu,
  greetCaller,
  InboundCall,
  LeftQueue,
  leaveQueue,
  MenuKey,
  QueueCall,
  queueCaller,
} from '.';
import { ACTION, address, asked, CALL, QUEUED, REDIRECT, said, taskOf } from './testing';

const inbound = twilioWebhook(InboundCall, greetCaller, 'twiml');
const menu = twilioWebhook(MenuKey, chooseInMenu, 'twiml');
const queue = twilioWebhook(QueueCall, queueCaller, 'twiml');
const left = twilioWebhook(LeftQueue, leaveQueue, 'twiml');

// A Sunday in any zone near: nobody works.
const CLOSED = { ...QUEUED, BUSINESS_HOURS: 'mon 08:00-08:01', TIME_ZONE: 'UTC' };

/** Calls, and at each question presses a key, or nothing (''). Resolves with every document there was. */
async function journey(keys: string[], environment: Record<string, unknown> = QUEUED): Promise<string[]> {
  const documents = [(await asked(inbound, {}, environment)).text];
  for (let n = 0; documents.at(-1)?.includes('<Gather'); n += 1) {
    if (n > 20) throw new Error('asked for ever');
    const document = documents.at(-1) ?? '';
    const key = keys[n] ?? '';
    const { query } = address(document, key === '' ? REDIRECT : ACTION);
    const fields = key === '' ? query : { ...query, Digits: key };
    documents.push((await asked(menu, fields, environment)).text);
  }
  return documents;
}

test('a caller is greeted in both languages, the own one first', async () => {
  expect(said((await asked(inbound)).text)).toEqual([
    'en-US: Thank you for calling. For English, press 1 or stay on the line.',
    'es-MX: Gracias por llamar. Para español, pulse 2.',
  ]);
  expect(said((await asked(inbound, {}, { ...QUEUED, LOCALE: 'es' })).text)).toEqual([
    'es-MX: Gracias por llamar. Para español, pulse 1 o espere en la línea.',
    'en-US: Thank you for calling. For English, press 2.',
  ]);
});

test.each([
  { keys: ['1', '1'], task: { language: 'en', reason: 'sales', skill: 'sales' } },
  { keys: ['', '2'], task: { language: 'en', reason: 'support', skill: 'support' } },
  { keys: ['2', '1'], task: { language: 'es', reason: 'sales', skill: 'sales' } },
  { keys: ['2', '0'], task: { language: 'es' } },
  { keys: ['9', '', ''], task: { language: 'en' } },
  { keys: ['1', '9', '8', '7'], task: { language: 'en' } },
  { keys: ['1', '*', '', '2'], task: { language: 'en', reason: 'support', skill: 'support' } },
])('$keys leads to the queue with $task', async ({ keys, task }) => {
  const documents = await journey(keys);
  const last = documents.at(-1) ?? '';
  expect(documents).toHaveLength(keys.length + 1);
  expect(taskOf(last)).toEqual({ call_sid: CALL.CallSid, from: CALL.From, to: CALL.To, ...task });
  expect(last).toContain(`workflowSid="${QUEUED.WORKFLOW_SID}"`);
  expect(last).toContain('<Task priority="0">');
  expect(address(last, /waitUrl="(.+?)"/)).toEqual({
    path: '/voice/wait',
    query: { language: task.language },
  });
  expect(address(last, / action="(.+?)"/)).toEqual({
    path: '/voice/left',
    query: { language: task.language, ...('reason' in task ? { reason: task.reason } : {}) },
  });
});

test('a wrong key is told, silence too, each in the language of the caller', async () => {
  const [, first = '', second = '', third = ''] = await journey(['2', '9', '']);
  expect(said(first)).toEqual([expect.stringMatching(/^es-MX: Para ventas, pulse 1\./)]);
  expect(said(second)[0]).toBe('es-MX: Lo sentimos, esa no es una de las opciones.');
  expect(said(third)[0]).toBe('es-MX: Lo sentimos, no notamos ninguna tecla.');
});

test('whatever is pressed, a caller is in the queue, or politely sent home, after few questions', async () => {
  const key = fc.constantFrom('', '0', '1', '2', '3', '9', '*', '#', '12', 'x');
  await fc.assert(
    fc.asyncProperty(
      fc.array(key, { maxLength: 8 }),
      fc.constantFrom('en', 'es'),
      fc.boolean(),
      async (keys, LOCALE, closed) => {
        const documents = await journey(keys, { ...(closed ? CLOSED : QUEUED), LOCALE });
        expect(documents.length).toBeLessThanOrEqual(5);
        for (const document of documents) expect(said(document).join()).not.toMatch(/\{|undefined/);
        const last = documents.at(-1) ?? '';
        if (closed) expect(last).toMatch(/<Say.*<Hangup\/>/);
        else expect(last).toContain('<Enqueue');
      },
    ),
    { numRuns: 60 },
  );
});

test('after hours a caller hears in their language when to call, and may leave a message', async () => {
  const text = (await journey(['2'], CLOSED)).at(-1) ?? '';
  expect(said(text)).toEqual([
    expect.stringMatching(/^es-MX: En este momento estamos cerrados\. .+ Por favor, deje un mensaje/),
    'es-MX: Gracias. Adiós.',
  ]);
  expect(address(text, /<Record action="(.+?)"/)).toEqual({
    path: '/voice/voicemail',
    query: { language: 'es', done: '1' },
  });
  expect(address(text, /recordingStatusCallback="(.+?)"/)).toEqual({
    path: '/voice/voicemail/left',
    query: { language: 'es' },
  });
  expect(text).toContain('maxLength="120"');
});

test('where nobody can leave a message, they hear after hours when to call', async () => {
  const documents = await journey(['2'], { ...CLOSED, VOICEMAIL_SECONDS: '0' });
  expect(said(documents.at(-1) ?? '')).toEqual([
    expect.stringMatching(
      /^es-MX: En este momento estamos cerrados\. Puede llamarnos los lunes de las 8 de la mañana a las 8:01 de la mañana\. Volvemos a abrir .+\. Gracias\. Adiós\.$/,
    ),
  ]);
});

test('without a workflow nobody is queued, the caller hears so, and the log says why', async () => {
  for (const handler of [inbound, queue]) {
    const { text, log } = await asked(handler, {}, {});
    expect(text).toMatch(/cannot take calls at the moment.*<Hangup\/>/);
    expect(text).not.toContain('<Enqueue');
    expect(log).toMatchObject({
      refused: 'not_configured',
      failures: [expect.stringContaining('WORKFLOW_SID')],
    });
  }
});

test('a caller without a number is served', async () => {
  for (const From of [undefined, '', 'anonymous', 'x'.repeat(999)]) {
    const { text, status } = await asked(menu, { language: 'en', Digits: '1', From });
    expect(status).toBe(200);
    expect(taskOf(text)).toMatchObject({ from: From === 'anonymous' ? 'anonymous' : '', skill: 'sales' });
  }
});

test('who has lost their agent hears so, and comes before the others', async () => {
  const { text } = await asked(queue, { returned: '1', language: 'es', reason: 'support' });
  expect(said(text)).toEqual([expect.stringContaining('se perdió la comunicación')]);
  expect(text).toContain('<Task priority="50">');
  expect(taskOf(text)).toMatchObject({ returned: true, language: 'es', reason: 'support', skill: 'support' });
});

test('a call can be meant for one agent', async () => {
  const contactUri = `client:${'a'.repeat(20)}`;
  const { text } = await asked(queue, { contactUri });
  expect(said(text)).toEqual([]);
  expect(taskOf(text)).toMatchObject({ selected_contact_uri: contactUri });
});

test('fields of an address that are broken never cut a caller off', async () => {
  const broken = { language: 'xx', reason: '?', returned: 'no', contactUri: 'joe', times: '-1', silent: 'x' };
  expect(taskOf((await asked(queue, broken)).text)).toEqual({
    call_sid: CALL.CallSid,
    from: CALL.From,
    to: CALL.To,
    language: 'en',
  });
  expect((await asked(menu, { ...broken, language: 'es', Digits: ['1', '2'] })).text).toContain('<Gather');
});

test.each(['hangup', 'bridged', 'bridging-in-process', 'redirected', 'redirected-from-bridged'])(
  'left the queue by %s: there is nobody to say anything to',
  async (QueueResult) => {
    expect((await asked(left, { QueueResult })).text).toMatch(/<Response ?\/>/);
  },
);

test.each(['leave', 'error', 'system-error', 'queue-full', '', 'whatever comes'])(
  'left the queue by "%s": the caller hears why and when to call',
  async (QueueResult) => {
    const silent = { ...CLOSED, VOICEMAIL_SECONDS: '0' };
    const { text } = await asked(left, { QueueResult, language: 'es' }, silent);
    const [words = ''] = said(text);
    expect(words).toContain(QueueResult === 'queue-full' ? 'tantas personas en espera' : 'nadie pudiera');
    expect(words).toContain('los lunes de las 8');
    expect(text).toContain('<Hangup/>');
  },
);

test.each([
  { QueueResult: 'leave', words: [] },
  { QueueResult: 'queue-full', words: ['tantas personas en espera'] },
  { QueueResult: 'error', words: ['nadie pudiera'] },
])('left the queue by $QueueResult: the caller may leave a message', async ({ QueueResult, words }) => {
  const { text } = await asked(left, { QueueResult, language: 'es', reason: 'sales' });
  const [first = ''] = said(text);
  for (const word of [...words, 'deje un mensaje']) expect(first).toContain(word);
  expect(address(text, /recordingStatusCallback="(.+?)"/).query).toEqual({ language: 'es', reason: 'sales' });
});
