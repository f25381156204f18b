import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createEmulator, type Emulator } from '../../emulator';
import { counts, type Figure, figure } from './figure';

const RUNS = 5;

/** What `npm run provision -- apply` asks of Twilio, the first time and every later one, and how long the latter takes. */
export async function provisioning(): Promise<Figure[]> {
  const first: number[] = [];
  const reads: number[] = [];
  const writes: number[] = [];
  const seconds: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'provisioning-'));
    const emulator = await createEmulator({ port: 0, dataDir: path.join(folder, 'emulator') });
    try {
      first.push((await applyOnce(emulator, folder)).requests.length);
      const again = await applyOnce(emulator, folder);
      const written = again.requests.filter((method) => method !== 'GET').length;
      writes.push(written);
      reads.push(again.requests.length - written);
      seconds.push(again.seconds);
    } finally {
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return [
    counts('provision a fresh account: REST', 'requests', 60, first),
    counts('provision again: writes', 'requests', 0, writes),
    counts('provision again: reads', 'requests', 20, reads),
    figure('provision again', 's', 3, seconds),
  ];
}

async function applyOnce(
  emulator: Emulator,
  folder: string,
): Promise<{ requests: string[]; seconds: number }> {
  const { timeline } = emulator.kernel;
  const since = timeline.last;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...['scripts/run.mjs', 'provision', 'apply'],
      ...['--env', path.join(folder, '.env'), '--domain', 'cordboard-1234-dev.twil.io'],
    ],
    { env: { ...process.env, ...emulator.environment() }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`npm run provision ended with exit code ${code}:\n${said}`);
  const seconds = (performance.now() - started) / 1000;
  const requests = timeline
    .since(since)
    .filter(({ kind }) => kind === 'rest')
    .map(({ data }) => String((data as { method?: unknown }).method));
  return { requests, seconds };
}
