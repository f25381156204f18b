import { execFile } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { addressOf } from '../harness/deployed';
import { Newborn } from '../harness/newborn';

const run = promisify(execFile);
const here = createRequire(__filename);
const TOOLKIT = path.join(path.dirname(here.resolve('twilio-run/package.json')), 'bin/twilio-run.js');

/** One account for the whole file: each test finds it as the one before left it. */
let account: Newborn;
beforeAll(async () => {
  account = await Newborn.create();
});
afterAll(() => account.close());
afterEach(() => expect(account.violations()).toEqual([]));

interface Environment {
  sid: string;
  serviceSid: string;
  domainName: string;
  buildSid: string | null;
}
interface Variable {
  environmentSid: string;
  key: string;
  value: string;
}

const environments = () => account.held<Environment>('serverless.environments');
const uploaded = (domain: string) => {
  const { sid } = environments().find(({ domainName }) => domainName === domain) as Environment;
  const own = account
    .held<Variable>('serverless.variables')
    .filter(({ environmentSid }) => environmentSid === sid);
  return Object.fromEntries(own.map(({ key, value }) => [key, value]));
};
const domainIn = (said: string) => /Page\s+https:\/\/(cordboard-[\w-]+\.twil\.io)\//.exec(said)?.[1] ?? '';

test('one command goes from an account to functions that answer; the second run writes nothing', async () => {
  await account.write(
    `# mine\r\n${(await account.read()).replaceAll('\n', '\r\n')}MY_OWN='not for Twilio'\r\n`,
  );
  const first = await account.run('up');
  expect(first.said).toContain('Cordboard is live');
  const text = await account.read();
  expect(text).toMatch(/^# mine\r\n/);
  expect(text).toContain("MY_OWN='not for Twilio'\r\n");
  expect(text).not.toMatch(/[^\r]\n/);

  const variables = uploaded(domainIn(first.said));
  expect(variables).toMatchObject({ ALLOWED_EMAIL_DOMAINS: 'example.com', CALLER_ID: '+14155550199' });
  expect(Object.keys(variables)).not.toEqual(expect.arrayContaining(['MY_OWN']));
  expect(Object.values(variables)).not.toContain('');

  const second = await account.run('up');
  expect(second.said).toContain('Cordboard is live');
  expect(second.said).toContain('this build runs there already');
  expect(second.writes).toEqual([]);
  expect(await account.read()).toBe(text);
});

test('what is taken out of the .env file is taken away from the functions', async () => {
  const domain = environments()[0]?.domainName ?? '';
  const before = await account.read();
  await account.write(`${before}DO_NOT_CALL="+14155550142"\r\nLOCALE=\r\n`);
  expect((await account.run('up', 'deploy')).code).toBe(0);
  expect(uploaded(domain)).toMatchObject({ DO_NOT_CALL: '+14155550142' });
  expect(uploaded(domain)).not.toHaveProperty('LOCALE');
  await account.write(before);
  expect((await account.run('up', 'deploy')).code).toBe(0);
  expect(uploaded(domain)).not.toHaveProperty('DO_NOT_CALL');
});

test('a stage of its own has a domain of its own, and production has the one without a suffix', async () => {
  const { code, said } = await account.run('up', 'deploy', '--environment', 'prod');
  expect({ code, said }).toMatchObject({
    code: 0,
    said: expect.stringMatching(/Deployed to cordboard-\d+\.twil/),
  });
  expect(environments().map(({ domainName }) => domainName)).toEqual([
    expect.stringMatching(/^cordboard-\d+-dev\.twil\.io$/),
    expect.stringMatching(/^cordboard-\d+\.twil\.io$/),
  ]);
  expect(environments().every(({ buildSid }) => buildSid !== null)).toBe(true);
  const nowhere = await account.run('up', 'check', '--environment', 'stage');
  expect(nowhere).toMatchObject({
    code: 1,
    said: expect.stringContaining('Nothing is deployed to the environment "stage"'),
  });
});

test('plain deploy by the toolkit at the root takes the folders from .twilioserverlessrc', async () => {
  const root = path.join(account.folder, 'root');
  await mkdir(root);
  for (const part of ['.twilioserverlessrc', 'package.json', 'functions', 'dist'])
    await cp(part, path.join(root, part), { recursive: true });
  await symlink(path.resolve('node_modules'), path.join(root, 'node_modules'), 'junction');
  const [before] = environments();
  const { ACCOUNT_SID, AUTH_TOKEN, ...environment } = account.emulator.environment();
  const args = [TOOLKIT, 'deploy', '--cwd', root, '--env', account.envFile, '--override-existing-project'];
  await run(process.execPath, args, { cwd: root, env: { ...process.env, ...environment } });
  const [after] = environments();
  expect(after?.domainName).toBe(before?.domainName);
  expect(after?.buildSid).not.toBe(before?.buildSid);
  const url = await addressOf(account.emulator.controlUrl, after?.domainName ?? '');
  expect((await fetch(`${url}/page-config`)).status).toBe(200);
  expect((await fetch(`${url}/assets/index.html`)).status).toBe(200);
});

test('the service was removed by hand: everything points to the new domain', async () => {
  const [before] = environments();
  account.emulator.kernel.store.collection('serverless.services').clear();
  for (const { sid } of environments())
    account.emulator.kernel.store.collection('serverless.environments').delete(sid);
  const { code, said } = await account.run('up');
  expect({ code, said }).toMatchObject({ code: 0 });
  const domain = domainIn(said);
  expect(domain).not.toBe(before?.domainName);
  const held = JSON.stringify(account.emulator.snapshot().store);
  expect(held).toContain(`https://${domain}/general/router`);
  for (const path of ['/general/router', '/taskrouter/assignment', '/voice/outbound', '/voice/inbound'])
    expect(held).not.toContain(`https://${before?.domainName}${path}`);
});
