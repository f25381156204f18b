import path from 'node:path';
import { UserError } from '../user-error';

export const USAGE = `Usage: npm run provision -- plan|apply|check|destroy [options]
  plan      what would be made and changed; exit code 2 when something would
  apply     the same, and then does it
  check     looks at everything there is; exit code 2 when it is not as it should be
  destroy   removes what carries Cordboard's name, but no number

  --env FILE         settings, .env without it
  --domain DOMAIN    where the functions are: name-1234-dev.twil.io
  --agents FILE      who takes calls; agents.json beside the settings, if there is one
  --allow-spend      may buy a number when the account has none
  --deep             looks at rate limits and permissions too, as check does
  --account NAME     name of the account, so that destroy need not ask
  --json             plan and check: for a program`;

/** What follows an option; undefined without the option. */
export function option(args: string[], name: string, usage = USAGE): string | undefined {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  const value = args[at + 1];
  if (!value || value.startsWith('--')) throw new UserError(`${name} needs a value. ${usage}`);
  return value;
}

/** The domain of the functions, without what people paste around it. */
function domainFrom(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const domain = text.replace(/^https:\/\//, '').replace(/\/$/, '');
  if (!/^([a-z0-9-]+\.)+[a-z]{2,}$/i.test(domain))
    throw new UserError(`--domain should be a name like cordboard-1234-dev.twil.io. ${USAGE}`);
  return domain.toLowerCase();
}

const COMMANDS = ['plan', 'apply', 'check', 'destroy'] as const;
const FLAGS = ['--allow-spend', '--deep', '--json'];
const VALUES = ['--env', '--domain', '--agents', '--account'];

export interface Options {
  command: (typeof COMMANDS)[number];
  file: string;
  domain: string | undefined;
  /** Where the people are listed; `named` when the operator said so, and it has to be there. */
  agents: { file: string; named: boolean };
  account: string | undefined;
  allowSpend: boolean;
  deep: boolean;
  json: boolean;
}

/** Reads the command line. Throws a `UserError`, also for what it does not know: a misspelt option must not be ignored. */
export function optionsFrom(args: string[]): Options {
  const [first, ...rest] = args;
  const command = COMMANDS.find((one) => one === first);
  if (command === undefined) throw new UserError(`${first ? `There is no "${first}". ` : ''}${USAGE}`);
  for (const [at, arg] of rest.entries()) {
    if (FLAGS.includes(arg) || VALUES.includes(arg) || VALUES.includes(rest[at - 1] ?? '')) continue;
    throw new UserError(`There is no option "${arg}". ${USAGE}`);
  }
  // Not "--env-file": Node 20 takes that one for its own, wherever it stands.
  const file = option(args, '--env') ?? '.env';
  const agents = option(args, '--agents');
  return {
    ...{ command, file },
    domain: domainFrom(option(args, '--domain')),
    agents: { file: agents ?? path.join(path.dirname(file), 'agents.json'), named: agents !== undefined },
    account: option(args, '--account'),
    allowSpend: args.includes('--allow-spend'),
    deep: command === 'check' || args.includes('--deep'),
    json: args.includes('--json'),
  };
}
