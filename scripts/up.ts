import type { Twilio } from 'twilio';
import type { Deployed } from '../provision/answering';
import { explain, ProvisionError } from '../provision/failure';
import { build } from './build';
import { answerCalls, applyTo, authTokenIn, clientFor, type Known, option, variablesIn } from './provision';
import { box, paint } from './terminal';
import { checkDeployment } from './up/check';
import { checkCredentials, kindOf } from './up/credentials';
import { changeSettings, deploy } from './up/deploy';
import { bundleIn } from './up/files';
import { deployedThere, findPlace, type Place, placeFor } from './up/place';
import { differing, variablesAt, wasDeployed } from './up/same';
import { deployedVariables } from './up/variables';
import { UserError } from './user-error';

const STEPS = ['credentials', 'provision', 'deploy', 'webhooks', 'check'] as const;
type Step = (typeof STEPS)[number];

const USAGE = `Usage: npm run up -- [${STEPS.join('|')}] [--env .env] [--environment dev|stage|prod] [--force]`;

/** What the steps work with; a test gives its own. */
export interface Means {
  clientFor: typeof clientFor;
  /** Builds into `folder`. */
  build(): Promise<{ functions: number }>;
  folder: string;
}

const MEANS: Means = { clientFor, build, folder: 'dist' };

/** What all steps share. */
interface Run {
  means: Means;
  client: Twilio;
  /** The .env file. */
  file: string;
  environment: string;
  /** Deploy even when nothing has changed since the last time. */
  force: boolean;
  /** What an earlier step has found out, so that no other asks again. */
  place?: Place;
  deployed?: Deployed;
  known?: Known;
}

function environmentFrom(args: string[]): string {
  const name = option(args, '--environment', USAGE) ?? 'dev';
  if (!/^[a-z0-9-]{1,16}$/.test(name))
    throw new UserError(
      `--environment should be a word like dev, stage or prod: small letters, digits and -, at most 16. ${USAGE}`,
    );
  return name;
}

/** The steps that were named, in their order; all of them when none was. */
function stepsFrom(args: string[]): Step[] {
  const valued = ['--env', '--environment'];
  const words = args.filter((word, at) => !word.startsWith('--') && !valued.includes(args[at - 1] ?? ''));
  const unknown = [...words, ...args.filter((word) => word.startsWith('--'))].filter(
    (word) => ![...STEPS, ...valued, '--force'].includes(word),
  );
  if (unknown.length > 0) throw new UserError(`There is no "${unknown[0]}". ${USAGE}`);
  return words.length === 0 ? [...STEPS] : STEPS.filter((step) => words.includes(step));
}

/** Where the functions are; throws when they were never deployed. */
async function placeOf(run: Run): Promise<Place> {
  const { client, environment } = run;
  const place = run.place ?? (await findPlace(client, environment));
  if (place === undefined)
    throw new UserError(`Nothing is deployed to the environment "${environment}" yet. Run npm run up first.`);
  run.place = place;
  return place;
}

/** Where the functions are, or will be; made when there is no such place. */
async function placeMade(run: Run): Promise<Place> {
  const present = await variablesIn(run.file);
  // Who has been here before has these.
  const isFirst = !['VERIFY_SERVICE_SID', 'SYNC_SERVICE_SID', 'WORKSPACE_SID'].some((name) => present[name]);
  run.place ??= await placeFor(run.client, run.environment, isFirst);
  return run.place;
}

const deployedOf = async (run: Run, place: Place): Promise<Deployed> => {
  run.deployed ??= await deployedThere(run.client, place);
  return run.deployed;
};

const RUN: Record<Step, { title: string; run: (run: Run) => Promise<void> }> = {
  credentials: {
    title: 'Credentials',
    run: async ({ client }) => {
      const account = await checkCredentials(client);
      for (const line of kindOf(account)) console.log(line);
    },
  },
  provision: {
    title: 'What the account needs',
    run: async (run) => {
      const place = await placeMade(run);
      const deployed = await deployedOf(run, place);
      run.known = await applyTo(run.client, run.file, place.domain, { deployed });
    },
  },
  deploy: { title: 'Build and deploy', run: deployStep },
  webhooks: {
    title: 'Calls to the Studio flow',
    run: async (run) => {
      const place = await placeOf(run);
      const deployed = await deployedOf(run, place);
      const { client, known } = run;
      await answerCalls(client, await variablesIn(run.file), { domain: place.domain, deployed, known });
    },
  },
  check: {
    title: 'Check',
    run: async (run) => {
      const { domain } = await placeOf(run);
      const checks = await checkDeployment(domain, authTokenIn(await variablesIn(run.file)));
      for (const { what, problem } of checks)
        console.log(
          problem === undefined
            ? `${paint('green', '✓')} ${what}`
            : `${paint('red', '✗')} ${what}: ${problem}`,
        );
      if (checks.some(({ problem }) => problem !== undefined))
        throw new UserError('The deployment does not answer as it should; see above.');
    },
  },
};

async function deployStep(run: Run): Promise<void> {
  const { client, file, force, means } = run;
  const settings = deployedVariables(await variablesIn(file), file);
  const built = await means.build();
  const [place, bundle] = [await placeMade(run), await bundleIn(means.folder)];
  console.log(`Built ${built.functions} functions.`);
  const [variables, same] = await Promise.all([
    variablesAt(client, place),
    !force && wasDeployed(client, place, bundle),
  ]);
  const changed = differing(variables, settings);
  if (same && changed.length === 0) {
    console.log(`= same    ${place.domain}: this build runs there already, with these variables`);
    return;
  }
  if (same) {
    await told(changeSettings(client, place, settings, variables));
    console.log(`~ update  ${place.domain}: this build runs there already; set ${changed.join(', ')}`);
    return;
  }
  const { functions } = await deployedOf(run, place);
  const { deployed, buildSid } = await told(
    deploy(client, place, bundle, settings, { functions, variables }),
  );
  run.deployed = deployed;
  run.place = { ...place, buildSid, isNew: false };
  console.log(`Deployed to ${place.domain}.`);
}

/** Of a deploy that failed the operator wants to know one thing first. */
const told = <T>(deploying: Promise<T>): Promise<T> =>
  deploying.catch((error: Error) => {
    if (!(error instanceof ProvisionError)) throw error;
    throw new UserError(
      `The deploy did not succeed; what ran before, if anything did, still runs. ${error.message}`,
    );
  });

/** What Twilio refused, or the network lost, as a sentence; everything else is our bug and keeps its stack. */
function plain(error: unknown, title: string): unknown {
  const { code, status, name } = error as { name?: string; code?: number | string; status?: number };
  if (name === 'UserError') return error;
  if (error instanceof ProvisionError) return new UserError(error.message);
  const isTheirs = typeof status === 'number' || (typeof code === 'string' && /^E[A-Z_]+$/.test(code));
  return isTheirs ? new UserError(explain(error, `finish the step "${title}"`)) : error;
}

/**
 * `npm run up`: from an account to a contact centre that works. Checks the credentials, provisions with everything pointed at
 * the domain, builds, deploys, and asks the deployed functions whether they are well. Run again, it changes only
 * what has to be changed. With the name of a step it takes only that.
 */
export async function main(args: string[], means = MEANS): Promise<undefined> {
  const steps = stepsFrom(args);
  const environment = environmentFrom(args);
  const file = option(args, '--env', USAGE) ?? '.env';
  const client = means.clientFor(file, await variablesIn(file));
  const run: Run = { means, client, file, environment, force: args.includes('--force') };
  // Nothing else tells wrong credentials as well.
  for (const step of steps[0] === 'credentials' ? steps : ['credentials' as const, ...steps]) {
    const { title, run: take } = RUN[step];
    console.log(`\n${paint('cyan', '●')} ${title}`);
    await take(run).catch((error: unknown) => {
      throw plain(error, title);
    });
  }
  if (steps.length < STEPS.length) return;
  const { domain, serviceSid, buildSid } = await placeOf(run);
  console.log(
    box('Cordboard is live', [
      ['Page', `https://${domain}/assets/index.html`],
      ['Number', (await variablesIn(file)).CALLER_ID ?? 'none'],
      ['Build', buildSid ?? 'none'],
      ['Logs', `npx twilio-run logs --tail --service-sid ${serviceSid} --environment ${environment}`],
      ['Anything wrong?', 'npm run doctor'],
    ]),
  );
}
