import type { Answered } from '../../testing/invoke';
import { ADA, BOB, later, refused } from '../testing';
import { hurryUp } from '../testing-faults';
import { Recorded } from './testing';

hurryUp();

const state = (answer: { body: { data: Record<string, unknown> } }) =>
  (answer.body.data?.call as { recording?: { state: string } } | undefined)?.recording?.state;
const failure = ({ status, body }: Answered) => [status, body.code];
const marks = async (stage: Recorded) =>
  (await stage.view()).recordingMarks?.map(({ what, by }) => `${what} ${by ?? '-'}`);

test('an agent begins, pauses, resumes and stops; who did what stays with the call', async () => {
  const stage = new Recorded();
  await stage.theyTalk();
  const begun = await stage.clicks('start');
  expect([begun.status, state(begun)]).toEqual([200, 'starting']);
  expect([stage.recordings.running.length, stage.recordings.said]).toEqual([1, 1]);
  await stage.settles();
  expect((await stage.view()).recording).toMatchObject({ state: 'on' });

  const paused = await stage.clicks('pause');
  expect([paused.status, state(paused), stage.only.status]).toEqual([200, 'paused', 'paused']);
  const { resumesAt = '' } = (await stage.view()).recording ?? {};
  expect((Date.parse(resumesAt) - Date.now()) / 1000).toBeGreaterThan(55);

  const resumed = await stage.clicks('resume');
  expect([resumed.status, state(resumed), stage.only.status]).toEqual([200, 'on', 'in-progress']);
  const stopped = await stage.clicks('stop');
  expect([stopped.status, state(stopped), stage.only.status]).toEqual([200, undefined, 'stopped']);
  await stage.settles();
  expect((await stage.view()).recordings).toMatchObject([{ id: stage.only.sid, seconds: 7, ready: true }]);
  expect(await marks(stage)).toEqual(
    ['start', 'pause', 'resume', 'stop'].map((what) => `${what} ${ADA.email}`),
  );
});

test('what each action costs', async () => {
  const stage = new Recorded();
  await stage.theyTalk();
  const costs: Record<string, number> = {};
  for (const what of ['start', 'pause', 'resume', 'stop'] as const) {
    await stage.clicks(what);
    costs[what] = stage.cost;
    await stage.settles();
  }
  expect(costs).toEqual({ start: 3, pause: 3, resume: 3, stop: 3 });
  for (const fields of [{}, { agent: undefined }])
    for (const what of ['start', 'pause', 'pause', 'resume', 'stop'] as const) {
      expect((await stage.supervises(what, BOB, fields)).status).toBe(200);
      expect({ what, cost: stage.cost }).toEqual({ what, cost: 3 });
      await stage.settles();
    }
});

test('two clicks are one: of each action, by the same person', async () => {
  const stage = new Recorded();
  await stage.theyTalk();
  for (const what of ['start', 'pause', 'resume', 'stop'] as const) {
    const answers = await Promise.all([stage.clicks(what), stage.clicks(what)]);
    expect([what, ...answers.map(({ status }) => status)]).toEqual([what, 200, 200]);
    await stage.settles();
  }
  for (const what of ['resume', 'stop'] as const)
    expect(failure(await stage.clicks(what))[0]).toBe(what === 'stop' ? 200 : 409);
  expect(stage.recordings.all).toHaveLength(1);
  expect((await stage.view()).recordingMarks?.map(({ what }) => what)).toEqual([
    'start',
    'pause',
    'resume',
    'stop',
  ]);
});

test('what is not so cannot be ended: the call stays as it is', async () => {
  const stage = new Recorded();
  await stage.theyTalk();
  for (const what of ['pause', 'resume', 'stop'] as const)
    expect(failure(await stage.clicks(what))).toEqual([409, 'not_recording']);
  await stage.clicks('start');
  await stage.settles();
  expect(failure(await stage.clicks('resume'))).toEqual([409, 'not_paused']);
  expect(await marks(stage)).toEqual([`start ${ADA.email}`]);
});

test('before they talk there is nothing to record', async () => {
  const stage = new Recorded();
  await stage.carlRings();
  stage.callId = (await stage.view()).id;
  expect(failure(await stage.clicks('start'))).toEqual([409, 'not_connected']);
  expect(stage.recordings.all).toEqual([]);
});

test('where nothing is recorded, nobody begins it', async () => {
  const stage = new Recorded({ RECORDING: 'off' });
  await stage.theyTalk();
  expect(failure(await stage.clicks('start'))).toEqual([422, 'recording_off']);
  expect(stage.recordings.all).toEqual([]);
});

test('where every call is recorded it begins by itself, and only a supervisor stops it for good', async () => {
  const stage = new Recorded({ RECORDING: 'always' });
  const lines = await stage.theyTalk();
  await stage.settles();
  expect(stage.only.status).toBe('in-progress');
  expect(await marks(stage)).toEqual(['start -']);
  expect(failure(await stage.clicks('stop'))).toEqual([403, 'recording_required']);
  expect((await stage.clicks('pause')).status).toBe(200);
  expect((await stage.supervises('stop', BOB)).status).toBe(200);
  await stage.settles();
  await stage.reports(lines.ada, 'in-progress');
  expect(stage.recordings.running).toEqual([]);
  expect(await marks(stage)).toEqual(['start -', `pause ${ADA.email}`, `stop ${BOB.email}`]);
});

test('nobody is told where the greeting has told it', async () => {
  const stage = new Recorded({ RECORDING_NOTICE: 'false' });
  await stage.theyTalk();
  expect(await stage.counting(() => stage.clicks('start'))).toBe(3);
  expect([stage.recordings.said, stage.recordings.running.length]).toEqual([0, 1]);
});

test('a forgotten pause ends by its timer, with nobody there', async () => {
  const stage = new Recorded();
  await stage.recorded();
  await stage.clicks('pause');
  expect(stage.recordings.timers).toMatchObject([
    { timer: 'recording-pause', agent: ADA.id, call: stage.callId },
  ]);
  await stage.timersFire();
  expect(stage.only.status).toBe('in-progress');
  expect((await stage.view()).recording).toMatchObject({ state: 'on' });
  expect(await marks(stage)).toEqual([`start ${ADA.email}`, `pause ${ADA.email}`, 'resume -']);
});

test('a pause that was extended ends when it was extended to', async () => {
  const stage = new Recorded();
  await stage.recorded();
  await stage.clicks('pause');
  later(30);
  await stage.clicks('pause');
  const [first, second] = stage.recordings.timers.splice(0);
  stage.recordings.timers.push(first ?? {});
  await stage.timersFire();
  expect(stage.only.status).toBe('paused');
  stage.recordings.timers.push(second ?? {});
  await stage.timersFire();
  expect(stage.only.status).toBe('in-progress');
  expect(await marks(stage)).toEqual([`start ${ADA.email}`, `pause ${ADA.email}`, 'resume -']);
});

test('without TaskRouter whoever looks ends a pause whose time is over', async () => {
  const stage = new Recorded({ WORKFLOW_SID: '', WORKSPACE_SID: '' });
  await stage.recorded();
  await stage.clicks('pause');
  expect(stage.recordings.timers).toEqual([]);
  later(61);
  const looked = await stage.clicks('status');
  expect([looked.status, stage.only.status]).toEqual([200, 'in-progress']);
});

test('a recording that was begun just now is paused before Twilio has reported it', async () => {
  const stage = new Recorded();
  await stage.theyTalk();
  await stage.clicks('start');
  expect(state(await stage.clicks('pause'))).toBe('paused');
  expect(stage.only.status).toBe('paused');
  await stage.settles();
  expect((await stage.view()).recording).toMatchObject({ state: 'paused' });
});

test('a lost answer to the beginning begins no second recording, and it is found', async () => {
  const stage = new Recorded();
  await stage.theyTalk();
  stage.twilio.lose = ({ method, url }) =>
    method === 'post' && url.endsWith('/Recordings.json')
      ? Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
      : undefined;
  // It begins with the words that tell of it, after the click.
  expect((await stage.clicks('start')).status).toBe(200);
  stage.twilio.lose = () => undefined;
  expect((await stage.clicks('start')).status).toBe(200);
  expect(stage.recordings.all).toHaveLength(1);
  expect((await stage.view()).recording?.state).toBe('on');
});

test('what Twilio refuses to record is not tried again, and another click may', async () => {
  const stage = new Recorded();
  await stage.theyTalk();
  stage.fault = ({ method, url }) =>
    method === 'post' && url.endsWith('/Recordings.json') ? refused(400, 21220) : undefined;
  expect((await stage.clicks('start')).status).toBe(200);
  expect((await stage.view()).recording).toBeUndefined();
  stage.fault = () => undefined;
  await stage.clicks('status');
  expect(stage.recordings.all).toEqual([]);
  expect((await stage.clicks('start')).status).toBe(200);
  expect(stage.recordings.all).toHaveLength(1);
});

test('a report that comes late settles in the history, and one about another line nowhere', async () => {
  const stage = new Recorded();
  const lines = await stage.recorded();
  await stage.delivers(1, () => stage.room('conference-end', lines.carl, 'customer'));
  await stage.reports(lines.carl, 'completed');
  await stage.reports(lines.ada, 'completed');
  expect((await stage.view()).recordings?.[0]).not.toHaveProperty('ready');
  await stage.tells({ ...stage.only, line: lines.ada.sid }, 'completed', { RecordingDuration: '9' });
  expect((await stage.view()).recordings?.[0]).not.toHaveProperty('ready');
  await stage.settles();
  expect((await stage.view()).recordings).toMatchObject([{ seconds: 7, ready: true }]);
});

test('of two who act at once the last one stands, and what is shown is what Twilio does', async () => {
  for (let round = 0; round < 6; round += 1) {
    const stage = new Recorded();
    await stage.recorded();
    await Promise.all([
      stage.clicks('pause'),
      stage.supervises('pause', BOB),
      stage.clicks('pause'),
      stage.supervises('resume', BOB),
    ]);
    const shown = (await stage.view()).recording?.state === 'paused' ? 'paused' : 'in-progress';
    expect(stage.only.status).toBe(shown);
  }
});

test('recordings older than RECORDING_DAYS are deleted when the next one is made, and no others', async () => {
  const stage = new Recorded({ RECORDING_DAYS: '2' });
  const first = await stage.recorded();
  await stage.end(first);
  later(86_400);
  await stage.end(await stage.recorded());
  expect(stage.recordings.deleted).toEqual([]);
  later(86_400 + 60);
  await stage.end(await stage.recorded());
  expect(stage.recordings.deleted).toEqual([stage.recordings.all[0]?.sid]);
  expect(Object.keys(stage.twilio.items('recordings'))).toHaveLength(2);
});
