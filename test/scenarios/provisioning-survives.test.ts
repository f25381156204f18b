import { BareAccount } from '../../provision/testing';

test('ended at every request of a change, one after the other, it is brought about in the end', async () => {
  const account = new BareAccount();
  await account.apply();
  const { verify, taskrouter, sync } = account.client;
  const { VERIFY_SERVICE_SID = '', WORKSPACE_SID = '', SYNC_SERVICE_SID = '' } = account.present;
  const limits = verify.v2.services(VERIFY_SERVICE_SID).rateLimits;
  const [limit] = await limits.list();
  const [bucket] = await limits(limit?.sid ?? '').buckets.list();
  await limits(limit?.sid ?? '')
    .buckets(bucket?.sid ?? '')
    .update({ max: 99 });
  await taskrouter.v1.workspaces(WORKSPACE_SID).update({ eventsFilter: 'task.created' });
  const maps = sync.v1.services(SYNC_SERVICE_SID).syncMaps;
  await maps('floor')
    .syncMapPermissions('role.supervisor')
    .update({ read: true, write: true, manage: false });

  account.strikeEachOnce('after');
  let written = 0;
  for (let done = false, runs = 0; !done; runs++) {
    if (runs > 100) throw new Error('It does not come to an end');
    const { result, writes } = await account.counted(() =>
      account.apply({ deep: true }).then(
        () => undefined,
        (error: Error) => error,
      ),
    );
    if (result !== undefined) expect(result.message).toMatch(/ECONNRESET.*run this again/);
    written += writes;
    done = result === undefined;
  }
  // The mark is taken away, three things are set right, the mark is set again: nothing is done twice but the mark.
  expect(written).toBeLessThanOrEqual(8);
  account.heal();
  const { actions, complete } = await account.plan();
  expect([actions.filter(({ kind }) => kind !== 'same'), complete]).toEqual([[], false]);
  expect((await account.plan({ deep: true })).actions.filter(({ kind }) => kind !== 'same')).toEqual([]);
});

test('ended between two settings that are not looked at every time, the next run looks at all of them', async () => {
  const account = new BareAccount();
  await account.apply();
  const { SYNC_SERVICE_SID = '' } = account.present;
  const { syncMapPermissions } = account.client.sync.v1.services(SYNC_SERVICE_SID).syncMaps('floor');
  await syncMapPermissions('role.supervisor').update({ read: true, write: true, manage: false });
  account.strikeAll(/^POST .*Permissions/, 'before');
  await expect(account.apply({ deep: true })).rejects.toThrow('ECONNRESET');
  account.heal();
  // Without --deep: the mark is not there.
  expect((await account.plan()).complete).toBe(true);
  await account.apply();
  expect((await account.plan({ deep: true })).actions.every(({ kind }) => kind === 'same')).toBe(true);
});

test.each([
  { status: 401, code: 20003, says: /does not accept the credentials.*sub-account has a token of its own/ },
  { status: 403, code: 20003, says: /may not do that.*restricted API key/ },
  { status: 429, code: 20429, says: /slow down/ },
  { status: 503, code: 20503, says: /Twilio itself failed.*status\.twilio\.com/ },
  { status: 400, code: 20001, says: /refused it: No \(20001/ },
])(
  'an answer of $status is told with what to do, and the next run goes on',
  async ({ status, code, says }) => {
    const account = new BareAccount();
    account.strike(20, { status, code });
    await expect(account.apply()).rejects.toMatchObject({
      name: 'ProvisionError',
      message: expect.stringMatching(says),
    });
    await account.apply();
    expect((await account.plan({ deep: true })).actions.every(({ kind }) => kind === 'same')).toBe(true);
  },
);
