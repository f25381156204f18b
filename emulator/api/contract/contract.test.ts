import { Clock } from '../../clock';
import { Timeline } from '../../timeline';
import { Form } from '../rest';
import { Contract } from '.';
import { Schemas, sentences } from './schemas';
import { type Operation, Specs } from './specs';

const specs = new Specs();
const schemas = new Schemas(specs);
let contract: Contract;
let timeline: Timeline;

beforeEach(() => {
  timeline = new Timeline(new Clock());
  contract = new Contract(timeline);
});

const ACCOUNT = `AC${'a'.repeat(32)}`;
const CALLS = `/2010-04-01/Accounts/${ACCOUNT}/Calls.json`;

function operation(method: string, host: string, path: string): Operation {
  const found = specs.find(method, host, path);
  if (!found) throw new Error(`${method} ${host}${path} is not in the OpenAPI files`);
  return found;
}

const problems = (fields: Record<string, string | string[]>) => {
  const validate = schemas.fields(operation('POST', 'api.twilio.com', CALLS), 'body');
  return validate(fields) ? [] : sentences(validate.errors);
};

test('operations are found by host, method and path, the fixed path before the variable one', () => {
  const id = (method: string, host: string, path: string) => specs.find(method, host, path)?.id;
  expect(id('POST', 'api.twilio.com', CALLS)).toBe('CreateCall');
  expect(id('GET', 'api.twilio.com', CALLS)).toBe('ListCall');
  expect(id('GET', 'api.dublin.ie1.twilio.com', CALLS)).toBe('ListCall');
  expect(id('POST', 'sync.twilio.com', '/v1/Services/default/Maps/a/Items/b')).toBe('UpdateSyncMapItem');
  expect(id('POST', 'verify.twilio.com', '/v2/Services/VA1/VerificationCheck')).toBe(
    'CreateVerificationCheck',
  );
  expect(id('PUT', 'api.twilio.com', CALLS)).toBeUndefined();
  expect(id('GET', 'nothing.twilio.com', '/v1/Things')).toBeUndefined();
});

test('a form that Twilio takes has no problems: numbers, flags and lists are texts there', () => {
  const call = { To: '+14155550101', From: '+14155550199', Url: 'https://example.com' };
  expect(
    problems({ ...call, Timeout: '20', Record: 'true', StatusCallbackEvent: ['answered', 'completed'] }),
  ).toEqual([]);
  expect(problems({ ...call, StatusCallbackEvent: 'answered' })).toEqual([]);
});

test('a misspelt name, a wrong type, a missing field and a word that is not allowed are found', () => {
  expect(problems({ To: 'a', From: 'b', StatusCalback: 'c' })).toEqual([
    'must NOT have additional properties: StatusCalback',
  ]);
  expect(problems({ To: 'a', From: 'b', Timeout: 'soon' })).toEqual(['Timeout must be integer']);
  expect(problems({ To: 'a' })).toEqual(["must have required property 'From'"]);
  expect(problems({ To: 'a', From: 'b', Method: 'PUT' })).toEqual([
    'Method must be equal to one of the allowed values: GET, POST',
  ]);
});

test.each(['sync_v1', 'taskrouter_v1', 'serverless_v1', 'studio_v2'])(
  "Twilio's own examples of answers fit: %s",
  (id) => {
    let checked = 0;
    for (const { found, status, example } of examples(`twilio_${id}`)) {
      const validate = schemas.answer(found, status);
      if (!validate) continue;
      checked++;
      expect([found.id, validate(example) ? [] : sentences(validate.errors)]).toEqual([found.id, []]);
    }
    expect(checked).toBeGreaterThan(10);
  },
);

/** The answers that an OpenAPI file gives as examples. */
function* examples(id: string) {
  type Described = { content?: Record<string, { examples?: Record<string, { value: unknown }> }> };
  for (const found of specs.operations(id))
    for (const [status, response] of Object.entries(found.responses as Record<string, Described>))
      for (const { value } of Object.values(response.content?.['application/json']?.examples ?? {}))
        yield { found, status: Number(status), example: value };
}

test('what does not fit is counted, kept and told once', () => {
  const found = operation('POST', 'api.twilio.com', CALLS);
  const form = new Form(new URLSearchParams('To=a&From=b&Foo=c'));
  contract.checkRequest(found, { form, query: new Form(new URLSearchParams()) });
  contract.checkAnswer(found, { status: 201, json: { sid: 7 } });
  contract.checkAnswer(found, { status: 400, json: { error: 'no' } });
  expect(contract.report()).toMatchObject({
    checked: { requests: 1, answers: 2, documents: 0 },
    violations: [
      { what: 'request', where: 'CreateCall (POST /2010-04-01/Accounts/{AccountSid}/Calls.json)' },
      { what: 'answer', problems: ['sid must be string'] },
      { what: 'answer', problems: ['an error needs the fields code, message, more_info and status'] },
    ],
  });
  expect(timeline.since(0).map(({ kind }) => kind)).toEqual(['violation', 'violation', 'violation']);
  contract.reset();
  expect(contract.report()).toEqual({
    checked: { requests: 0, answers: 0, documents: 0 },
    violations: [],
    unsupported: [],
  });
});

test('an unknown query parameter is found as well', () => {
  const found = operation('GET', 'api.twilio.com', CALLS);
  const empty = new Form(new URLSearchParams());
  contract.checkRequest(found, {
    form: empty,
    query: new Form(new URLSearchParams('PageSize=5&Staus=busy')),
  });
  expect(contract.report().violations[0]?.problems).toEqual([
    'query: must NOT have additional properties: Staus',
  ]);
});
