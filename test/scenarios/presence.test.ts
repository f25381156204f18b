import { until } from '../../scripts/client';
import type { PresenceAnswer, TeamAnswer } from '../../src/workers/contract';
import { logLines } from '../harness/ask';
import { syncData } from '../harness/routing';
import { useWork } from '../harness/work';
import { ADA, useWorld } from '../harness/world';

const world = useWorld();
const work = useWork(world);
const GRACE = { email: 'supervisor@example.com', phone: '+14155550102' };

/** TaskRouter's workspaces come with an "Available" and an "Offline" of their own. */
const ACTIVITY = (name: string) => expect.stringMatching(new RegExp(`^${name}$`, 'i'));

/** The item that everybody's page follows, once what has happened has been told. */
async function shared(worker: string): Promise<Record<string, unknown>> {
  await world.advance(0);
  return (await syncData(world)).maps.workers?.[worker] ?? {};
}

test('an agent who comes for the first time is offline, and sees what they can be', async () => {
  const ada = await world.signedUp();
  const data = (await ada.must('/presence')).data as unknown as PresenceAnswer;
  expect(data).toMatchObject({ activity: ACTIVITY('offline'), available: false, device: 'phone' });
  expect(data.activities.filter(({ available }) => available).map(({ name }) => name)).toEqual([
    ACTIVITY('available'),
  ]);
  expect(data.activities.filter(({ settable }) => !settable).map(({ name }) => name)).toEqual([
    'in-call',
    'post-call',
  ]);
});

test('what an agent sets in one tab is pushed to all pages, and the other tab has it too', async () => {
  const ada = await world.signedUp();
  const { data } = await ada.must('/presence', { activity: 'Available' });
  const worker = String(data.worker);
  expect(await shared(worker)).toMatchObject({
    ...{ name: ADA.email, activity: ACTIVITY('available'), device: 'phone', skills: ['sales', 'support'] },
    since: expect.any(Number),
  });
  await ada.must('/presence', { activity: 'break', reason: 'coffee' });
  expect(await shared(worker)).toMatchObject({ activity: 'break', reason: 'coffee' });
  expect((await ada.must('/presence')).data).toMatchObject({ activity: 'break', reason: 'coffee' });
  await ada.must('/presence', { device: 'browser' });
  expect(await shared(worker)).toMatchObject({ activity: 'break', device: 'browser' });
});

test('two tabs that open at once have the same worker, and TaskRouter has one', async () => {
  const ada = await world.signedUp();
  const answers = await Promise.all([ada.must('/presence'), ada.must('/presence'), ada.must('/presence')]);
  expect(new Set(answers.map(({ data }) => data.worker)).size).toBe(1);
  const { workers } = await work().ask<{ workers: object[] }>('GET', '/Workers');
  expect(workers).toHaveLength(1);
});

test('two tabs that change different things at once both get through', async () => {
  const ada = await world.signedUp();
  await ada.must('/presence');
  await Promise.all([
    ada.must('/presence', { activity: 'lunch' }),
    ada.must('/presence', { device: 'browser' }),
  ]);
  expect((await ada.must('/presence')).data).toMatchObject({ activity: 'lunch', device: 'browser' });
});

test('once it is known, presence costs three requests at most', async () => {
  const ada = await world.signedUp();
  await ada.must('/presence', { activity: 'available' });
  await ada.must('/presence', { activity: 'training' });
  const costs = (await logLines(world)).flatMap(({ json }) =>
    json?.endpoint === '/presence' ? [Number(json.upstreamCalls)] : [],
  );
  expect(costs.at(-1)).toBeLessThanOrEqual(3);
});

test('colleagues see each other, with what they do and where they can be reached', async () => {
  const ada = await world.signedUp();
  const grace = await world.signedUp(GRACE.email, GRACE.phone);
  await ada.must('/presence', { activity: 'available' });
  await grace.must('/presence', { activity: 'training', reason: 'new script' });
  const people = async () => ((await ada.must('/presence/team')).data as unknown as TeamAnswer).people;
  await until('both are there', async () => (await people()).length === 2);
  await world.advance(0);
  expect((await people()).sort((a, b) => a.name.localeCompare(b.name))).toEqual([
    expect.objectContaining({ name: ADA.email, activity: ACTIVITY('available'), available: true }),
    expect.objectContaining({
      ...{ name: GRACE.email, activity: 'training', available: false, reason: 'new script' },
    }),
  ]);
  expect(JSON.stringify(await people())).not.toContain(GRACE.phone);
});

test('the time for a note can be extended, and everybody sees until when', async () => {
  const ada = await world.signedUp();
  const { worker } = (await ada.must('/presence', { activity: 'available' })).data as { worker: string };
  const none = await ada.post('/presence', { extend: 60 });
  expect([none.httpStatus, none.code]).toEqual([409, 'conflict']);
  const { attributes } = await work().ask<{ attributes: string }>('GET', `/Workers/${worker}`);
  const note = { call: 'a'.repeat(21), task: `WT${'1'.repeat(32)}`, until: Date.now() + 60_000 };
  await work().ask('POST', `/Workers/${worker}`, {
    Attributes: JSON.stringify({ ...JSON.parse(attributes), after_call: note }),
  });
  const { data } = await ada.must('/presence', { extend: 60 });
  const extended = { ...note, until: note.until + 60_000 };
  expect(data.afterCall).toEqual({ ...note, until: new Date(extended.until).toISOString() });
  expect(await shared(worker)).toMatchObject({ afterCall: extended });
});

test('the time for a note ends by itself, later when more was asked for, with no page open', async () => {
  const ada = await world.signedUp();
  const { worker } = (await ada.must('/presence', { activity: 'available' })).data as { worker: string };
  const { attributes, activity_sid: available } = await work().ask<Record<string, string>>(
    'GET',
    `/Workers/${worker}`,
  );
  const { activities } = await work().ask<{ activities: { sid: string; friendly_name: string }[] }>(
    'GET',
    '/Activities',
  );
  const note = {
    call: `${'0'.repeat(9)}${'a'.repeat(12)}`,
    task: `WT${'1'.repeat(32)}`,
    until: Date.now() + 60_000,
  };
  // What the end of a call does.
  await work().ask('POST', `/Workers/${worker}`, {
    ActivitySid: activities.find(({ friendly_name: name }) => name === 'post-call')?.sid ?? '',
    Attributes: JSON.stringify({ ...JSON.parse(attributes ?? '{}'), after_call: note }),
  });
  await work().task({ ...note, worker, timer: 'after-call' }, { Timeout: '60' });
  await ada.must('/presence', { extend: 60 });
  await world.advance(61);
  expect((await ada.must('/presence')).data).toMatchObject({ activity: 'post-call', afterCall: {} });
  await world.advance(61);
  const { data } = await ada.must('/presence');
  expect([data.available, data.afterCall]).toEqual([true, undefined]);
  expect((await work().ask<Record<string, string>>('GET', `/Workers/${worker}`)).activity_sid).toBe(
    available,
  );
});

test('who lets an offered call pass is set aside, and their page says why', async () => {
  const ada = await world.signedUp();
  const { worker } = (await ada.must('/presence', { activity: 'available' })).data as { worker: string };
  const { activities } = await work().ask<{ activities: { sid: string; friendly_name: string }[] }>(
    'GET',
    '/Activities',
  );
  // As TaskRouter does when a reservation times out, or is rejected with this activity.
  const away = activities.find(({ friendly_name: name }) => name === 'away')?.sid ?? '';
  await work().ask('POST', `/Workers/${worker}`, { ActivitySid: away });
  expect((await ada.must('/presence')).data).toMatchObject({ available: false, why: 'unanswered' });
  expect(await shared(worker)).toMatchObject({ activity: 'away', why: 'unanswered' });
  expect((await ada.must('/presence', { activity: 'available' })).data.why).toBeUndefined();
});
