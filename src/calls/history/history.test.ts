import { handler as exporting } from '../../../functions/calls/export';
import { handler as state } from '../../../functions/calls/state';
import { handler as complete } from '../../../functions/taskrouter/complete';
import type { Role } from '../../endpoint';
import type { CallView } from '../contract';
import { callId } from '../items';
import type { CallState } from '../state';
import { ADA, BOB, CARL, Stage } from '../testing';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 21, 9);
const SUPERVISOR: Role[] = ['agent', 'supervisor'];
const LETTERS = 'abcdefghijklmnop';

const letters = (number: number): string =>
  [...number.toString(16).padStart(12, '0')].map((digit) => LETTERS[Number.parseInt(digit, 16)]).join('');

/** Adds a call to somebody's history. */
function had(stage: Stage, who: typeof ADA, at: number, more: Partial<CallState> = {}): string {
  const id = callId(at, letters(Math.floor(at / 1000) % 16 ** 6), '');
  const line = { sid: `CA${'1'.repeat(32)}`, status: 'completed', answered: at, ended: at + 9000 };
  const call = {
    ...{ v: 1, id, at, from: who.phone, to: CARL, conference: 'c', who: who.email, archived: at + 9000 },
    ...{ agent: line, customer: { ...line, sid: `CA${'2'.repeat(32)}`, seconds: 9 }, ...more },
  };
  stage.twilio.maps.get(`calls.${who.id}`)?.set(id, { key: id, data: call, revision: '1', ttl: 0 });
  return id;
}

/** The stage with a map of people, as it is when they have signed up. */
function withPeople(): Stage {
  const stage = new Stage();
  const people = stage.twilio.maps.get('agents');
  for (const key of [ADA.id, BOB.id, 'phone.0123456789abcdef', 'z'.repeat(20)])
    people?.set(key, { key, data: { v: 1, email: 'x' }, revision: '1', ttl: 0 });
  return stage;
}

/** All parts of an export, put one after the other. */
async function whole(stage: Stage, fields: Record<string, unknown>, roles?: Role[]) {
  let text = '';
  let asked: Record<string, unknown> | undefined = fields;
  let parts = 0;
  while (asked !== undefined) {
    const answer = await stage.invokes(exporting, asked, ADA, roles);
    expect([answer.status, answer.headers['Content-Type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(Number(answer.log.upstreamCalls)).toBeLessThanOrEqual(12);
    parts += 1;
    text += String(answer.body);
    const query = /^<\?(.+)>; rel="next"$/.exec(String(answer.headers.Link ?? ''))?.[1];
    asked = query === undefined ? undefined : Object.fromEntries(new URLSearchParams(query));
  }
  const lines = text.split('\r\n');
  expect(lines.pop()).toBe('');
  return { parts, head: lines[0] ?? '', ids: lines.slice(1).map((line) => line.split(',')[0]), lines };
}

test('a supervisor reads the history of an agent, whose own number is masked; other agents do not', async () => {
  const stage = new Stage();
  const id = had(stage, BOB, START);
  const asked = { agent: BOB.id };
  const refused = await stage.ask('history', asked);
  expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  const { body } = await stage.ask('history', asked, ADA, SUPERVISOR);
  const [call] = body.data.calls as CallView[];
  expect(call).toMatchObject({ id, recipient: CARL, legs: [{ number: '+1415•••02' }, { number: CARL }] });
  const own = await stage.ask('history', asked, BOB);
  expect((own.body.data.calls as CallView[])[0]?.legs[0].number).toBe(BOB.phone);
});

test('a supervisor looks at one call of an agent, live or over; an agent only at their own', async () => {
  const stage = new Stage();
  const past = had(stage, BOB, START);
  await stage.start({}, BOB);
  const live = ((await stage.ask('state', {}, BOB)).body.data.call as CallView).id;
  for (const [callId, phase] of [
    [live, 'starting'],
    [past, 'ended'],
  ] as const) {
    const asked = { callId, agent: BOB.id };
    expect((await stage.invokes(state, asked)).status).toBe(403);
    const { body, log } = await stage.invokes(state, asked, ADA, SUPERVISOR);
    expect(body.data.call).toMatchObject({ id: callId, phase, legs: [{ number: '+1415•••02' }, {}] });
    expect(log.upstreamCalls).toBe(callId === live ? 1 : 2);
  }
});

test('an export of one’s own calls is a table that spreadsheet programs understand', async () => {
  const stage = new Stage();
  const note = { at: START + 20_000, disposition: 'sold', notes: '=HYPERLINK("http://x")\nTwo, or three' };
  const id = had(stage, ADA, START, { label: 'Tuvok, Spock', note });
  const { status, headers, body } = await stage.invokes(exporting, {});
  expect([status, headers]).toEqual([
    200,
    expect.objectContaining({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': expect.stringMatching(/^attachment; filename="calls-\d{4}-\d\d-\d\d\.csv"$/),
      'Cache-Control': 'no-store',
    }),
  ]);
  expect(headers).not.toHaveProperty('Link');
  const [head, row] = String(body).split('\r\n');
  expect(head?.startsWith('\uFEFFcall,agent,direction,device,started,')).toBe(true);
  expect(row).toBe(
    `${id},ada@example.com,outbound,phone,2026-11-21T09:00:00.000Z,2026-11-21T09:00:00.000Z,2026-11-21T09:00:09.000Z,9,` +
      `'+14155550123,"Tuvok, Spock",talked,customer_hung_up,customer,,,,,sold,"'=HYPERLINK(""http://x"")\nTwo, or three",,,`,
  );
});

test('a long history comes in parts, each with few requests, without gaps and repetitions', async () => {
  const stage = new Stage();
  const ids = Array.from({ length: 450 }, (_, at) => had(stage, ADA, START + at * 1000));
  const all = await whole(stage, {});
  expect([all.parts, all.ids]).toEqual([3, ids]);
  const some = await whole(stage, {
    from: new Date(START + 10_000).toISOString(),
    to: new Date(START + 20_000).toISOString(),
  });
  expect([some.parts, some.ids]).toEqual([1, ids.slice(10, 20)]);
  expect((await whole(stage, { from: '2027-01-01' })).lines).toHaveLength(1);
});

test('a supervisor exports the calls of one agent, and everybody’s, person by person', async () => {
  const stage = withPeople();
  const ada = Array.from({ length: 200 }, (_, at) => had(stage, ADA, START + at * 1000));
  const bob = [had(stage, BOB, START - HOUR), had(stage, BOB, START + HOUR)];
  expect((await whole(stage, { agent: BOB.id }, SUPERVISOR)).ids).toEqual(bob);
  expect((await whole(stage, { agent: 'all' }, SUPERVISOR)).ids).toEqual([...ada, ...bob]);
  const day = { agent: 'all', from: '2026-11-21T09:00:00Z', to: '2026-11-21T11:00:00+00:30' };
  expect((await whole(stage, day, SUPERVISOR)).ids).toEqual([...ada, bob[1]]);
  for (const agent of [BOB.id, 'all']) {
    const { status, body } = await stage.invokes(exporting, { agent });
    expect([status, body.code]).toEqual([403, 'forbidden']);
  }
});

test('hundreds of people without calls never cost more than one answer may', async () => {
  const stage = withPeople();
  const people = stage.twilio.maps.get('agents');
  for (let at = 0; at < 230; at += 1) {
    const key = `c${letters(at).repeat(2).slice(-19)}`;
    people?.set(key, { key, data: { v: 1 }, revision: '1', ttl: 0 });
  }
  const last = { ...BOB, id: 'y'.repeat(20) };
  people?.set(last.id, { key: last.id, data: { v: 1 }, revision: '1', ttl: 0 });
  stage.twilio.maps.set(`calls.${last.id}`, new Map());
  const id = had(stage, last, START);
  const { ids, parts } = await whole(stage, { agent: 'all' }, SUPERVISOR);
  expect(ids).toEqual([id]);
  expect(parts).toBeLessThan(30);
});

test('after a call that the agent made: a disposition of the list for such calls, and notes; nobody waits for them', async () => {
  const stage = new Stage({ DISPOSITIONS: 'sales:sold;*:other,call back' });
  await stage.start();
  const live = (await stage.seen())?.id;
  expect((await stage.invokes(complete, { callId: live })).body.details).toMatchObject({ field: 'callId' });
  const id = had(stage, ADA, START);
  const wrong = await stage.invokes(complete, { callId: id, disposition: 'sold' });
  expect([wrong.status, wrong.body.code, wrong.body.details]).toEqual([
    400,
    'invalid_input',
    {
      fields: [
        { field: 'disposition', problem: 'wrong', fix: 'Send one of other, call back, or leave it out.' },
      ],
    },
  ]);
  const find = async () => ((await stage.ask('history')).body.data.calls as CallView[])[0];
  expect(await find()).not.toHaveProperty('wrapUp');
  const note = { disposition: 'call back', notes: 'On Monday.' };
  const answers = await Promise.all([
    stage.invokes(complete, { callId: id, ...note }),
    stage.invokes(complete, { callId: id, ...note }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect((await find())?.wrapUp).toMatchObject(note);
  expect((await stage.invokes(complete, { callId: id, ...note }, BOB)).status).toBe(404);
});
