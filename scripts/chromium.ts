import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);

/** A Chromium that can be started, and what it needs in its environment. */
export interface FoundBrowser {
  executablePath: string;
  env: Record<string, string>;
}

const PLACES: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'chrome',
    'microsoft-edge',
  ].flatMap((name) => [`/usr/bin/${name}`, `/usr/local/bin/${name}`, `/snap/bin/${name}`]),
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) => [
    `/Applications/${name}.app/Contents/MacOS/${name}`,
    `${process.env.HOME}/Applications/${name}.app/Contents/MacOS/${name}`,
  ]),
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap(
    (folder) =>
      folder
        ? [
            `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
            `${folder}\\Chromium\\Application\\chrome.exe`,
            `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
          ]
        : [],
  ),
};

/**
 * The browser of tests and benchmarks: `CHROME_PATH`, else one that is installed, else the one that comes with the npm package
 * `@sparticuz/chromium` (Linux x64). Rejects with what to do when there is none.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env.CHROME_PATH;
  if (named && !existsSync(named)) throw new Error(`CHROME_PATH names ${named}, which does not exist`);
  const installed = named || PLACES[process.platform]?.find((place) => existsSync(place));
  if (installed) return { executablePath: installed, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return bundled();
  throw new Error('No Chrome or Chromium was found. Install one, or set CHROME_PATH to its program file');
}

/** Unpacked once; a rename puts it in place whole, so that tests which start together cannot see half of it. */
async function bundled(): Promise<FoundBrowser> {
  const entry = require.resolve('@sparticuz/chromium');
  const cache = path.resolve('node_modules/.cache/chromium');
  // The package does not export its package.json; the program inside it stands for its version.
  const { size } = await stat(path.join(path.dirname(entry), '../../bin/chromium.br'));
  const home = path.join(cache, String(size));
  if (!existsSync(home)) {
    await mkdir(cache, { recursive: true });
    const making = await mkdtemp(path.join(cache, 'unpacking-'));
    // The package unpacks into the temporary folder, and its system libraries only when it takes itself to be on Lambda.
    await run(process.execPath, ['-e', `require(${JSON.stringify(entry)}).executablePath()`], {
      env: { ...process.env, TMPDIR: making, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    });
    await rename(making, home).catch(() => rm(making, { recursive: true, force: true }));
  }
  const executablePath = path.join(home, 'chromium');
  return { executablePath, env: await missing(executablePath, home) };
}

/** Stands in for shared libraries and fonts that this machine lacks. */
async function missing(executablePath: string, home: string): Promise<Record<string, string>> {
  const { stdout } = await run('ldd', [executablePath]).catch(() => ({ stdout: 'not found' }));
  const libraries = path.join(home, 'al2023', 'lib');
  return {
    ...(stdout.includes('not found')
      ? { LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') }
      : {}),
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: path.join(home, 'fonts') }),
  };
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser. `flags` are added, for instance to feed a false microphone. */
export async function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return chromium.launch({
    executablePath,
    args: [...FLAGS, ...flags],
    env: { ...Object.fromEntries(inherited), ...env },
  });
}
