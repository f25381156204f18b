import { spawn } from 'node:child_process';
import { type Figure, figure } from './figure';

const STARTS = 5;

/** Seconds from `npm start` to its table, once everything is installed. */
export async function starting(): Promise<Figure[]> {
  const samples: number[] = [];
  for (let i = 0; i < STARTS; i++) samples.push(await startOnce());
  return [figure('npm start until ready', 's', 5, samples)];
}

async function startOnce(): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, ['scripts/run.mjs', 'start'], {
    env: { ...process.env, PORT: '0', EMULATOR_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ready = new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('Phones, codes, timeline')) resolve((performance.now() - started) / 1000);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => reject(new Error(`npm start ended before it was ready:\n${output}`)));
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    return await ready;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}
