import { addressOf } from '../harness/deployed';
import { Newborn } from '../harness/newborn';

/** One account for the whole file, deployed to once. */
let account: Newborn;
let good: string;
beforeAll(async () => {
  account = await Newborn.create();
  const { code, said } = await account.run('up');
  if (code !== 0) throw new Error(said);
  good = await account.read();
});
afterAll(() => account.close());
beforeEach(async () => {
  account.emulator.kernel.faults.clear();
  await account.write(good);
});

interface Environment {
  domainName: string;
  buildSid: string | null;
}
const deployed = () => account.held<Environment>('serverless.environments')[0];
const collect = (name: string) => account.held(name).length;

/** What ran before still runs and answers. */
async function stillRuns(buildSid: string | null | undefined): Promise<void> {
  expect(deployed()?.buildSid).toBe(buildSid);
  const url = await addressOf(account.emulator.controlUrl, deployed()?.domainName ?? '');
  expect((await fetch(`${url}/page-config`)).status).toBe(200);
}

test.each([
  { at: 'a file is uploaded', match: 'serverless-upload', effect: 'drop' as const },
  { at: 'the build is asked for', match: '/^POST .*Builds$/', effect: 'fail' as const },
  { at: 'the build is made the one that runs', match: '/^POST .*Deployments$/', effect: 'fail' as const },
])('a deploy that fails when $at leaves what runs as it is, and says so', async ({ match, effect }) => {
  const before = deployed()?.buildSid;
  account.emulator.kernel.faults.set([{ on: 'rest', match, effect, status: 500 }]);
  const { code, said } = await account.run('up', 'deploy', '--force');
  expect({ code, said }).toMatchObject({
    code: 1,
    said: expect.stringContaining('what ran before, if anything did, still runs'),
  });
  account.emulator.kernel.faults.clear();
  await stillRuns(before);
});

test.each([
  {
    what: 'a token that was revoked',
    edit: (text: string) => text.replace(/AUTH_TOKEN=.*/, `AUTH_TOKEN=${'0'.repeat(32)}`),
    told: 'Twilio does not accept the credentials',
  },
  {
    what: 'no credentials',
    edit: (text: string) => text.replace(/AUTH_TOKEN=.*/, ''),
    told: 'Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN',
  },
  {
    what: 'settings that are missing or wrong, all of them',
    edit: (text: string) => `${text.replace(/ALLOWED_EMAIL_DOMAINS=.*/, '')}\nRING_SECONDS=3\n`,
    told: 'ALLOWED_EMAIL_DOMAINS is missing',
  },
  {
    what: 'a value that is too long',
    edit: (text: string) =>
      `${text}\nDO_NOT_CALL=${Array.from({ length: 38 }, () => '+14155550142').join(',')}\n`,
    told: 'DO_NOT_CALL has 493 bytes; a value may have 450',
  },
])('with $what nothing is written to Twilio, and the fix is told', async ({ edit, told }) => {
  await account.write(edit(good));
  const { code, said, writes } = await account.run('up', 'deploy');
  expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining(told) });
  expect(said).not.toMatch(/^\s+at /m);
  expect(writes).toEqual([]);
});

test('Twilio cannot be reached: a sentence, and no stack', async () => {
  account.emulator.kernel.faults.set([{ on: 'rest', match: 'twilio.com', effect: 'drop' }]);
  const { code, said } = await account.run('up', 'check');
  expect({ code, said }).toMatchObject({
    code: 1,
    said: expect.stringContaining('Twilio cannot be reached'),
  });
  expect(said).not.toMatch(/^\s+at /m);
});

test('a variable that cannot be set leaves the deployment to be done again', async () => {
  await account.write(`${good}LOCALE=es\n`);
  account.emulator.kernel.faults.set([
    { on: 'rest', match: '/^POST .*Variables$/', effect: 'fail', status: 500 },
  ]);
  expect((await account.run('up', 'deploy')).code).toBe(1);
  account.emulator.kernel.faults.clear();
  const again = await account.run('up', 'deploy');
  expect({ code: again.code, said: again.said }).toMatchObject({
    code: 0,
    said: expect.stringContaining('Deployed to'),
  });
  expect(collect('serverless.services')).toBe(1);
});
