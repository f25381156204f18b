import { ADA, BOB, DORA, later, Stage } from './testing';

afterEach(() => {
  jest.useRealTimers();
});

test('the history is paged, newest first, one request a page', async () => {
  const stage = new Stage();
  for (let call = 0; call < 5; call += 1) {
    later(60);
    await stage.start({ ConferenceName: `call ${call}` });
    await stage.reports(stage.lineTo(ADA.phone), 'busy');
  }
  await stage.start({ ConferenceName: 'live' });
  const labels = async (fields: Record<string, unknown>) => {
    const { data } = (await stage.ask('history', fields)).body;
    return { labels: (data.calls as { label: string }[]).map(({ label }) => label), next: data.next };
  };
  const first = await labels({ limit: '2' });
  expect(first.labels).toEqual(['call 4', 'call 3']);
  const second = await labels({ limit: 2, before: first.next });
  expect(second.labels).toEqual(['call 2', 'call 1']);
  expect(await labels({ limit: 2, before: second.next })).toEqual({ labels: ['call 0'], next: undefined });
  expect(await stage.counting(() => stage.ask('history'))).toBe(1);
  for (const bad of [{ limit: 0 }, { limit: 51 }, { limit: 'x' }, { before: '../live' }])
    expect((await stage.ask('history', bad)).status).toBe(400);
});

test('who has called MAX_CALLS_PER_HOUR times waits, until the first of them is an hour ago', async () => {
  const stage = new Stage({ MAX_CALLS_PER_HOUR: '2' });
  for (let call = 0; call < 2; call += 1) {
    later(600);
    expect((await stage.start()).status).toBe(202);
    await stage.reports(stage.lineTo(ADA.phone), 'busy');
  }
  const answer = await stage.start();
  expect([answer.status, answer.body.code]).toEqual([429, 'too_many_calls']);
  const wait = Number(answer.headers['Retry-After']);
  expect(wait).toBeGreaterThan(2990);
  expect(wait).toBeLessThanOrEqual(3000);
  expect((await stage.ask('state')).body.data.call).toBeNull();
  expect((await stage.start({}, BOB)).status).toBe(202);
  later(wait);
  expect((await stage.start()).status).toBe(202);
});

test('whose call is over MAX_LIVE_CALLS hears so on answering, once, and it takes no line', async () => {
  const stage = new Stage({ MAX_LIVE_CALLS: '1' });
  await stage.theyTalk();
  later(1);
  await stage.start({ RecipientNumber: DORA }, BOB);
  const bob = stage.lineTo(BOB.phone);
  await stage.reports(bob, 'ringing');
  expect(Object.keys(stage.twilio.items('floor'))).toEqual([(await stage.seen())?.id]);
  expect((await stage.ask('state', {}, BOB)).body.data.call).toMatchObject({ reason: 'cap_reached' });
  await stage.reports(bob, 'in-progress');
  expect(bob.twiml).toContain('All lines are busy.');
  const telling = () => stage.twilio.requests.filter(({ url }) => url.endsWith(`${bob.sid}.json`)).length;
  expect(telling()).toBe(1);
  await stage.reports(bob, 'in-progress');
  expect(telling()).toBe(1);
  expect(stage.callsTo(DORA)).toBe(0);
  await stage.reports(bob, 'completed');
  const seen = (await stage.ask('history', {}, BOB)).body.data.calls;
  expect(seen).toMatchObject([{ reason: 'cap_reached', endedBy: 'system', outcome: 'not_dialled' }]);
  expect(await stage.seen()).toMatchObject({ phase: 'connected' });
});

test('a call that a crash left on the floor does not take a line for long', async () => {
  const stage = new Stage({ MAX_LIVE_CALLS: '1' });
  await stage.theyTalk();
  stage.twilio.maps.get(`calls.${ADA.id}`)?.delete('live');
  later(121);
  await stage.start({ RecipientNumber: DORA }, BOB);
  const bob = stage.lineTo(BOB.phone);
  await stage.reports(bob, 'ringing');
  await stage.reports(bob, 'in-progress');
  expect(bob.twiml).toContain('Press any key');
  expect(Object.keys(stage.twilio.items('floor'))).toHaveLength(1);
});
