import { BOB, DORA, type FakeLine, later, refused } from '../testing';
import { FAULTS, failAt, hurryUp } from '../testing-faults';
import { Incoming } from './testing';
import { IncomingPlayer } from './testing-player';
import { leftBehind } from './testing-rules';

hurryUp();

/** Ada's phone was answered; she is asked for a key. */
async function asked(stage = new Incoming()): Promise<{ stage: Incoming; ada: FakeLine }> {
  await stage.offers();
  const { ada } = stage;
  if (ada === undefined) throw new Error('nobody rang Ada');
  for (const status of ['ringing', 'in-progress'] as const) await stage.reports(ada, status);
  return { stage, ada };
}

async function ended(): Promise<Incoming> {
  const stage = new Incoming();
  await new IncomingPlayer(stage).play('they talk and Carl hangs up');
  return stage;
}

const wrapUp = async (stage: Incoming) => (await stage.seen())?.wrapUp;

test('declined three times at once, from two tabs: given back once, and every answer says so', async () => {
  const { stage } = await asked();
  const answers = await Promise.all([1, 2, 3].map(() => stage.clicks('reject')));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(stage.routing).toMatchObject({ reservation: { status: 'rejected' }, worker: { activity: 'away' } });
  expect((await stage.clicks('reject')).status).toBe(200);
});

test('a key and a click on "decline" at once: one of them counts, and the other is told', async () => {
  for (let time = 0; time < 5; time += 1) {
    const { stage, ada } = await asked();
    const [, declined] = await Promise.all([stage.press(ada), stage.clicks('reject')]);
    const taken = stage.routing.reservation.status === 'accepted';
    expect(declined.status).toBe(taken ? 409 : 200);
    expect(stage.whereCarlIs).toBe(taken ? 'room' : 'queue');
    expect(ada.twiml).toContain(taken ? '<Conference' : 'The call was declined.');
  }
});

test('a call that was taken is declined no more; it is ended by hanging up', async () => {
  const { stage, ada } = await asked();
  await stage.press(ada);
  const { status, body } = await stage.clicks('reject');
  expect([status, body.details]).toEqual([
    409,
    { field: 'callId', problem: 'The call was taken already.', fix: 'Use /calls/hangup to end it.' },
  ]);
  expect(stage.whereCarlIs).toBe('room');
});

test('done, twice at once: the task is completed once, and the note is kept', async () => {
  const stage = await ended();
  const note = { disposition: 'resolved', notes: 'Glad.' };
  const answers = await Promise.all([stage.clicks('complete', note), stage.clicks('complete', note)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(stage.routing).toMatchObject({ task: { status: 'completed' }, worker: { activity: 'available' } });
  expect(JSON.parse(stage.routing.task.attributes)).toMatchObject({ disposition: 'resolved' });
  expect(await wrapUp(stage)).toMatchObject(note);
});

test('done again with other words: the later ones stand, and a click without any takes none away', async () => {
  const stage = await ended();
  await stage.clicks('complete', { disposition: 'resolved', notes: 'Glad.' });
  later(2);
  await stage.clicks('complete', { notes: 'Glad, and calls again.' });
  later(2);
  expect((await stage.clicks('complete')).status).toBe(200);
  expect(await wrapUp(stage)).toMatchObject({ notes: 'Glad, and calls again.' });
  expect(stage.routing.task.status).toBe('completed');
});

test('the note of a call is nobody else’s to write', async () => {
  const stage = await ended();
  expect((await stage.clicks('complete', { notes: 'x' }, BOB)).status).toBe(404);
  expect((await stage.clicks('complete', { callId: '1k0000000abcdefghijkl' })).status).toBe(404);
  expect(stage.routing.task.status).toBe('wrapping');
});

test('a call that goes on, or that was never taken, is not completed', async () => {
  const { stage, ada } = await asked();
  expect((await stage.clicks('complete')).status).toBe(409);
  await stage.press(ada);
  expect((await stage.clicks('complete')).status).toBe(409);
  const missed = new Incoming();
  await new IncomingPlayer(missed).play('Ada does not answer');
  expect((await missed.clicks('complete')).status).toBe(409);
  expect([stage.routing.task.status, missed.routing.task.status]).toEqual(['assigned', 'pending']);
});

test('an agent whose person was deleted is rung all the same, as their worker stands in the workspace', async () => {
  const stage = new Incoming();
  stage.twilio.maps.delete(`calls.${stage.agent}`);
  expect((await stage.offers()).body).toEqual({});
  expect(stage.callsTo(stage.contact)).toBe(1);
});

test('the agent of a call is offered nobody else; after it they are available again', async () => {
  const stage = new Incoming();
  const { ada, carl } = await stage.theyTalk();
  await stage.offers();
  expect(stage.routing).toMatchObject({
    reservation: { status: 'rejected' },
    worker: { activity: 'in-call' },
  });
  expect(stage.callsTo(stage.contact)).toBe(1);
  await stage.reports(carl, 'completed');
  await stage.reports(ada, 'completed');
  expect(stage.routing.worker.activity).toBe('available');
});

test.each(FAULTS)(
  'an offer during a call, each request in turn %s: the agent is never kept from work',
  async (fault) => {
    for (let index = 0; index < 16; index += 1) {
      const stage = new Incoming();
      const { ada, carl } = await stage.theyTalk();
      failAt(stage, index, fault);
      await stage.offers();
      for (const line of [carl, ada]) await stage.delivers(3, () => stage.reports(line, 'completed'));
      const where = `${index}: ${fault}`;
      expect({ where, up: leftBehind(stage).filter((what) => /Ada/.test(what)) }).toEqual({ where, up: [] });
      expect({ where, activity: stage.routing.worker.activity }).toEqual({ where, activity: 'available' });
    }
  },
);

test('when Twilio cannot ring the agent, the next one is asked; a number that is none sets them aside', async () => {
  for (const [status, code, activity] of [
    [429, 20429, 'available'],
    [400, 21211, 'away'],
  ] as const) {
    const stage = new Incoming();
    stage.fault = ({ method, url }) =>
      method === 'post' && url.endsWith('/Calls.json') ? refused(status, code) : undefined;
    await stage.offers();
    expect(stage.routing).toMatchObject({ reservation: { status: 'rejected' }, worker: { activity } });
    stage.fault = () => undefined;
    expect((await stage.start({ RecipientNumber: DORA })).status).toBe(202);
  }
});
