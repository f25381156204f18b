import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
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

/** What jest's report says. https://jestjs.io/docs/cli#--json */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

const readReport = async (file: string): Promise<Report> => JSON.parse(await readFile(file, 'utf8'));

/** With more files than this failing, something is broken. */
const MOST_AGAIN = 5;

const jestArgs = (report: string): string[] => [tool('jest/bin/jest.js'), '--json', `--outputFile=${report}`];
/** Jest prints the JSON to a file and its story to stderr; both stay readable. */
const jestEnv = () => ({ NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --no-warnings`.trim() });

/**
 * Runs the test files that have failed once more, each with the machine to itself: sound and browsers in real time fail
 * now and then where three files share two cores. What fails twice has failed; what passes now is named, to be mended.
 * Nothing when none or too many have failed.
 */
async function onceMore(first: string, second: string): Promise<Outcome | undefined> {
  const failed = (await readReport(first)).testResults.filter(({ status }) => status === 'failed');
  if (failed.length === 0 || failed.length > MOST_AGAIN) return undefined;
  const files = failed.map(({ name }) => path.relative(process.cwd(), name));
  console.error(`\nOnce more, one after the other: ${files.join(', ')}`);
  const again = await run(
    'tests, once more',
    [...jestArgs(second), '--runInBand', '--runTestsByPath', ...files],
    jestEnv(),
  );
  if (again.code === 0) console.error(paint('red', `\nPassed at the second try only: ${files.join(', ')}`));
  return again;
}

/** How many tests have passed and failed; of files that ran twice the second time counts. */
async function count(first: string, second: string | undefined): Promise<{ passed: number; failed: number }> {
  const one = await readReport(first);
  const failedOf = ({ numFailedTests, numRuntimeErrorTestSuites }: Report) =>
    numFailedTests + numRuntimeErrorTestSuites;
  if (second === undefined) return { passed: one.numPassedTests, failed: failedOf(one) };
  const two = await readReport(second);
  const twice = one.testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed').length;
  return { passed: one.numPassedTests - twice + two.numPassedTests, failed: failedOf(two) };
}

/**
 * `npm test`: types, lint and format, then every test (unit, property, contract, scenario, browser, invariants). Words
 * after `--` are passed to jest and leave the checks out: `npm test -- src/calls`.
 */
export async function main(args: string[]): Promise<number> {
  const report = path.join('node_modules', '.cache', 'cordboard', 'tests.json');
  await mkdir(path.dirname(report), { recursive: true });
  // Of a jest that dies before it writes one, that of an earlier run must not speak.
  await rm(report, { force: true });
  const beside: Promise<Outcome>[] = [];
  if (args.length === 0) {
    await forgetDriven();
    // Beside the tests: those wait more than they compute.
    beside.push(
      run('types', [tool('typescript/bin/tsc'), '-p', '.']),
      run('lint and format', [tool('@biomejs/biome/bin/biome'), 'check', '.']),
    );
  }
  const jest = await run('tests', [...jestArgs(report), ...args], jestEnv());
  const outcomes = await Promise.all(beside);
  if (!existsSync(report)) {
    console.error('Jest has ended without a report.');
    return 1;
  }
  const second = path.join(path.dirname(report), 'tests-again.json');
  const again = args.length === 0 && jest.code !== 0 ? await onceMore(report, second) : undefined;
  if (again?.code === 0) jest.code = 0;
  const tests = again === undefined ? [jest] : [jest, again];
  outcomes.push(...tests);
  if (args.length === 0) outcomes.push(await scenarioForEach());

  console.log();
  for (const { name, code, seconds } of outcomes) {
    console.log(`${code === 0 ? paint('green', '✓') : paint('red', '✗')} ${name} (${seconds.toFixed(1)} s)`);
  }
  const checks = outcomes.filter((outcome) => !tests.includes(outcome));
  const failedChecks = checks.filter(({ code }) => code !== 0).length;
  const { passed, failed } = await count(report, again && second);
  console.log(`${passed + checks.length - failedChecks} passed, ${failed + failedChecks} failed`);
  return outcomes.every(({ code }) => code === 0) ? 0 : 1;
}
