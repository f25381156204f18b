import { ADA, BOB, DORA } from '../testing';
import { hurryUp } from '../testing-faults';
import { type Action, GRACE, Talking } from './testing';

hurryUp();

const SECOND = { ...GRACE, id: 'h'.repeat(20), email: 'helen@example.com', phone: '+14155550104' };

/** Somebody is called, and answers. */
async function called(stage: Talking, action: Action, fields: object, who?: typeof GRACE): Promise<string> {
  const { participant } = (await stage.does(action, fields, who)).body.data as { participant: string };
  await stage.answers(participant);
  return participant;
}

const linesTo = ({ conference }: Talking, kind: 'g' | 's') =>
  [...conference.lines.values()].filter(({ who }) => who.startsWith(kind)).length;

test.each([
  { action: 'hold', fields: {} },
  { action: 'unhold', fields: {} },
  { action: 'mute', fields: { muted: true } },
  { action: 'add', fields: { RecipientNumber: DORA } },
  { action: 'add', fields: { agentId: BOB.id } },
  { action: 'listen', fields: {}, who: GRACE },
  { action: 'stop', fields: {}, who: GRACE },
] satisfies { action: Action; fields: object; who?: typeof GRACE }[])(
  '$action, clicked three times at once: done once, and told thrice',
  async ({ action, fields, who }) => {
    const stage = new Talking();
    const click = () => stage.does(action, fields, who);
    for (const { status } of await Promise.all([click(), click(), click()])) expect(status).toBeLessThan(300);
    await stage.settle();
    expect([linesTo(stage, 'g'), linesTo(stage, 's')]).toEqual([
      action === 'add' ? 1 : 0,
      action === 'listen' ? 1 : 0,
    ]);
  },
);

test('the agent and a supervisor hold and unhold at once: the last one stands, and both see it', async () => {
  for (let round = 0; round < 8; round += 1) {
    const stage = new Talking();
    const clicks = [() => stage.does('hold'), () => stage.does('unhold', {}, GRACE)];
    if (round % 2 === 1) clicks.reverse();
    await Promise.all(clicks.map((click) => click()));
    await stage.settle();
    const isHeld = stage.conference.memberOf('customer')?.hold === true;
    expect((await stage.view()).legs[1].held).toBe(isHeld ? true : undefined);
  }
});

test('two positions asked for at once: the supervisor has the one that was written last, and it is shown', async () => {
  for (let round = 0; round < 8; round += 1) {
    const stage = new Talking();
    const grace = await called(stage, 'listen', {}, GRACE);
    await Promise.all((['whisper', 'barge'] as const).map((mode) => stage.does(mode, {}, GRACE)));
    await stage.settle();
    const { supervision } = await stage.view();
    const heard = stage.conference.hears('customer', grace) ? 'barge' : 'whisper';
    expect(supervision).toEqual(expect.objectContaining({ mode: heard }));
    expect(supervision).not.toHaveProperty('next');
  }
});

test('of two supervisors who click at once one is called, and the other is told', async () => {
  const stage = new Talking();
  const answers = await Promise.all([GRACE, SECOND].map((who) => stage.does('listen', {}, who)));
  expect(answers.map(({ status, body }) => [status, body.code]).sort()).toEqual([
    [202, undefined],
    [409, 'supervised_already'],
  ]);
  expect(linesTo(stage, 's')).toBe(1);
});

test('a guest is removed while they are being added once more: whoever is told last is right', async () => {
  const stage = new Talking();
  const dora = await called(stage, 'add', { RecipientNumber: DORA });
  await Promise.all([
    stage.does('remove', { participant: dora }),
    stage.does('add', { RecipientNumber: DORA }),
  ]);
  await stage.settle();
  const legs = await stage.others();
  const inside = stage.conference.up.filter((who) => who.startsWith('g'));
  expect(legs.filter(({ endedAt }) => endedAt === undefined).map(({ participant }) => participant)).toEqual(
    inside,
  );
  expect(inside.length).toBeLessThanOrEqual(1);
});

test('the customer hangs up while somebody is being added: nobody is left', async () => {
  const stage = new Talking();
  const add = stage.does('add', { RecipientNumber: DORA });
  stage.conference.ends(stage.conference.lineOf('customer') ?? '');
  await Promise.all([add, stage.settle()]);
  await stage.settle();
  await stage.ask('state', {}, ADA);
  await stage.settle();
  expect(stage.conference.up).toEqual([]);
});
