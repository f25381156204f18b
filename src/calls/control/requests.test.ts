import { BOB, DORA, later, Stage } from '../testing';
import { hurryUp, up } from '../testing-faults';
import { type Action, GRACE, Talking } from './testing';

hurryUp();

/** Ada and Carl talk with Dora, whom they have called in. */
async function three(): Promise<{ stage: Talking; participant: string }> {
  const stage = new Talking();
  const { participant } = (await stage.does('add', { RecipientNumber: DORA })).body.data as {
    participant: string;
  };
  await stage.answers(participant);
  return { stage, participant };
}

/** Grace listens to it, too. */
async function four() {
  const scene = await three();
  await scene.stage.does('listen', { device: 'phone' }, GRACE);
  await scene.stage.answers((await scene.stage.others())[1]?.participant ?? '');
  return scene;
}

interface Row {
  action: Action;
  fields?: (guest: string) => object;
  requests: number;
}

const ROWS: Row[] = [
  { action: 'hold', requests: 2 },
  { action: 'hold', fields: (participant) => ({ participant }), requests: 2 },
  { action: 'unhold', requests: 2 },
  { action: 'mute', fields: () => ({ muted: true }), requests: 2 },
  { action: 'dtmf', fields: () => ({ digits: '1' }), requests: 2 },
  { action: 'announce', fields: () => ({ text: 'Hello' }), requests: 2 },
  { action: 'remove', fields: (participant) => ({ participant }), requests: 3 },
  { action: 'add', fields: () => ({ RecipientNumber: '+14155550125' }), requests: 3 },
  // Where their calls ring is asked of TaskRouter.
  { action: 'add', fields: () => ({ agentId: BOB.id }), requests: 4 },
  { action: 'hangup', requests: 3 },
];
const SUPERVISIONS: Row[] = [
  { action: 'whisper', requests: 3 },
  { action: 'barge', requests: 3 },
  { action: 'listen', requests: 1 },
  { action: 'stop', requests: 3 },
];

const name = ({ action, fields }: Row) => `${action} ${Object.keys(fields?.('') ?? {}).join(', ')}`.trim();
const all = [
  ...ROWS.map((row) => ({ ...row, who: 'the agent', what: name(row) })),
  ...[...ROWS, ...SUPERVISIONS].map((row) => ({
    ...row,
    who: 'a supervisor who says whose call it is',
    what: name(row),
  })),
];

test.each(all)('$what, by $who: $requests requests, and no more when it is said again', async (row) => {
  const { stage, participant } = await four();
  const who = row.who === 'the agent' ? undefined : GRACE;
  const act = () => stage.does(row.action, row.fields?.(participant) ?? {}, who);
  const asked = await stage.counting(async () => expect((await act()).status).toBeLessThan(300));
  expect(asked).toBe(row.requests);
  expect(await stage.counting(act)).toBeLessThanOrEqual(row.requests);
});

test.each([...ROWS, ...SUPERVISIONS].map((row) => ({ ...row, what: name(row) })))(
  '$what, by a supervisor who does not say whose call it is: no request more, as its id tells',
  async ({ action, fields, requests }) => {
    const { stage, participant } = await four();
    const asked = () => stage.does(action, fields?.(participant) ?? {}, GRACE, {});
    expect(await stage.counting(asked)).toBe(requests);
  },
);

test('a call that rings is ended with three requests, and of all lines that are left none stays up', async () => {
  const stage = new Stage();
  const { carl } = await stage.carlRings();
  expect(await stage.counting(() => stage.ask('hangup'))).toBe(3);
  expect(carl.status).toBe('canceled');
  for (let time = 0; time < 2; time += 1) await stage.tellsEnds();
  expect(up(stage)).toEqual([]);
});

test('when nothing is heard of the line that was ended, whoever looks ends the others', async () => {
  const { stage } = await four();
  await stage.does('hangup');
  stage.conference.reports.splice(0);
  expect(stage.conference.up).toEqual([]);
  const ringing = new Stage();
  await ringing.carlRings();
  await ringing.ask('hangup');
  later(6);
  await ringing.ask('state');
  expect(up(ringing)).toEqual([]);
});

test('a supervisor is called with three requests, on either device', async () => {
  for (const device of ['phone', undefined]) {
    const stage = new Talking();
    expect(await stage.counting(() => stage.does('listen', { device }, GRACE))).toBe(3);
  }
});
