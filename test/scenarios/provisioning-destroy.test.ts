import { findDoomed } from '../../provision/destroy';
import { BareAccount } from '../../provision/testing';

const remove = async (account: BareAccount) => {
  const { doomed, left } = await findDoomed(account.client, account.present);
  for (const one of doomed) await one.remove();
  return { what: doomed.map(({ what }) => what.replace(/ \w+$/, '')), left };
};

test('what carries the name goes, what answers first; the number stays, and is told of', async () => {
  const account = new BareAccount();
  await account.client.taskrouter.v1.workspaces.create({ friendlyName: 'Somebody else' });
  await account.client.newKeys.create({ friendlyName: 'Cordboard' });
  await account.client.serverless.v1.services.create({ uniqueName: 'cordboard', friendlyName: 'Cordboard' });
  const before = account.sizes();
  await account.apply();
  expect(await remove(account)).toEqual({
    what: [
      'Studio flow "Cordboard"',
      'TwiML application "Cordboard"',
      'Functions service "cordboard"',
      'TaskRouter workspace "Cordboard"',
      'Sync service "Cordboard"',
      'Verify service "Cordboard"',
      'API key "Cordboard"',
    ],
    left: [expect.stringContaining('the number …0199 stays')],
  });
  const { 'serverless.services': _services, ...rest } = before;
  expect(account.sizes()).toEqual(rest);
  // Once more: nothing is there.
  expect(await remove(account)).toMatchObject({ what: [] });
  // And everything can be made anew, the number included.
  await account.apply();
  expect((await account.plan({ deep: true })).actions.every(({ kind }) => kind === 'same')).toBe(true);
});

test('ended at every request, one after the other, the rest goes with the next run', async () => {
  const whole = new BareAccount();
  await whole.apply();
  await remove(whole);
  const account = new BareAccount();
  await account.apply();
  account.strikeEachOnce('after');
  let ended = 0;
  while (
    await remove(account).then(
      () => false,
      (error: Error) => /ECONNRESET/.test(error.message),
    )
  )
    ended++;
  expect(ended).toBeGreaterThan(7);
  expect(account.sizes()).toEqual(whole.sizes());
});

test('of two with the name the one that .env names goes; when it names neither, none does', async () => {
  const account = new BareAccount();
  await account.apply();
  const { services } = account.client.sync.v1;
  const twin = await services.create({ friendlyName: 'Cordboard' });
  const { SYNC_SERVICE_SID: _sid, ...others } = account.present;
  const unknown = await findDoomed(account.client, others);
  expect(unknown.doomed.some(({ what }) => what.startsWith('Sync'))).toBe(false);
  expect(unknown.left.filter((what) => what.includes('there is more than one'))).toHaveLength(2);
  const { left } = await remove(account);
  expect(left).toContainEqual(expect.stringContaining(`Sync service "Cordboard" ${twin.sid}`));
  const named = (await services.list()).filter(({ friendlyName }) => friendlyName === 'Cordboard');
  expect(named.map(({ sid }) => sid)).toEqual([twin.sid]);
});
