import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { UserError } from '../user-error';
import type { Place } from './place';

const here = createRequire(__filename);
const TOOLKIT = path.join(path.dirname(here.resolve('twilio-run/package.json')), 'bin/twilio-run.js');

/** In quotes that the toolkit's parser takes off; a line break or all kinds of quotes at once can't be written. */
function quoted(name: string, value: string): string {
  const mark = ["'", '"', '`'].find((one) => !value.includes(one));
  if (mark === undefined || /[\r\n]/.test(value) || (mark === '"' && value.includes('\\')))
    throw new UserError(`${name} has a line break, or every kind of quotes in it. Remove one of them.`);
  return `${mark}${value}${mark}`;
}

/**
 * Deploys dist/ with Twilio's own toolkit. What ran before goes on until Twilio has the new build complete, so a deploy
 * that fails leaves it untouched.
 *
 * The service is named to it: what the toolkit remembers in dist/ may be of another account, or gone.
 */
export async function deploy(
  credentials: { accountSid: string; authToken: string },
  { serviceSid }: Place,
  environment: string,
  values: Record<string, string>,
): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cordboard-deploy-'));
  try {
    const envFile = path.join(folder, 'deploy.env');
    const all = {
      ACCOUNT_SID: credentials.accountSid,
      AUTH_TOKEN: credentials.authToken,
      ...values,
    };
    await writeFile(
      envFile,
      Object.entries(all)
        .map(([name, value]) => `${name}=${quoted(name, value)}\n`)
        .join(''),
      { mode: 0o600 },
    );
    const config = path.join(folder, 'twilioserverless.json');
    await writeFile(config, '{}\n');
    const where = environment === 'prod' ? ['--production'] : ['--environment', environment];
    await toolkit([
      'deploy',
      ...['--cwd', 'dist', '--config', config, '--env', envFile],
      ...['--service-sid', serviceSid, '--runtime', 'node22'],
      ...['--functions-folder', 'functions', '--assets-folder', 'assets'],
      ...where,
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function toolkit(args: string[]): Promise<void> {
  const child = spawn(process.execPath, [TOOLKIT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new UserError(
      `The deploy did not succeed; what ran before, if anything did, still runs. Run this again when the cause is gone. Twilio's toolkit said:\n${plain(said)}`,
    );
}

/** Without colours and without the last frame of every animation. */
const plain = (said: string): string =>
  stripVTControlCharacters(said)
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line, at, all) => line !== '' && line !== all[at - 1])
    .slice(-30)
    .join('\n');
