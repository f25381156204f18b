import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createEmulator } from '../emulator';
import { build } from './build';
import { Client, until } from './client';
import { LOCAL_VARIABLES } from './local';
import { PEOPLE } from './people';
import { option } from './provision';
import { UserError } from './user-error';

const USAGE = 'Usage: npm run test:cli -- [--folder DIR (keeps what is installed)]';

/** The versions that operators get today; the plugin brings a toolkit of its own, older than ours. */
const PACKAGES = ['twilio-cli@6.2.4', '@twilio-labs/plugin-serverless@3.1.3'];

interface Where {
  cwd: string;
  env?: Record<string, string>;
}

/** Runs a program to its end; throws a `UserError` with what it said when it fails. */
async function run(what: string, args: string[], { cwd, env = {} }: Where): Promise<string> {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new UserError(`${what} ended with exit code ${code}:\n${said}`);
  console.log(`✓ ${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return said;
}

/** npm, as it runs this script. */
const npm = (): string => {
  const found = process.env.npm_execpath;
  if (found === undefined) throw new UserError(`Run this with npm. ${USAGE}`);
  return found;
};

/** A copy of what a user of the CLI has: the root of the project, built. */
async function projectIn(folder: string): Promise<string> {
  const root = path.join(folder, 'project');
  await rm(root, { recursive: true, force: true });
  await mkdir(root);
  for (const part of ['.twilioserverlessrc', 'package.json', 'functions', 'dist'])
    await cp(part, path.join(root, part), { recursive: true });
  await symlink(path.resolve('node_modules'), path.join(root, 'node_modules'), 'junction');
  return root;
}

/** Ada calls Carl, and they talk: through what was deployed. */
async function call(app: string, controlUrl: string): Promise<void> {
  const client = new Client(app, controlUrl);
  const { agent, customer } = PEOPLE;
  await client.signUp(agent.email, agent.phone);
  await client.must('/phone-to-phone/start', { RecipientNumber: customer.phone });
  const look = (number: string) =>
    client.emulator<{ state: string; heard: unknown[]; conference: { name: string } | null }>(
      'GET',
      `/control/phones/${encodeURIComponent(number)}`,
    );
  const rings = async (number: string) =>
    until(`${number} rings`, async () => (await look(number)).state === 'ringing');
  await rings(agent.phone);
  await client.phone(agent.phone, 'answer');
  await until('the agent is asked for a key', async () => (await look(agent.phone)).heard.length > 0);
  await client.phone(agent.phone, 'press', { digits: '1' });
  await rings(customer.phone);
  await client.phone(customer.phone, 'answer');
  await until('both talk', async () => {
    const [ada, carl] = await Promise.all([look(agent.phone), look(customer.phone)]);
    return ada.conference !== null && ada.conference.name === carl.conference?.name;
  });
  console.log('✓ a call from phone to phone through what was deployed');
}

/**
 * `npm run test:cli`: deploys with the real twilio-cli and its plugin to the emulator, and places a call through what was
 * deployed. Not a part of `npm test`, because it installs the CLI from npm into a folder of its own first.
 */
export async function main(args: string[]): Promise<void> {
  const kept = option(args, '--folder', USAGE);
  const folder = kept ?? (await mkdtemp(path.join(os.tmpdir(), 'twilio-cli-')));
  await mkdir(folder, { recursive: true });
  const emulator = await createEmulator({ port: 0, dataDir: path.join(folder, 'emulator') });
  try {
    await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
    const install = ['install', '--no-audit', '--no-fund', '--no-save', ...PACKAGES];
    await run(`npm ${install.join(' ')}`, [npm(), ...install], { cwd: folder });
    await build();

    const envFile = path.join(folder, '.env');
    const { sid, authToken } = emulator.kernel.account;
    const variables = { ACCOUNT_SID: sid, AUTH_TOKEN: authToken, ...LOCAL_VARIABLES };
    await writeFile(
      envFile,
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    const env = emulator.environment();
    const up = (step: string) =>
      run(`npm run up -- ${step}`, ['scripts/run.mjs', 'up', step, '--env', envFile], { cwd: '.', env });
    await up('provision');

    // A home of its own: the CLI keeps profiles and plugins there.
    const home = path.join(folder, 'home');
    await mkdir(home, { recursive: true });
    const cli = path.join(folder, 'node_modules/twilio-cli/bin/run');
    const plugin = path.join(folder, 'node_modules/@twilio-labs/plugin-serverless');
    const cliEnv = { ...env, HOME: home, USERPROFILE: home, CI: 'true' };
    await run('twilio plugins:link', [cli, 'plugins:link', plugin], { cwd: folder, env: cliEnv });
    const project = await projectIn(folder);
    const deploy = ['serverless:deploy', '--env', envFile, '--override-existing-project'];
    await run(`twilio ${deploy[0]}`, [cli, ...deploy], { cwd: project, env: cliEnv });

    await up('webhooks');
    await up('check');
    const { projects } = (await (await fetch(`${emulator.controlUrl}/control/health`)).json()) as {
      projects: { url: string }[];
    };
    await call(projects[0]?.url ?? '', emulator.controlUrl);
    const against = emulator.kernel.timeline.since(0).filter(({ kind }) => kind === 'violation');
    if (against.length > 0)
      throw new UserError(`Twilio would object:\n${against.map(({ summary }) => summary).join('\n')}`);
  } finally {
    await emulator.close();
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  }
}
