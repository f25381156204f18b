import { build } from './build';
import { answerCalls, applyTo, clientFor, option, variablesIn } from './provision';
import { box, paint } from './terminal';
import { checkDeployment } from './up/check';
import { checkCredentials } from './up/credentials';
import { deploy, deployedVariables, placeFor } from './up/deploy';
import { UserError } from './user-error';

const USAGE = 'Usage: npm run up -- [--env .env] [--environment dev|stage|prod]';

function environmentFrom(args: string[]): string {
  const name = option(args, '--environment', USAGE) ?? 'dev';
  if (!/^[a-z0-9-]{1,16}$/.test(name))
    throw new UserError(`--environment should be a word like dev, stage or prod. ${USAGE}`);
  return name;
}

/**
 * `npm run up`: from an account to a contact centre that works. Checks the credentials, provisions with everything pointed at
 * the domain, builds, deploys, and asks the deployed functions whether they are well. Run again, it changes only
 * what has to be changed.
 */
export async function main(args: string[]): Promise<void> {
  const file = option(args, '--env', USAGE) ?? '.env';
  const environment = environmentFrom(args);
  const client = clientFor(file, await variablesIn(file));
  const authToken = client.password ?? '';
  const step = (text: string) => console.log(`\n${paint('cyan', '●')} ${text}`);

  step('Credentials');
  const account = await checkCredentials(client);
  console.log(`The account is "${account.name}"${account.trial ? ', a trial account' : ''}.`);

  step('What the account needs');
  const { serviceSid, domain } = await placeFor(client, environment);
  await applyTo(client, file, domain);

  step('Build and deploy');
  const present = await variablesIn(file);
  const values = deployedVariables(present);
  const built = await build();
  console.log(`Built ${built.functions} functions.`);
  const credentials = { accountSid: client.accountSid, authToken };
  await deploy(credentials, serviceSid, environment, values);
  console.log(`Deployed to ${domain}.`);

  // Only now are there functions for the flow to name.
  step('Studio flow');
  const { WORKFLOW_SID = '', CALLER_ID: number } = present;
  await answerCalls(client, { domain, workflowSid: WORKFLOW_SID, number });

  step('Check');
  const checks = await checkDeployment(domain, authToken);
  for (const { what, problem } of checks)
    console.log(
      problem === undefined ? `${paint('green', '✓')} ${what}` : `${paint('red', '✗')} ${what}: ${problem}`,
    );
  if (checks.some(({ problem }) => problem !== undefined))
    throw new UserError('The deployment does not answer as it should; see above.');

  console.log(
    box('Cordboard is live', [
      ['Page', `https://${domain}/assets/index.html`],
      ['Number', (await variablesIn(file)).CALLER_ID ?? 'none'],
      ['Logs', 'twilio serverless:logs --tail'],
    ]),
  );
}
