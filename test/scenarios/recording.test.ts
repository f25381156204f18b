import { until } from '../../scripts/client';
import { Telephone } from '../../scripts/telephone';
import type { CallView, RecordedView } from '../../src/calls/contract';
import { Account } from '../harness/account';
import { Scene } from '../harness/call';
import { Controlled, GRACE } from '../harness/control';
import { tonesOf, windowsBetween } from '../harness/tones';
import { ADA, CARL, useWorld } from '../harness/world';

const PAUSE_SECONDS = 30;
const world = useWorld({
  RECORDING: 'ask',
  RECORDING_PAUSE_SECONDS: String(PAUSE_SECONDS),
  SUPERVISOR_EMAILS: GRACE.email,
});
const telephones: Telephone[] = [];
afterEach(async () => {
  await Promise.all(telephones.splice(0).map((telephone) => telephone.close()));
});

const TONE = { ada: 500, carl: 1300, grace: 2100 };
const TONES = Object.values(TONE);
const wait = (seconds: number) => new Promise((done) => setTimeout(done, seconds * 1000));

async function sings(number: string, hertz: number): Promise<void> {
  telephones.push(await Telephone.at(world.client(), number, hertz));
}

/** The recording once it can be played. */
async function ready(call: Controlled): Promise<RecordedView> {
  let found: RecordedView | undefined;
  await until('the recording can be played', async () => {
    await world.advance(1);
    found = (await call.scene.seen())?.recordings?.at(-1);
    return found?.ready === true;
  });
  if (found === undefined) throw new Error('there is no recording');
  return found;
}

const link = async (call: Controlled, recording: string): Promise<string> =>
  String(
    (await call.scene.client.must('/voice/recordings/link', { callId: call.callId, recording })).data.url,
  );

async function fetched(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(world.app + path, { headers });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

const marksOf = (view: CallView | undefined) =>
  (view?.recordingMarks ?? []).map(({ at, by, what }) => ({ at: Date.parse(at), by, what }));

test('the customer is on one channel and all others on the other, a pause is silence, and a whisper is nowhere', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  const client = await world.signedUp(GRACE.email, GRACE.phone);
  const grace = world.phone(GRACE.phone);
  await call.do('/supervise/whisper', { device: 'phone' }, client);
  await grace.answer();
  await grace.hears('press any key');
  await grace.press('1');
  await grace.talksWith(call.scene.ada);
  await sings(ADA.phone, TONE.ada);
  await sings(CARL.phone, TONE.carl);
  await sings(GRACE.phone, TONE.grace);

  await call.do('/voice/recordings/start');
  await call.scene.carl.hears('this call is recorded');
  await call.shows('it is recorded', ({ recording }) => recording?.state === 'on');
  await wait(3);
  const paused = await call.do('/voice/recordings/pause');
  expect(paused.recording?.state).toBe('paused');
  await wait(2);
  expect((await call.do('/voice/recordings/resume')).recording?.state).toBe('on');
  await wait(3);
  await call.do('/voice/recordings/stop');
  const { id, seconds = 0 } = await ready(call);
  expect(seconds).toBeGreaterThanOrEqual(5);

  const { response, bytes } = await fetched(await link(call, id));
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/wav']);
  // Twilio tells whole seconds: when its first sample was taken, the emulator's timeline knows.
  const begun = (await world.timeline('call')).find(({ data }) => data?.event === 'in-progress');
  const since = ({ at }: { at: number }) => (at - Date.parse(begun?.at ?? '')) / 1000;
  const [, pause, resume, stop] = marksOf(await call.scene.seen()).map(since);
  for (const [channel, tone] of [
    [0, TONE.carl],
    [1, TONE.ada],
  ] as const) {
    const tones = tonesOf(bytes, channel, TONES);
    const before = windowsBetween(tones, 0, pause ?? 0);
    const between = windowsBetween(tones, pause ?? 0, resume ?? 0);
    const after = windowsBetween(tones, (resume ?? 0) + 0.4, stop ?? 0);
    // A machine that is busy with something else leaves gaps, but never anybody's tone on a channel of others.
    for (const part of [before, after]) {
      expect(part.filter(({ length }) => length > 0).length).toBeGreaterThan(3);
      expect({ channel, tones: [...new Set(part.flat())] }).toEqual({ channel, tones: [tone] });
    }
    expect(between.length).toBeGreaterThan(3);
    expect({ channel, between: between.flat() }).toEqual({ channel, between: [] });
  }
});

test('a recording is played in parts, by a link that opens nothing else, for those who may', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  const { sid, authToken } = world.local.emulator.kernel.account;
  await call.do('/voice/recordings/start');
  await call.shows('it is recorded', ({ recording }) => recording?.state === 'on');
  await call.scene.carl.say('My name is Carl');
  await world.advance(100);
  const [{ id: running = '' } = {}] = (await call.scene.seen())?.recordings ?? [];
  expect(await call.refused('/voice/recordings/link', { recording: running })).toEqual([
    409,
    'recording_not_ready',
  ]);
  await call.do('/voice/recordings/stop');
  const { id, seconds = 0 } = await ready(call);
  expect([id, seconds]).toEqual([running, expect.any(Number)]);
  await call.scene.carl.hangup();
  await call.scene.endsWith({ outcome: 'talked' });

  const path = await link(call, id);
  const whole = await fetched(path);
  expect([whole.response.status, JSON.parse(whole.bytes.toString()).code]).toEqual([
    413,
    'recording_too_long',
  ]);
  const first = await fetched(path, { range: 'bytes=0-' });
  const [, total = ''] =
    /^bytes 0-2097151\/(\d+)$/.exec(first.response.headers.get('content-range') ?? '') ?? [];
  expect([first.response.status, first.bytes.length, first.bytes.toString('latin1', 0, 4)]).toEqual([
    206,
    2_097_152,
    'RIFF',
  ]);
  expect(Number(total)).toBe(first.bytes.readUInt32LE(4) + 8);
  const rest = await fetched(path, { range: `bytes=2097152-${Number(total) - 1}` });
  expect([rest.response.status, rest.bytes.length]).toEqual([206, Number(total) - 2_097_152]);
  const two = await fetched(path, { range: 'bytes=8-11' });
  expect([two.bytes.toString(), two.response.headers.get('content-range')]).toEqual([
    'WAVE',
    `bytes 8-11/${total}`,
  ]);
  const outside = await fetched(path, { range: `bytes=${total}-` });
  expect([outside.response.status, outside.response.headers.get('content-range')]).toEqual([
    416,
    `bytes */${total}`,
  ]);
  for (const { response, bytes } of [first, two, outside, whole]) {
    const told = `${JSON.stringify([...response.headers])} ${path} ${bytes.toString('latin1', 0, 200)}`;
    for (const secret of [sid, authToken, 'api.twilio.com']) expect(told).not.toContain(secret);
    expect(response.headers.get('cache-control')).toMatch(/no-store/);
  }

  const eve = await world.signedUp('eve@example.com', '+14155550132');
  expect((await eve.post('/voice/recordings/link', { callId: call.callId, recording: id })).code).toBe(
    'not_found',
  );
  const grace = await world.signedUp(GRACE.email, GRACE.phone);
  const { data } = await call.scene.client.must('/session/me');
  const agent = (data.agent as { id: string }).id;
  const hers = await grace.must('/voice/recordings/link', { callId: call.callId, recording: id, agent });
  expect((await fetched(String(hers.data.url), { range: 'bytes=0-3' })).bytes.toString()).toBe('RIFF');

  const account = new Account(world);
  await account.deleteRecording(id);
  await account.close();
  const gone = await fetched(path, { range: 'bytes=0-3' });
  expect([gone.response.status, JSON.parse(gone.bytes.toString()).code]).toEqual([410, 'recording_deleted']);
});

test('a pause that is forgotten ends by itself, with nobody looking; the call ends, and with it the recording', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  await call.do('/voice/recordings/start');
  await call.shows('it is recorded', ({ recording }) => recording?.state === 'on');
  await call.do('/voice/recordings/pause');
  expect(await call.refused('/voice/recordings/start')).toEqual([200, undefined]);
  const events = () => world.timeline('call');
  const resumed = async () => (await events()).some(({ data }) => data?.event === 'resumed');
  await world.advance(PAUSE_SECONDS - 5);
  expect(await resumed()).toBe(false);
  await world.advance(10);
  await until('the recording goes on', resumed);
  await call.shows('it goes on', ({ recording }) => recording?.state === 'on');
  expect(marksOf(await call.scene.seen()).map(({ what, by }) => [what, by])).toEqual([
    ['start', ADA.email],
    ['pause', ADA.email],
    ['resume', undefined],
  ]);
  expect(await call.refused('/voice/recordings/resume')).toEqual([409, 'not_paused']);
  expect((await call.do('/voice/recordings/status')).recording?.state).toBe('on');
  await call.scene.carl.hangup();
  await call.scene.endsWith({ outcome: 'talked' });
  expect(await ready(call)).toMatchObject({ ready: true, seconds: expect.any(Number) });
  expect((await call.scene.seen())?.recording).toBeUndefined();
});
