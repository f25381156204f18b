import { OWNED, SITE, type TestPhone, twiml, type World, world } from '../testing';
import { LONGEST_DOCUMENT_BYTES } from './document';
import { APPLICATION_ERROR } from './failure';

const ANNA = '+14155550101';
const BEN = '+14155550102';
const CLEO = '+14155550103';

/** Calls Anna, who answers at once, with this TwiML. */
async function run(w: World, document: string, more: Record<string, unknown> = {}): Promise<TestPhone> {
  const anna = w.phone(ANNA);
  anna.whenRung = (leg) => leg.answer();
  await w.client.calls.create({ from: OWNED, to: ANNA, url: w.page('/twiml', document), ...more });
  await w.pass(0.1);
  return anna;
}

const sorry = [...APPLICATION_ERROR.split(/(?<=\.) /)];

test('Say speaks sentence by sentence, in its voice, as often as asked', async () => {
  const w = world();
  const anna = await run(
    w,
    twiml('<Say voice="Polly.Joanna" language="en-GB" loop="2">Good day. Who is it?</Say>'),
  );
  await w.pass(20);
  expect(anna.words).toEqual(['Good day.', 'Who is it?', 'Good day.', 'Who is it?']);
  expect(anna.heard[0]).toMatchObject({
    kind: 'speech',
    voice: 'Polly.Joanna',
    language: 'en-GB',
    seconds: 0.6,
  });
});

test('SSML is read as its words', async () => {
  const w = world();
  const anna = await run(w, twiml('<Say>One <emphasis level="strong">big</emphasis> step</Say>'));
  expect(anna.words).toEqual(['One big step']);
});

test('Play plays recordings and touch tones, Pause is silent', async () => {
  const w = world();
  const anna = await run(w, twiml('<Play>/hello.mp3</Play><Pause length="2"/><Play digits="12w3"/>'));
  await w.pass(20);
  expect(anna.heard).toEqual([
    { kind: 'play', url: `${SITE}/hello.mp3`, loop: 1 },
    { kind: 'silence', seconds: 2 },
    { kind: 'tone', name: 'dtmf', digits: '12' },
    { kind: 'tone', name: 'dtmf', digits: '3' },
  ]);
});

test('Redirect goes to another document, relative to this one', async () => {
  const w = world();
  w.page('/menu/next', twiml('<Say>Next</Say>'));
  const anna = w.phone(ANNA);
  anna.whenRung = (leg) => leg.answer();
  w.page('/menu/first', twiml('<Redirect method="GET">next?x=1</Redirect><Say>Never</Say>'));
  await w.client.calls.create({ from: OWNED, to: ANNA, url: `${SITE}/menu/first` });
  await w.pass(5);
  expect(anna.words).toEqual(['Next']);
  expect(w.kernel.webhooks.sent.at(-1)).toMatchObject({ method: 'GET', url: `${SITE}/menu/next?x=1` });
});

test('Gather takes the number of digits it wants, cutting the prompt short', async () => {
  const w = world();
  w.page('/pressed', twiml('<Say>Thanks</Say>'));
  const anna = await run(
    w,
    twiml(
      '<Gather action="/pressed" numDigits="2"><Say>Please enter two digits, at your leisure.</Say></Gather>',
    ),
  );
  anna.line.press('4');
  await w.pass(1);
  anna.line.press('2');
  await w.pass(0);
  expect(w.sentTo('/pressed')).toEqual([expect.objectContaining({ Digits: '42', msg: 'Gather End' })]);
  await w.pass(5);
  expect(anna.words.at(-1)).toBe('Thanks');
});

test('Gather ends with its key, which is not among the digits', async () => {
  const w = world();
  w.page('/pressed', twiml());
  const anna = await run(w, twiml('<Gather action="/pressed" finishOnKey="*"/>'));
  anna.line.press('1#2*');
  await w.pass(0);
  expect(w.sentTo('/pressed')[0]).toMatchObject({ Digits: '1#2', FinishedOnKey: '*' });
});

test('Gather ends when no more keys come', async () => {
  const w = world();
  w.page('/pressed', twiml());
  const anna = await run(w, twiml('<Gather action="/pressed" timeout="3"/>'));
  anna.line.press('7w8');
  await w.pass(3);
  expect(w.sentTo('/pressed')).toEqual([]);
  await w.pass(1);
  expect(w.sentTo('/pressed')[0]).toMatchObject({ Digits: '78' });
});

test('Gather without an answer goes on after its prompt and its timeout, or says so if asked', async () => {
  const w = world();
  w.page('/pressed', twiml('<Say>Nothing at all</Say>'));
  const anna = await run(w, twiml('<Gather action="/pressed"><Say>Well?</Say></Gather><Say>Goodbye</Say>'));
  await w.pass(5);
  expect(anna.words).toEqual(['Well?']);
  await w.pass(2);
  expect(anna.words).toEqual(['Well?', 'Goodbye']);

  await run(w, twiml('<Gather action="/pressed" actionOnEmptyResult="true" timeout="1"/>'));
  await w.pass(3);
  expect(w.sentTo('/pressed')).toEqual([expect.objectContaining({ Digits: '' })]);
});

test('Gather listens to speech', async () => {
  const w = world();
  w.page('/said', twiml());
  const anna = await run(
    w,
    twiml('<Gather input="dtmf speech" action="/said" speechTimeout="auto" hints="sales" language="en-US"/>'),
  );
  anna.line.say('I want');
  await w.pass(0.5);
  anna.line.say('sales');
  await w.pass(3);
  expect(w.sentTo('/said')).toEqual([
    expect.objectContaining({ SpeechResult: 'I want sales', Confidence: '1.0' }),
  ]);
});

test('Gather asks its own document again when it has no action', async () => {
  const w = world();
  const anna = await run(w, twiml('<Gather numDigits="1"/>'));
  anna.line.press('1');
  await w.pass(0);
  expect(w.sentTo('/twiml').map(({ Digits }) => Digits)).toEqual([undefined, '1']);
});

test('who hangs up while a Gather waits is not asked for more', async () => {
  const w = world();
  const anna = await run(w, twiml('<Gather action="/pressed"/>'));
  anna.line.press('1');
  anna.line.hangup();
  await w.pass(10);
  expect(w.sentTo('/pressed')).toEqual([]);
  expect(w.timersWaiting()).toBe(0);
});

test('Dial connects two people until one hangs up; the action hears how it went', async () => {
  const w = world();
  w.page('/dialled', twiml('<Say>Bye</Say>'));
  const ben = w.phone(BEN);
  const anna = await run(
    w,
    twiml(
      `<Dial action="/dialled" callerId="${OWNED}"><Number statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">${BEN}</Number></Dial>`,
    ),
  );
  expect(anna.sounds).toEqual(['tone:ringing']);
  expect(ben.line.from).toBe(OWNED);
  ben.line.answer();
  await w.pass(1);
  anna.line.say('Hi Ben');
  ben.line.say('Hi Anna');
  expect(ben.words).toEqual(['Hi Ben']);
  expect(anna.words).toEqual(['Hi Anna']);
  await w.pass(9);
  const { callSid } = ben.line;
  ben.line.hangup();
  await w.pass(2);
  expect(w.sentTo('/dialled')[0]).toMatchObject({
    DialCallStatus: 'completed',
    DialCallSid: callSid,
    DialCallDuration: '10',
    DialBridged: 'true',
  });
  expect(anna.words.at(-1)).toBe('Bye');
  expect(w.sentTo('/leg').map(({ CallStatus, Direction }) => [CallStatus, Direction])).toEqual([
    ['initiated', 'outbound-dial'],
    ['ringing', 'outbound-dial'],
    ['in-progress', 'outbound-dial'],
    ['completed', 'outbound-dial'],
  ]);
  const parent = w.sentTo('/twiml')[0]?.CallSid;
  expect(w.sentTo('/leg')[0]).toMatchObject({ ParentCallSid: parent });
  expect(w.timersWaiting()).toBe(0);
});

test.each([
  ['busy', (phone: TestPhone) => phone.line.refuse('busy')],
  ['no-answer', () => undefined],
] as const)('Dial tells of %s and the caller goes on', async (status, act) => {
  const w = world();
  w.page('/dialled', twiml());
  const ben = w.phone(BEN);
  await run(w, twiml(`<Dial action="/dialled" timeout="10">${BEN}</Dial>`));
  act(ben);
  await w.pass(12);
  expect(w.sentTo('/dialled')[0]).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
});

test('a caller who gives up stops the ringing', async () => {
  const w = world();
  const ben = w.phone(BEN);
  const anna = await run(w, twiml(`<Dial action="/dialled">${BEN}</Dial>`));
  anna.line.hangup();
  await w.pass(1);
  expect(ben.ends).toEqual(['canceled']);
  expect(w.timersWaiting()).toBe(0);
});

test('several numbers ring together; the first to answer has the call', async () => {
  const w = world();
  const ben = w.phone(BEN);
  const cleo = w.phone(CLEO);
  const anna = await run(w, twiml(`<Dial><Number>${BEN}</Number><Number>${CLEO}</Number></Dial>`));
  cleo.line.answer();
  await w.pass(0);
  expect(ben.ends).toEqual(['canceled']);
  anna.line.say('Cleo?');
  expect(cleo.words).toEqual(['Cleo?']);
});

test('sequential numbers ring one after the other', async () => {
  const w = world();
  const ben = w.phone(BEN);
  const cleo = w.phone(CLEO);
  await run(w, twiml(`<Dial sequential="true"><Number>${BEN}</Number><Number>${CLEO}</Number></Dial>`));
  expect([ben.rang, cleo.rang]).toEqual([1, 0]);
  ben.line.refuse('busy');
  await w.pass(0);
  expect(cleo.rang).toBe(1);
});

test('the one who is called hears a whisper first, and may decline', async () => {
  const w = world();
  w.page(
    '/whisper',
    twiml('<Gather numDigits="1" action="/accept"><Say>Press a key.</Say></Gather><Hangup/>'),
  );
  w.page('/accept', twiml('<Say>Connecting</Say>'));
  w.page('/dialled', twiml());
  const ben = w.phone(BEN);
  ben.whenRung = (leg) => leg.answer();
  const document = twiml(`<Dial action="/dialled"><Number url="/whisper">${BEN}</Number></Dial>`);
  const anna = await run(w, document);
  anna.line.say('Too early');
  expect(ben.words).toEqual(['Press a key.']);
  ben.line.press('1');
  await w.pass(2);
  anna.line.say('Now');
  expect(ben.words).toEqual(['Press a key.', 'Connecting', 'Now']);
  anna.line.hangup();
  await w.pass(1);

  await run(w, document);
  await w.pass(10);
  expect(ben.ends).toEqual(['completed', 'completed']);
  expect(w.sentTo('/dialled').at(-1)).toMatchObject({ DialBridged: 'false' });
});

test('a star ends the dial where hangupOnStar says so; a time limit ends it too', async () => {
  const w = world();
  const ben = w.phone(BEN);
  ben.whenRung = (leg) => leg.answer();
  const anna = await run(w, twiml(`<Dial hangupOnStar="true">${BEN}</Dial><Say>Next</Say>`));
  anna.line.press('*');
  await w.pass(1);
  expect(anna.words).toEqual(['Next']);
  await run(w, twiml(`<Dial timeLimit="5">${BEN}</Dial><Say>Over</Say>`));
  await w.pass(6);
  expect(anna.words.at(-1)).toBe('Over');
});

test('a caller id that is not the account’s is refused: 13214', async () => {
  const w = world();
  const anna = await run(w, twiml(`<Dial callerId="+12025550123">${BEN}</Dial>`));
  expect(anna.words).toEqual(sorry.slice(0, 1));
  expect(w.violations()[0]).toContain('Error 13214');
});

test.each([
  ['<Record transcribe="true"/>', 'does not transcribe'],
  ['<Sing>la</Sing>', 'does not support <Sing>'],
  ['<Say pitch="high">x</Say>', '<Say> has no attribute pitch'],
  ['<Gather partialResultCallback="/x"/>', 'attribute partialResultCallback of <Gather>'],
  [
    '<Dial record="record-from-answer"><Conference>x</Conference></Dial>',
    'a <Conference> has its own record',
  ],
  ['<Dial><Sip>sip:a@b</Sip></Dial>', 'does not support <Sip> in <Dial>'],
  ['<Dial>nobody</Dial>', 'invalid phone number'],
  ['<Say>unfinished', 'cannot be read'],
])('%s ends the call with an apology', async (verb, complaint) => {
  const w = world();
  const anna = await run(w, `<Response>${verb}</Response>`);
  await w.pass(10);
  expect(anna.words).toEqual(sorry);
  expect(anna.ends).toEqual(['completed']);
  expect(w.violations()[0]).toContain(complaint);
});

test('an invalid value is a violation and counts as absent', async () => {
  const w = world();
  const anna = await run(w, twiml('<Say loop="often">Once</Say>'));
  await w.pass(3);
  expect(anna.words).toEqual(['Once']);
  expect(w.violations()).toEqual(['<Say> has an invalid loop: "often"']);
});

test.each([
  ['an HTTP error', { status: 500, errorCode: 11200 }, 'Error 11200'],
  ['no answer', { status: 0, errorCode: 11205 }, 'Error 11205'],
  ['a type that is not TwiML', { contentType: 'application/json', body: '{}' }, 'Error 12300'],
  ['too much', { body: twiml('x'.repeat(LONGEST_DOCUMENT_BYTES)) }, 'Error 11750'],
  ['another document', { body: '<Answer/>' }, 'Error 12100'],
])('%s: the fallback is asked, with what went wrong', async (_name, answer, error) => {
  const w = world();
  w.page('/broken', answer);
  w.page('/fallback', twiml('<Say>One moment</Say>'));
  const anna = w.phone(ANNA);
  anna.whenRung = (leg) => leg.answer();
  await w.client.calls.create({
    from: OWNED,
    to: ANNA,
    url: `${SITE}/broken`,
    fallbackUrl: `${SITE}/fallback`,
  });
  await w.pass(5);
  expect(anna.words).toEqual(['One moment']);
  expect(w.sentTo('/fallback')[0]).toMatchObject({ ErrorCode: error.slice(6), ErrorUrl: `${SITE}/broken` });
  expect(w.violations()[0]).toContain(error);
});

test('without a fallback, or when that fails too, Twilio apologises and hangs up', async () => {
  const w = world();
  const anna = await run(w, twiml('<Redirect>/missing</Redirect>'), { fallbackUrl: `${SITE}/missing-too` });
  await w.pass(10);
  expect(anna.words).toEqual(sorry);
  expect(anna.ends).toEqual(['completed']);
});

test('plain text is spoken, audio is played', async () => {
  const w = world();
  w.page('/text', { contentType: 'text/plain', body: 'Just words' });
  w.page('/audio', { contentType: 'audio/mpeg', body: '' });
  const anna = await run(w, twiml('<Redirect>/text</Redirect>'));
  await w.pass(5);
  await run(w, twiml('<Redirect>/audio</Redirect>'));
  await w.pass(10);
  expect(anna.words).toEqual(['Just words']);
  expect(anna.heard.at(-1)).toMatchObject({ kind: 'play', url: `${SITE}/audio` });
});

test('inline TwiML has no address: a relative URL in it is an error', async () => {
  const w = world();
  const anna = w.phone(ANNA);
  anna.whenRung = (leg) => leg.answer();
  await w.client.calls.create({
    from: OWNED,
    to: ANNA,
    twiml: twiml('<Say>Hello</Say><Redirect>/next</Redirect>'),
  });
  await w.pass(10);
  expect(anna.words).toEqual(['Hello', ...sorry]);
  expect(w.violations()[0]).toContain('Error 11100');
});

test('what the document check finds becomes a violation', async () => {
  const w = world({ checkTwiml: (document, where) => [`${where}: <${document.name}> looks odd`] });
  await run(w, twiml('<Hangup/>'));
  expect(w.violations()).toEqual([`TwiML: ${SITE}/twiml: <Response> looks odd`]);
});

test('answering machine detection holds the TwiML back until it knows', async () => {
  const w = world();
  const anna = w.phone(ANNA);
  anna.whenRung = (leg) => leg.answer('machine');
  await w.client.calls.create({
    from: OWNED,
    to: ANNA,
    url: w.page('/twiml', twiml('<Say>Hello</Say>')),
    machineDetection: 'DetectMessageEnd',
    statusCallback: `${SITE}/status`,
  });
  await w.pass(7);
  expect(anna.words).toEqual([]);
  await w.pass(5);
  expect(w.sentTo('/twiml')[0]).toMatchObject({
    AnsweredBy: 'machine_end_beep',
    MachineDetectionDuration: '8000',
  });
  expect(w.sentTo('/status')[0]).toMatchObject({ AnsweredBy: 'machine_end_beep' });
});

test('asynchronous detection does not', async () => {
  const w = world();
  const anna = w.phone(ANNA);
  anna.whenRung = (leg) => leg.answer();
  await w.client.calls.create({
    from: OWNED,
    to: ANNA,
    url: w.page('/twiml', twiml('<Pause length="20"/>')),
    machineDetection: 'Enable',
    asyncAmd: 'true',
    asyncAmdStatusCallback: `${SITE}/amd`,
  });
  await w.pass(1);
  expect(w.sentTo('/twiml')).toHaveLength(1);
  await w.pass(3);
  expect(w.sentTo('/amd')[0]).toMatchObject({ AnsweredBy: 'human' });
});

test('digits to send are sent before the TwiML begins', async () => {
  const w = world();
  const anna = await run(w, twiml('<Say>Hello</Say>'), { sendDigits: 'ww12#' });
  expect(anna.heard).toEqual([]);
  await w.pass(3);
  expect(anna.sounds).toEqual(['tone:dtmf', 'speech']);
});
