import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { forgetDriven, undriven } from './driven';
import { paint } from './terminal';

interface Outcome {
  name: string;
  code: number;
  seconds: number;
}

const tool = (file: string) => path.join('node_modules', file);

/** Runs one of the project's tools with its output as it comes. */
async function run(name: string, args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (status) => resolve(status ?? 1));
  });
  return { name, code, seconds: (performance.now() - started) / 1000 };
}

/** Whether each function was seen to answer well in a scenario; a name in a text is no proof. */
async function scenarioForEach(): Promise<Outcome> {
  const started = performance.now();
  const missing = await undriven();
  if (missing.length > 0) console.error(`\nNo scenario drives ${missing.join(', ')}`);
  const seconds = (performance.now() - started) / 1000;
  return { name: 'a scenario for each function', code: missing.length === 0 ? 0 : 1, seconds };
}

/**
 * `npm test`: types, lint and format, then every test (unit, property, contract, scenario, browser, invariants). Words
 * after `--` are passed to jest and leave the checks out: `npm test -- src/calls`.
 */
export async function main(args: string[]): Promise<number> {
  const report = path.join('node_modules', '.cache', 'cordboard', 'tests.json');
  await mkdir(path.dirname(report), { recursive: true });
  const outcomes: Outcome[] = [];
  if (args.length === 0) {
    await forgetDriven();
    outcomes.push(
      ...(await Promise.all([
        run('types', [tool('typescript/bin/tsc'), '-p', '.']),
        run('lint and format', [tool('@biomejs/biome/bin/biome'), 'check', '.']),
      ])),
    );
  }
  const jest = await run(
    'tests',
    [tool('jest/bin/jest.js'), '--json', `--outputFile=${report}`, ...args],
    // Jest prints the JSON to a file and its story to stderr; both stay readable.
    { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --no-warnings`.trim() },
  );
  outcomes.push(jest);
  if (args.length === 0) outcomes.push(await scenarioForEach());

  console.log();
  for (const { name, code, seconds } of outcomes) {
    console.log(`${code === 0 ? paint('green', '✓') : paint('red', '✗')} ${name} (${seconds.toFixed(1)} s)`);
  }
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
    await readFile(report, 'utf8'),
  );
  const checks = outcomes.filter((outcome) => outcome !== jest);
  const failedChecks = checks.filter(({ code }) => code !== 0).length;
  const failed = numFailedTests + numRuntimeErrorTestSuites + failedChecks;
  console.log(`${numPassedTests + checks.length - failedChecks} passed, ${failed} failed`);
  return outcomes.every(({ code }) => code === 0) ? 0 : 1;
}
