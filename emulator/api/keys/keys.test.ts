import { failure, sdk, testKernel } from '../testing';
import { createKeys } from '.';

const ORIGINAL = `SK${'0'.repeat(32)}`;

function account() {
  const kernel = testKernel({ account: { apiKeys: { [ORIGINAL]: 'secret' } } });
  const keys = createKeys(kernel);
  return { kernel, keys, api: sdk(kernel, [keys]).api.v2010.account };
}

test('a key is made, and its secret told once; it opens the account until it is deleted', async () => {
  const { kernel, api } = account();
  const made = await api.newKeys.create({ friendlyName: 'tokens' });
  expect(made.sid).toMatch(/^SK[0-9a-f]{32}$/);
  expect(kernel.account.apiKeys[made.sid]).toBe(made.secret);

  const fetched = await api.keys(made.sid).fetch();
  expect(fetched).toMatchObject({ sid: made.sid, friendlyName: 'tokens' });
  expect(fetched).not.toHaveProperty('secret');
  await api.keys(made.sid).update({ friendlyName: 'browser tokens' });
  expect((await api.keys.list()).map((key) => key.friendlyName)).toEqual(['Default', 'browser tokens']);

  await api.keys(made.sid).remove();
  expect(kernel.account.apiKeys).toEqual({ [ORIGINAL]: 'secret' });
  expect(await failure(api.keys(made.sid).fetch())).toMatchObject({ status: 404, code: 20404 });
});

test('keys are part of a snapshot, and an emptied account has its first key again', async () => {
  const { kernel, keys, api } = account();
  const { sid, secret } = await api.newKeys.create({ friendlyName: 'tokens' });
  await api.keys(ORIGINAL).remove();
  const snapshot = kernel.store.snapshot();

  kernel.store.clear();
  keys.restored?.();
  expect(kernel.account.apiKeys).toEqual({ [ORIGINAL]: 'secret' });

  kernel.store.restore(snapshot);
  keys.restored?.();
  expect(kernel.account.apiKeys).toEqual({ [sid]: secret });
});
