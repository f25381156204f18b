import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createEmulator, type Emulator, type HostedProject, type Snapshot } from '../emulator';
import { readVariables } from '../provision/env-file';
import { build } from './build';
import { Client } from './client';
import { PEOPLE } from './people';

export interface LocalOptions {
  /** Port of the app; 0 for a free one. */
  port: number;
  /** Port of the emulator's control API and phones page; 0 for a free one. */
  emulatorPort: number;
  /** Environment of the functions, over the local defaults below. */
  variables?: Record<string, string>;
  /** Leave dist/ as it is: somebody else has built it. */
  built?: boolean;
  /** How many times faster than usual Twilio's voices speak; default 1. */
  speechRate?: number;
  /** What an earlier start came to. The same is not provisioned once more: that takes as long as all the rest. */
  like?: Provisioned;
}

/** An account that was provisioned, and what the provisioner set. */
export interface Provisioned {
  snapshot: Snapshot;
  settings: Record<string, string>;
}

/** Cordboard with the embedded emulator, up and provisioned. */
export interface Local {
  emulator: Emulator;
  app: HostedProject;
  /** What the provisioner found out and set: `WORKSPACE_SID` and the like. */
  settings: Record<string, string>;
  /** Makes the account as it was right after the start: provisioned, and nothing else in it. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** What the functions are told when they run on the emulator; a real account's settings live in `.env`. */
export const LOCAL_VARIABLES: Record<string, string> = {
  ALLOWED_EMAIL_DOMAINS: 'example.com',
  ALLOWED_COUNTRIES: 'US',
  SUPERVISOR_EMAILS: 'supervisor@example.com',
  // Not a secret: it signs sessions of an emulated account that only this machine can reach.
  JWT_SECRET: 'local-emulator-only-secret-0123456789',
};

/** What Twilio would call the deployed project. Chosen here because the provisioner has to know it first. */
const DOMAIN = 'cordboard-2710-dev.twil.io';

/** Builds, starts the emulator, provisions it and serves the functions behind its edge. */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const root = process.cwd();
  await mkdir(path.join(root, '.emulator'), { recursive: true });
  // While esbuild works, the account is provisioned: that is mostly waiting for answers.
  const built = options.built ? Promise.resolve() : build(root).then(() => undefined);
  // It is waited for below; an emulator that doesn't start is told of first.
  built.catch(() => undefined);
  const emulator = await createEmulator({
    port: options.emulatorPort,
    dataDir: path.join(root, '.emulator'),
    speechRate: options.speechRate ?? 1,
  });
  // A folder of its own for each start: two of them (a person's, a test's) must not share a file.
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cordboard-'));
  const envFile = path.join(folder, 'app.env');
  let app: HostedProject | undefined;
  const close = async () => {
    await app?.close();
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const variables = {
      ...options.like?.settings,
      ...LOCAL_VARIABLES,
      TWILIO_SDK_ORIGIN: emulator.controlUrl,
      ...options.variables,
    };
    const lines = Object.entries(variables);
    await writeFile(envFile, lines.map(([name, value]) => `${name}=${value}\n`).join(''));
    if (options.like) await emulator.restore(options.like.snapshot);
    else await Promise.all([provision(emulator, envFile), namePhones(emulator)]);
    emulator.keepAsStart();
    const settings = readVariables(await readFile(envFile, 'utf8'));
    await built;
    app = await emulator.host({
      cwd: path.join(root, 'dist'),
      envFile,
      port: options.port,
      domain: DOMAIN,
      functionsFolder: 'functions',
      assetsFolder: 'assets',
    });
    return { emulator, app, settings, reset: () => emulator.reset(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Writes the names of the people on their simulated phones. */
async function namePhones(emulator: Emulator): Promise<void> {
  const client = new Client('', emulator.controlUrl);
  for (const { name, phone } of Object.values(PEOPLE)) {
    await client.emulator('PUT', `/control/phones/${encodeURIComponent(phone)}`, { name });
  }
}

/** Runs the same `npm run provision -- apply` that a real account gets, pointed at the emulator. */
async function provision(emulator: Emulator, envFile: string): Promise<void> {
  const preload = ['--require', emulator.preload];
  const args = [...preload, 'scripts/run.mjs', 'provision', 'apply', '--env', envFile, '--domain', DOMAIN];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...emulator.environment() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`Provisioning the emulator ended with exit code ${code}:\n${output}`);
}
