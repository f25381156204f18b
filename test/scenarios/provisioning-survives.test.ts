import { BareAccount, type Strike } from '../../provision/testing';

const reference = async () => {
  const account = new BareAccount();
  const { requests } = await account.counted(() => account.apply());
  return { requests, sizes: account.sizes() };
};

/** Keys whose secret nobody has are left: nobody knows whether something uses them. */
const withoutKeys = ({ 'api.keys': _keys, ...sizes }: Record<string, number>) => sizes;

test.each([{ how: 'before' as Strike }, { how: 'after' as Strike }])(
  'ended at any one request ($how it took effect), the next run makes the same as one that was not',
  async ({ how }) => {
    const { requests, sizes } = await reference();
    for (let at = 1; at <= requests; at++) {
      const account = new BareAccount();
      account.strike(at, how);
      await expect(account.apply()).rejects.toMatchObject({
        name: 'ProvisionError',
        message: expect.stringMatching(/ECONNRESET.*run this again/),
      });
      await account.apply();
      const { actions, drift } = await account.plan({ deep: true });
      expect([at, actions.filter(({ kind }) => kind !== 'same'), drift]).toEqual([at, [], []]);
      expect([at, withoutKeys(account.sizes())]).toEqual([at, withoutKeys(sizes)]);
    }
  },
  180_000,
);

test('ended at any request of a change, too, the next run brings it about', async () => {
  const first = async () => {
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
    return account;
  };
  const whole = await first();
  const { requests, writes } = await whole.counted(() => whole.apply({ deep: true }));
  // The mark is taken away, three things are set right, the mark is set again.
  expect(writes).toBe(5);
  for (let at = 1; at <= requests; at++) {
    for (const how of ['before', 'after'] as const) {
      const account = await first();
      account.strike(at, how);
      await expect(account.apply({ deep: true })).rejects.toThrow('ECONNRESET');
      // Without --deep: where something was left half done, the mark is not there.
      const mark = await account.plan();
      if (mark.complete) await account.apply();
      else await account.apply({ deep: true });
      const { actions } = await account.plan({ deep: true });
      expect([at, how, actions.filter(({ kind }) => kind !== 'same')]).toEqual([at, how, []]);
    }
  }
}, 120_000);

test.each([
  { status: 401, code: 20003, says: /does not accept the credentials.*sub-account has a token of its own/ },
  { status: 403, code: 20003, says: /may not do that.*restrictions/ },
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
