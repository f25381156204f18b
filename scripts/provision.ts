import type { Twilio } from 'twilio';
import { describePlan, planAsJson } from '../provision/describe';
import { NEEDS } from '../provision/needs';
import { changesIn, makePlan } from '../provision/plan';
import { resources } from '../provision/resources';
import { applyTo, planOptions, told } from './provision/carry-out';
import { destroy } from './provision/destroy';
import { type Options, optionsFrom } from './provision/options';
import { agentsIn, clientFor, situationOf, variablesIn } from './provision/situation';
import { checkCredentials, kindOf } from './up/credentials';

export { answerCalls, applyTo, type Known } from './provision/carry-out';
export { option } from './provision/options';
export { authTokenIn, clientFor, variablesIn } from './provision/situation';

/** Something is not as it should be, and nothing failed. */
const DIFFERENT = 2;

/**
 * `npm run provision -- plan|apply|check|destroy`: what Cordboard needs in a Twilio account. With --domain, calls and
 * events are sent to the functions there.
 */
export async function main(args: string[], means = { clientFor }): Promise<number> {
  const options = optionsFrom(args);
  const present = await variablesIn(options.file);
  const client = means.clientFor(options.file, present);
  const account = await checkCredentials(client);
  const { name } = account;
  if (!options.json) for (const line of kindOf(account)) console.log(line);
  if (options.command === 'destroy') {
    await destroy(client, present, { name, given: options.account });
    return 0;
  }
  if (options.command === 'apply') {
    await applyTo(client, options.file, options.domain, options);
    return 0;
  }
  return look(client, present, options);
}

/** `plan` and `check`: says how the account differs from what is declared, and writes nothing. */
async function look(client: Twilio, present: Record<string, string>, options: Options): Promise<number> {
  const plan = await told(
    (async () => {
      const situation = await situationOf(client, present, options.domain, await agentsIn(options.agents));
      return makePlan(client, resources(situation), planOptions(present, options));
    })(),
  );
  const needed = plan.actions.some((action) => action.kind === 'left' && action.must);
  const different = changesIn(plan).length > 0 || (options.command === 'check' && needed);
  if (options.json) {
    console.log(JSON.stringify(planAsJson(plan), null, 2));
    return different ? DIFFERENT : 0;
  }
  for (const line of describePlan(plan)) console.log(line);
  if (options.domain === undefined)
    console.log('What points to the functions was not looked at: give their --domain.');
  for (const need of NEEDS) console.log(`? needed  ${need}`);
  if (options.command === 'check')
    console.log(different ? 'Not as it should be. Run apply with --deep.' : 'All is as it should be.');
  return different ? DIFFERENT : 0;
}
