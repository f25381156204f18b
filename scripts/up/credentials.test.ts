import type { Twilio } from 'twilio';
import { checkCredentials, kindOf } from './credentials';

const SID = `AC${'1'.repeat(32)}`;
const OWNER = `AC${'2'.repeat(32)}`;

/** A client of an account that is as given. */
const clientOf = (account: Record<string, unknown>): Twilio => {
  const fetch = async () => ({
    ...{ sid: SID, friendlyName: 'Ada & Co', status: 'active', type: 'Full', ownerAccountSid: SID },
    ...account,
  });
  return { accountSid: SID, api: { v2010: { accounts: () => ({ fetch }) } } } as unknown as Twilio;
};

test.each([
  {
    account: { status: 'suspended' },
    told: /"Ada & Co" is suspended, .*balance.*activate it in the Console/,
  },
  { account: { status: 'closed' }, told: /"Ada & Co" is closed, .*Use another one/ },
])(
  'an account that nothing can be made in is refused with what to do: $account',
  async ({ account, told }) => {
    await expect(checkCredentials(clientOf(account))).rejects.toMatchObject({
      ...{ name: 'UserError', message: expect.stringMatching(told) },
    });
  },
);

test('what is special of a trial account, or of a sub-account, is told before anything is made', async () => {
  const lines = async (account: Record<string, unknown>) => kindOf(await checkCredentials(clientOf(account)));
  expect(await lines({})).toEqual(['The account is "Ada & Co".']);
  expect(await lines({ type: 'Trial' })).toContainEqual(expect.stringContaining('verified numbers only'));
  expect(await lines({ ownerAccountSid: OWNER })).toContainEqual(
    expect.stringMatching(`sub-account of ${OWNER}.*Its numbers.*are its own`),
  );
});
