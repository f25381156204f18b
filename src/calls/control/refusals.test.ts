import { ADA, BOB, CARL, DORA } from '../testing';
import { hurryUp } from '../testing-faults';
import { type Action, GRACE, Talking } from './testing';

hurryUp();

const GOOD: { action: Action; fields: object; by?: typeof GRACE }[] = [
  { action: 'hold', fields: {} },
  { action: 'unhold', fields: {} },
  { action: 'mute', fields: { muted: true } },
  { action: 'dtmf', fields: { digits: '1' } },
  { action: 'announce', fields: { text: 'Hello' } },
  { action: 'add', fields: { RecipientNumber: DORA } },
  { action: 'remove', fields: { participant: 'g101aaaaaa' } },
  { action: 'listen', fields: {}, by: GRACE },
  { action: 'whisper', fields: {}, by: GRACE },
  { action: 'barge', fields: {}, by: GRACE },
  { action: 'stop', fields: {}, by: GRACE },
];

/** Refused, and nothing was asked of Twilio but how things are. */
async function refused(stage: Talking, action: Action, fields: object, by?: typeof GRACE) {
  const before = { kept: stage.kept, asked: stage.twilio.requests.length };
  const answer = await stage.refuses(action, fields, by);
  expect(stage.twilio.requests.slice(before.asked).filter(({ method }) => method !== 'get')).toEqual([]);
  expect(stage.kept).toEqual(before.kept);
  return answer;
}

const lineOf = ({ conference }: Talking, who: string) => conference.lineOf(who) ?? '';

test.each(GOOD)(
  '$action of a call that is ending, or has ended: 409 call_ended',
  async ({ action, fields, by }) => {
    const stage = new Talking();
    await stage.ask('hangup', { callId: stage.callId });
    expect(await refused(stage, action, fields, by)).toEqual([409, 'call_ended']);
    await stage.settle();
    expect(await stage.refuses(action, fields, by)).toEqual([409, 'call_ended']);
  },
);

test.each(['hold', 'unhold', 'mute', 'dtmf', 'remove'] as const)(
  '%s of somebody whom the call does not know: 404 not_found; of a guest who has left, too',
  async (action) => {
    const more = { muted: true, digits: '1' };
    const stage = new Talking();
    expect(await refused(stage, action, { ...more, participant: 'g101aaaaaa' })).toEqual([404, 'not_found']);
    const { participant } = (await stage.does('add', { RecipientNumber: DORA })).body.data as {
      participant: string;
    };
    await stage.answers(participant);
    stage.conference.ends(lineOf(stage, participant));
    await stage.settle();
    expect(await refused(stage, action, { ...more, participant })).toEqual(
      // Who is out can be taken out: it is so.
      action === 'remove' ? [200, undefined] : [404, 'not_found'],
    );
  },
);

test.each(['hold', 'mute', 'dtmf'] as const)(
  '%s of a guest whose phone still rings: 409 not_connected',
  async (action) => {
    const stage = new Talking();
    const { participant } = (await stage.does('add', { RecipientNumber: DORA })).body.data as {
      participant: string;
    };
    await stage.settle();
    const fields = { participant, muted: true, digits: '1' };
    expect(await refused(stage, action, fields)).toEqual([409, 'not_connected']);
  },
);

test.each(
  GOOD.filter(({ action }) => !['add', 'remove', 'stop', 'listen', 'whisper', 'barge'].includes(action)),
)(
  '$action of somebody who leaves at that moment: 409 not_connected, and the report of it comes later',
  async ({ action, fields }) => {
    const stage = new Talking();
    stage.conference.ends(lineOf(stage, 'customer'));
    expect(await stage.refuses(action, fields)).toEqual([409, 'not_connected']);
    await stage.settle();
    expect((await stage.view()).phase).toBe('ended');
  },
);

test.each(['listen', 'whisper', 'barge'] as const)(
  '%s without a conference: 409 not_connected, and nobody is called',
  async (action) => {
    const stage = new Talking();
    await stage.tells({
      about: 'conference',
      ConferenceSid: stage.conference.sid,
      StatusCallbackEvent: 'conference-end',
    });
    expect(await refused(stage, action, {}, GRACE)).toEqual([409, 'not_connected']);
  },
);

test('another position for a supervisor whose agent leaves at that moment: 409 call_ended, and all are out', async () => {
  const stage = new Talking();
  const { participant } = (await stage.does('listen', {}, GRACE)).body.data as { participant: string };
  await stage.answers(participant);
  stage.conference.ends(lineOf(stage, 'agent'));
  expect(await stage.refuses('whisper', {}, GRACE)).toEqual([409, 'call_ended']);
  await stage.settle();
  expect(stage.conference.up).toEqual([]);
});

test('a fifth guest, and somebody who is there: 409', async () => {
  const stage = new Talking();
  for (const last of [5, 6, 7, 8])
    expect((await stage.does('add', { RecipientNumber: `+1415555012${last}` })).status).toBe(202);
  await stage.settle();
  expect(await refused(stage, 'add', { RecipientNumber: DORA })).toEqual([409, 'too_many_guests']);
  expect(await refused(stage, 'add', { RecipientNumber: CARL })).toEqual([409, 'conflict']);
});

test('a colleague whom nobody knows: 404, and oneself: 409', async () => {
  const stage = new Talking();
  expect(await refused(stage, 'add', { agentId: 'z'.repeat(20) })).toEqual([404, 'not_found']);
  stage.twilio.maps.get('agents')?.set(ADA.id, { key: ADA.id, data: ADA, revision: 'r', ttl: 0 });
  expect(await refused(stage, 'add', { agentId: ADA.id })).toEqual([409, 'conflict']);
});

test('another agent may do nothing', async () => {
  const stage = new Talking();
  for (const { action, fields } of GOOD)
    expect(await refused(stage, action, fields, BOB)).toEqual([403, 'forbidden']);
});
