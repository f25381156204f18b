import { twilioWebhook } from '../endpoint';
import { HoursQuestion, makeTask, TaskQuestion, tellHours } from '.';
import { asked, CALL, QUEUED } from './testing';

const hours = twilioWebhook(HoursQuestion, tellHours);
const task = twilioWebhook(TaskQuestion, makeTask);

test('a flow is told that it is open', async () => {
  const { body, headers } = await asked(hours, { language: '' });
  expect(headers['Content-Type']).toBe('application/json');
  expect(body).toMatchObject({ open: true, language: 'en', hours: '', opens: '' });
});

test('a flow is told that it is closed, and what to say, in the language of the caller', async () => {
  const never = { ...QUEUED, BUSINESS_HOURS: 'mon 08:00-08:01' };
  const { body } = await asked(hours, { language: 'es' }, never);
  expect(body).toMatchObject({
    open: false,
    language: 'es',
    hours: 'Puede llamarnos los lunes de las 8 de la mañana a las 8:01 de la mañana.',
    closed: expect.stringMatching(/^En este momento estamos cerrados\. .+ Volvemos a abrir [^.]+\.$/),
    sorry: expect.stringMatching(/^Lamentamos .+ Adiós\.$/),
  });
});

test.each([
  { fields: { Digits: '1' }, task: { language: 'en', reason: 'sales', skill: 'sales' } },
  { fields: { Digits: 2, language: 'es' }, task: { language: 'es', reason: 'support', skill: 'support' } },
  {
    fields: { Digits: '', reason: 'support' },
    task: { language: 'en', reason: 'support', skill: 'support' },
  },
  { fields: { Digits: '0' }, task: { language: 'en' } },
  { fields: { From: '', To: '', language: '' }, task: { from: '', to: '', language: 'en' } },
])('a flow that sends $fields gets $task', async ({ fields, task: expected }) => {
  const { body } = await asked(task, fields);
  expect(body).toMatchObject({ priority: 0, language: expected.language });
  const caller = { call_sid: CALL.CallSid, from: CALL.From, to: CALL.To };
  expect(JSON.parse(String(body.attributes))).toEqual({ ...caller, ...expected });
});

test('what a flow cannot mean is refused by name', async () => {
  const { status, body } = await asked(task, {
    CallSid: '',
    Digits: '7',
    reason: 'fun',
    language: 'fr',
    From: [],
  });
  expect(status).toBe(400);
  const fields = (body.details.fields as { field: string; fix: string }[]).map(({ field }) => field);
  expect(fields).toEqual(['CallSid', 'From', 'Digits', 'reason', 'language']);
  expect((await asked(task, { Digits: '1', reason: 'support' })).body.code).toBe('invalid_input');
});
