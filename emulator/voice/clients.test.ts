import type { CallEnd } from './audio';
import type { Place, Sound } from './device';
import { AudioHub } from './media/hub';
import { OWNED, SITE, twiml, type World, world } from './testing';

const ANNA = '+14155550101';
const BEN = '+14155550102';
const ADA = 'client:ada';
const BOB = 'client:bob';

const application = async (w: World, ...verbs: string[]): Promise<string> =>
  (await w.client.applications.create({ friendlyName: 'Page', voiceUrl: w.page('/page', twiml(...verbs)) }))
    .sid;

/** Ada's page calls the application. */
const call = (w: World, sid: string, parameters: Record<string, string> = {}) => {
  const line = w.voice.engine.callApplication(w.phone(ADA), sid, parameters);
  if (!line) throw new Error('there is no such application');
  return line;
};

/** Whom the person at `address` hears, by address. */
const heardAt = (w: World, address: string, callSid: string): string[] =>
  w.voice.engine
    .heardBy({ callSid, address })
    .map((end: CallEnd) => end.address)
    .sort();

test("a page's call asks the application, in Twilio's words and its own", async () => {
  const w = world();
  const line = call(w, await application(w, '<Say>Hello</Say>'), {
    To: 'sales desk',
    team: 'north',
    From: ANNA,
    Direction: 'outbound-api',
    AccountSid: 'AC-mine',
  });
  await w.pass(3);
  expect(w.sentTo('/page')).toEqual([
    expect.objectContaining({
      CallSid: line.callSid,
      AccountSid: w.kernel.account.sid,
      ApplicationSid: expect.stringMatching(/^AP/),
      From: ADA,
      To: 'sales desk',
      Direction: 'inbound',
      team: 'north',
    }),
  ]);
  expect(w.phone(ADA).words).toEqual(['Hello']);
  expect(w.violations()).toEqual([]);
});

test('an application that does not exist cannot be called', () => {
  const w = world();
  expect(w.voice.engine.callApplication(w.phone(ADA), `AP${'0'.repeat(32)}`, {})).toBeUndefined();
});

test('<Client> rings a page with custom parameters, and tells its status', async () => {
  const w = world();
  const bob = w.phone(BOB);
  call(
    w,
    await application(
      w,
      `<Dial><Client statusCallback="${SITE}/status" statusCallbackEvent="ringing answered completed">
        <Identity>bob</Identity><Parameter name="topic" value="loans"/><Parameter name="n" value="7"/>
      </Client></Dial>`,
    ),
  );
  await w.pass(1);
  expect(bob.line).toMatchObject({ from: ADA, to: BOB, parameters: { topic: 'loans', n: '7' } });
  bob.line.answer();
  await w.pass(1);
  bob.line.hangup();
  await w.pass(1);
  expect(w.sentTo('/status').map(({ CallStatus }) => CallStatus)).toEqual([
    'ringing',
    'in-progress',
    'completed',
  ]);
  expect(w.violations()).toEqual([]);
});

test('a page and a telephone may ring together; the first to answer talks', async () => {
  const w = world();
  const line = call(
    w,
    await application(w, `<Dial callerId="${OWNED}"><Client>bob</Client><Number>${BEN}</Number></Dial>`),
  );
  w.phone(BEN);
  const bob = w.phone(BOB);
  await w.pass(1);
  bob.line.answer();
  const bobs = bob.line.callSid;
  await w.pass(1);
  expect(w.phone(BEN).ends).toEqual(['canceled']);
  expect(heardAt(w, ADA, line.callSid)).toEqual([BOB]);
  expect(heardAt(w, BOB, bobs)).toEqual([ADA]);
});

test('a page that is registered nowhere does not answer', async () => {
  const w = world();
  w.phone(BOB).whenRung = (leg) => leg.refuse('unavailable');
  call(w, await application(w, `<Dial action="${SITE}/after"><Client>bob</Client></Dial>`));
  w.page('/after', twiml());
  await w.pass(2);
  expect(w.sentTo('/after')).toEqual([expect.objectContaining({ DialCallStatus: 'no-answer' })]);
});

test.each([
  ['an identity with a blank in it', '<Dial><Client>bob smith</Client></Dial>', '13225'],
  ['an element nobody knows', '<Dial><Client><Name>bob</Name></Client></Dial>', '12100'],
  ['a telephone without a number to show', `<Dial>${BEN}</Dial>`, '13214'],
])('%s is refused', async (_what, verb, code) => {
  const w = world();
  w.phone(BEN);
  call(w, await application(w, verb));
  await w.pass(2);
  expect(w.violations()).toEqual([expect.stringContaining(`Error ${code}`)]);
});

test('REST calls a page with parameters in the address', async () => {
  const w = world();
  const made = await w.client.calls.create({
    to: 'client:bob?topic=loans&note=a%20b',
    from: OWNED,
    twiml: twiml('<Say>Hello</Say>'),
  });
  await w.pass(1);
  expect(w.phone(BOB).rang).toBe(0);
  w.phone(BOB);
  await w.client.calls.create({ to: 'client:bob?topic=loans&note=a%20b', from: OWNED, twiml: twiml() });
  await w.pass(1);
  expect(w.phone(BOB).line).toMatchObject({ to: BOB, parameters: { topic: 'loans', note: 'a b' } });
  expect((await w.client.calls(made.sid).fetch()).to).toBe(BOB);
});

test('who hears whom follows hold, mute and coaching, and ends with the call', async () => {
  const w = world();
  const room = await application(w, '<Dial><Conference beep="false">room</Conference></Dial>');
  const lines = [ADA, BOB].map((address) => {
    const line = w.voice.engine.callApplication(w.phone(address), room, {});
    if (!line) throw new Error('there is no such application');
    return line;
  });
  const [ada, bob] = lines.map(({ callSid }) => callSid) as [string, string];
  expect(heardAt(w, ADA, ada)).toEqual([]);
  await w.pass(1);
  expect(heardAt(w, ADA, ada)).toEqual([BOB]);
  const [conference] = await w.client.conferences.list();
  const participants = w.client.conferences(conference?.sid ?? '').participants;
  await participants(bob).update({ muted: true });
  expect(heardAt(w, ADA, ada)).toEqual([]);
  expect(heardAt(w, BOB, bob)).toEqual([ADA]);
  await participants(bob).update({ muted: false, hold: true });
  expect(heardAt(w, BOB, bob)).toEqual([]);
  lines[1]?.hangup();
  await w.pass(1);
  expect(heardAt(w, ADA, ada)).toEqual([]);
});

test('two telephones that call each other directly hear each other once they talk', async () => {
  const w = world();
  w.phone(BEN);
  const line = w.voice.engine.placeCall(w.phone(ANNA), BEN);
  await w.pass(1);
  expect(heardAt(w, ANNA, line.callSid)).toEqual([]);
  w.phone(BEN).line.answer();
  expect(heardAt(w, ANNA, line.callSid)).toEqual([BEN]);
  expect(heardAt(w, BEN, line.callSid)).toEqual([ANNA]);
});

test('all that is heard is told to the audio, and when it is over', async () => {
  const told: string[] = [];
  class Told extends AudioHub {
    override hear({ address }: CallEnd, sound: Sound): void {
      told.push(`${address} ${sound.kind}`);
    }
    override hush({ address }: CallEnd): void {
      told.push(`${address} hush`);
    }
    override placed({ address }: CallEnd, { kind }: Place): void {
      told.push(`${address} in ${kind}`);
    }
    override over({ address }: CallEnd): void {
      told.push(`${address} over`);
    }
  }
  const w = world({ audio: new Told() });
  call(w, await application(w, '<Say>Hello</Say>'));
  await w.pass(3);
  expect(told).toEqual([`${ADA} tone`, `${ADA} in twiml`, `${ADA} speech`, `${ADA} over`]);
});
