import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createEmulator } from '../../emulator';
import { readVariables } from '../../provision/env-file';
import { LOCAL_VARIABLES, type Local } from '../../scripts/local';

/** What a command ended with. */
export interface Ended {
  code: number | null;
  /** What it wrote, errors included. */
  said: string;
}

/** Runs one of `npm run …` as a person does. */
export async function command(args: string[], environment: Record<string, string>): Promise<Ended> {
  const { TWILIO_ACCOUNT_SID: _sid, TWILIO_AUTH_TOKEN: _token, ...way } = environment;
  const child = spawn(process.execPath, ['scripts/run.mjs', ...args], {
    env: { ...process.env, ...way },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, said };
}

/** Where a domain that was deployed to is reached on this machine. */
export async function addressOf(controlUrl: string, domain: string): Promise<string> {
  const response = await fetch(`${controlUrl}/control/health`);
  const { projects } = (await response.json()) as { projects: { url: string; domain: string }[] };
  const found = projects.find((project) => project.domain === domain);
  if (found === undefined) throw new Error(`Nothing is deployed to ${domain}`);
  return found.url;
}

/**
 * As `startLocal`, but nothing is served from here: `npm run up` takes an account with nothing in it to a deployment, and
 * the app is what was deployed, as the emulated Twilio runs it.
 */
export async function startDeployed(): Promise<Local> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'deployed-'));
  const emulator = await createEmulator({ port: 0, dataDir: path.join(folder, 'emulator') });
  const close = async () => {
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const envFile = path.join(folder, '.env');
    const { sid, authToken } = emulator.kernel.account;
    const variables = { ACCOUNT_SID: sid, AUTH_TOKEN: authToken, ...LOCAL_VARIABLES };
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(envFile, lines.join(''));
    const { code, said } = await command(['up', '--env', envFile], emulator.environment());
    if (code !== 0) throw new Error(`npm run up ended with exit code ${code}:\n${said}`);
    const domain = /Page\s+https:\/\/(cordboard-\d+-dev\.twil\.io)\//.exec(said)?.[1] ?? '';
    const url = await addressOf(emulator.controlUrl, domain);
    emulator.keepAsStart();
    const never = () => Promise.reject(new Error('What is deployed is restarted by a deployment'));
    return {
      emulator,
      app: { url, domain, restart: never, logs: () => [], close: async () => undefined },
      settings: readVariables(await readFile(envFile, 'utf8')),
      reset: () => emulator.reset(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
