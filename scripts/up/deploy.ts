import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { Twilio } from 'twilio';
import { ConfigError, readConfig, variables } from '../../src/config';
import { UserError } from '../user-error';

const here = createRequire(__filename);
const TOOLKIT = path.join(path.dirname(here.resolve('twilio-run/package.json')), 'bin/twilio-run.js');

/** Name of the Serverless service, and the beginning of its domains. */
const SERVICE = 'cordboard';

/**
 * The variables that functions are deployed with: those that Cordboard knows and that are set. Whatever else stands in
 * the file would only take room in the 3 KB that a function's context may have. Throws a `UserError` with everything
 * that is wrong.
 */
export function deployedVariables(present: Record<string, string>): Record<string, string> {
  try {
    readConfig(present);
  } catch (error) {
    if (error instanceof ConfigError) throw new UserError(error.message);
    throw error;
  }
  const known = Object.values(variables()).map(({ name }) => name);
  // The emulator's address is of no use to anybody but this machine.
  const wanted = known.filter((name) => name !== 'TWILIO_SDK_ORIGIN' && (present[name] ?? '') !== '');
  return Object.fromEntries(wanted.map((name) => [name, present[name] ?? '']));
}

/** Where the functions are, or will be. */
export interface Place {
  serviceSid: string;
  /** `cordboard-1234-dev.twil.io` */
  domain: string;
}

/**
 * Finds or makes the place that functions are deployed to. Its domain is known from then on, so that everything which
 * points to it can be set up in one go. At most four requests.
 *
 * @param environment `prod` is the one without a suffix in its domain
 */
export async function placeFor(client: Twilio, environment: string): Promise<Place> {
  const { services } = client.serverless.v1;
  const found = (await services.list({ limit: 1000 })).find(({ uniqueName }) => uniqueName === SERVICE);
  const service =
    found ??
    (await services.create({
      uniqueName: SERVICE,
      friendlyName: 'Cordboard',
      includeCredentials: true,
      uiEditable: false,
    }));
  const { environments } = services(service.sid);
  const suffix = environment === 'prod' ? undefined : environment;
  const there = found === undefined ? [] : await environments.list({ limit: 100 });
  const { domainName } =
    there.find(({ domainSuffix }) => (domainSuffix || undefined) === suffix) ??
    (await environments.create({
      // The names that Twilio's own toolkit gives.
      uniqueName: suffix === undefined ? 'production' : `${suffix}-environment`,
      ...(suffix === undefined ? {} : { domainSuffix: suffix }),
    }));
  return { serviceSid: service.sid, domain: domainName };
}

/**
 * Deploys dist/ with Twilio's own toolkit. What ran before goes on until Twilio has the new build complete, so a deploy
 * that fails leaves it untouched.
 *
 * The service is named to it: what the toolkit remembers in dist/ may be of another account, or gone.
 */
export async function deploy(
  credentials: { accountSid: string; authToken: string },
  serviceSid: string,
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
        .map(([name, value]) => `${name}='${value}'\n`)
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
      `The deploy did not succeed; what ran before still runs. Twilio's toolkit said:\n${said.trim()}`,
    );
}
