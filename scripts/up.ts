import type { Twilio } from 'twilio';
import { build } from './build';
import { answerCalls, applyTo, clientFor, option, variablesIn } from './provision';
import { box, paint } from './terminal';
import { checkDeployment } from './up/check';
import { checkCredentials } from './up/credentials';
import { deploy } from './up/deploy';
import { findPlace, type Place, placeFor } from './up/place';
import { rememberDeployed, wasDeployed } from './up/same';
import { deployedVariables } from './up/variables';
import { UserError } from './user-error';

const STEPS = ['credentials', 'provision', 'deploy', 'webhooks', 'check'] as const;
type Step = (typeof STEPS)[number];

const USAGE = `Usage: npm run up -- [${STEPS.join('|')}] [--env .env] [--environment dev|stage|prod] [--force]`;

/** What all steps share. */
interface Run {
  client: Twilio;
  /** The .env file. */
  file: string;
  environment: string;
  /** Deploy even when nothing has changed since the last time. */
  force: boolean;
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
async function placeOf({ client, environment }: Run): Promise<Place> {
  const place = await findPlace(client, environment);
  if (place === undefined)
    throw new UserError(`Nothing is deployed to the environment "${environment}" yet. Run npm run up first.`);
  return place;
}

const RUN: Record<Step, { title: string; run: (run: Run) => Promise<void> }> = {
  credentials: {
    title: 'Credentials',
    run: async ({ client }) => {
      const account = await checkCredentials(client);
      const kind = [
        ...(account.trial ? ['a trial account: it calls and texts verified numbers only'] : []),
        ...(account.owner === undefined ? [] : [`a sub-account of ${account.owner}`]),
      ];
      console.log(`The account is "${account.name}"${kind.map((one) => `, ${one}`).join('')}.`);
    },
  },
  provision: {
    title: 'What the account needs',
    run: async ({ client, file, environment }) => {
      const { domain } = await placeFor(client, environment);
      await applyTo(client, file, domain);
    },
  },
  deploy: { title: 'Build and deploy', run: deployStep },
  webhooks: {
    title: 'Calls to the Studio flow',
    run: async (run) => {
      const { domain } = await placeOf(run);
      const { WORKFLOW_SID = '', CALLER_ID: number } = await variablesIn(run.file);
      await answerCalls(run.client, { domain, workflowSid: WORKFLOW_SID, number });
    },
  },
  check: {
    title: 'Check',
    run: async (run) => {
      const { domain } = await placeOf(run);
      const checks = await checkDeployment(domain, run.client.password ?? '');
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

async function deployStep({ client, file, environment, force }: Run): Promise<void> {
  const values = deployedVariables(await variablesIn(file), file);
  const built = await build();
  const place = await placeFor(client, environment);
  console.log(`Built ${built.functions} functions.`);
  if (!force && (await wasDeployed(client, place, values))) {
    console.log(`= same    ${place.domain}: this build runs there already, with these variables`);
    return;
  }
  await deploy(
    { accountSid: client.accountSid, authToken: client.password ?? '' },
    place,
    environment,
    values,
  );
  await rememberDeployed(client, place, values);
  console.log(`Deployed to ${place.domain}.`);
}

/** What Twilio refused, or the network lost, as a sentence; everything else is our bug and keeps its stack. */
function plain(error: unknown, title: string): unknown {
  const { name, code, status, message } = error as {
    name?: string;
    code?: number | string;
    status?: number;
    message?: string;
  };
  const where = `The step "${title}" did not succeed`;
  const again = 'What is done stays; run this again and it goes on.';
  if (name === 'UserError') return error;
  if (typeof status === 'number')
    return new UserError(
      `${where}: Twilio answered ${status}${code ? ` (${code})` : ''}: ${message}. ${again}`,
    );
  if (typeof code === 'string' && /^E[A-Z_]+$/.test(code))
    return new UserError(`${where}: the network was lost (${message}). ${again}`);
  return error;
}

/**
 * `npm run up`: from an account to a contact centre that works. Checks the credentials, provisions with everything pointed at
 * the domain, builds, deploys, and asks the deployed functions whether they are well. Run again, it changes only
 * what has to be changed. With the name of a step it takes only that.
 */
export async function main(args: string[]): Promise<void> {
  const steps = stepsFrom(args);
  const environment = environmentFrom(args);
  const file = option(args, '--env', USAGE) ?? '.env';
  const client = clientFor(file, await variablesIn(file));
  const run: Run = { client, file, environment, force: args.includes('--force') };
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
