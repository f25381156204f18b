import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { parseXml } from '../../xml';
import { TwimlGrammar, type TwimlKind } from './twiml';

const grammar = new TwimlGrammar();
const check = (body: string, kind: TwimlKind = 'voice') =>
  grammar.check(parseXml(`<Response>${body}</Response>`), kind);

test('the grammar has the elements and attributes of the twilio package', () => {
  const { root, rules } = grammar.of('voice');
  expect(Object.keys(rules).length).toBeGreaterThan(55);
  expect(rules[root]?.children).toMatchObject({ Dial: 'Dial', Say: 'Say', Gather: 'Gather' });
  expect(rules.Conference?.attributes.beep).toEqual({ words: ['true', 'false', 'onEnter', 'onExit'] });
  expect(rules.Gather?.attributes.numDigits).toEqual({ number: true });
  expect(Object.keys(rules.ConversationRelay?.attributes ?? {})).not.toContain('speechtimeout');
});

test('what the SDK writes is taken', () => {
  const response = new VoiceResponse();
  const gather = response.gather({
    input: ['dtmf', 'speech'],
    numDigits: 1,
    action: '/next',
    method: 'POST',
  });
  gather.say({ voice: 'alice', loop: 2 }, 'Press a key').break({ strength: 'weak' });
  gather.pause({ length: 1 });
  response
    .dial({ callerId: '+14155550199', answerOnBridge: true })
    .conference(
      { beep: 'onEnter', endConferenceOnExit: true, statusCallbackEvent: ['start', 'end'] },
      'room',
    );
  response.redirect({ method: 'GET' }, '/again');
  response.hangup();
  expect(grammar.check(parseXml(response.toString()), 'voice')).toEqual([]);
});

test.each([
  ['<say>Hi</say>', 'Response > say: does not exist here; Say does'],
  ['<Shout>Hi</Shout>', 'Response > Shout: does not exist here'],
  ['<Say voices="man">Hi</Say>', 'Response > Say: the attribute voices does not exist here'],
  [
    '<Gather numdigits="1"/>',
    'Response > Gather: the attribute numdigits does not exist here; numDigits does',
  ],
  ['<Gather timeout="soon"/>', 'Response > Gather: the attribute timeout is "soon"; it takes a number'],
  [
    '<Gather input="dtmf smell"/>',
    'Response > Gather: the attribute input is "dtmf smell"; it takes dtmf, speech',
  ],
  ['<Gather><Dial/></Gather>', 'Response > Gather > Dial: does not exist here'],
  [
    '<Dial answerOnBridge="yes"/>',
    'Response > Dial: the attribute answerOnBridge is "yes"; it takes true or false',
  ],
  [
    '<Redirect method="PUT">/x</Redirect>',
    'Response > Redirect: the attribute method is "PUT"; it takes GET, POST',
  ],
  ['Hello', 'Response: text may not stand here ("Hello")'],
  ['<Message>Hi</Message>', 'Response > Message: does not exist here'],
])('%s is refused', (body, problem) => {
  expect(check(body)).toEqual([problem]);
});

test('messaging has a grammar of its own', () => {
  expect(
    check('<Message to="+14155550101"><Body>Hi</Body><Media>/a.png</Media></Message>', 'messaging'),
  ).toEqual([]);
  expect(check('<Say>Hi</Say>', 'messaging')).toEqual(['Response > Say: does not exist here']);
});

test('a document that is no Response is refused', () => {
  expect(grammar.check(parseXml('<Play>/a.mp3</Play>'), 'voice')).toEqual([
    'the document begins with <Play>, not with <Response>',
  ]);
});

test('the grammar is kept for the next start, and derived anew when the file is spoilt', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'grammar-'));
  try {
    const derived = new TwimlGrammar(folder).of('messaging');
    const [file = ''] = readdirSync(folder);
    expect(new TwimlGrammar(folder).of('messaging')).toEqual(derived);
    writeFileSync(path.join(folder, file), '{');
    expect(new TwimlGrammar(folder).of('messaging')).toEqual(derived);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
