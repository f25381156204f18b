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

test('one command goes from an account to functions that answer, in at most 60 requests beside the files', async () => {
  await account.write(
    `# mine\r\n${(await account.read()).replaceAll('\n', '\r\n')}MY_OWN='not for Twilio'\r\n`,
  );
  const first = await account.run('up');
  expect(first.said).toContain('Cordboard is live');
  // Each file is two requests, which depend on what there is to deploy.
  const files = /serverless-upload|^POST .*\/(Functions|Assets)$/;
  const others = first.made.filter(({ method, host, path }) => !files.test(`${method} ${host}${path}`));
  expect(others.length).toBeLessThanOrEqual(60);
  const text = await account.read();
  expect(text).toMatch(/^# mine\r\n/);
  expect(text).toContain("MY_OWN='not for Twilio'\r\n");
  expect(text).not.toMatch(/[^\r]\n/);

  const { CORDBOARD = '', ...alone } = uploaded(domainIn(first.said));
  const variables = { ...JSON.parse(CORDBOARD), ...alone };
  expect(variables).toMatchObject({ ALLOWED_EMAIL_DOMAINS: 'example.com', CALLER_ID: '+14155550199' });
  expect(Object.keys(variables)).not.toEqual(expect.arrayContaining(['MY_OWN']));
  expect(Object.values(variables)).not.toContain('');
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
