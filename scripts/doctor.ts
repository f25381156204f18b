import type { Twilio } from 'twilio';
import { ProvisionError } from '../provision/failure';
import { checks, examineAll, type Finding, type Verdict } from '../src/doctor';
import { deploymentFindings, machineFindings } from './doctor/machine';
import { settingsFindings } from './doctor/settings';
import { authTokenIn, clientFor, option, variablesIn } from './provision';
import { paint } from './terminal';
import { checkCredentials } from './up/credentials';
import { findPlace } from './up/place';
import { UserError } from './user-error';

const USAGE = 'Usage: npm run doctor -- [--env .env] [--environment dev|stage|prod] [--json]';

const MARKS: Record<Verdict, string> = {
  ok: paint('green', '✓'),
  note: paint('yellow', '!'),
  broken: paint('red', '✗'),
};

function show(findings: Finding[]): void {
  const areas = [...new Set(findings.map(({ area }) => area))];
  for (const area of areas) {
    console.log(`\n${paint('bold', area)}`);
    for (const { verdict, what, fix } of findings.filter((finding) => finding.area === area)) {
      console.log(`  ${MARKS[verdict]} ${what}`);
      if (fix !== undefined) console.log(`    ${paint('dim', '→')} ${fix}`);
    }
  }
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  console.log(`\n${count('ok')} fine, ${count('note')} worth knowing, ${count('broken')} broken`);
}

/** What can be said of the account; of one that can't be opened only that. */
async function accountFindings(
  file: string,
  present: Record<string, string>,
  environment: string,
): Promise<Finding[]> {
  const sid = process.env.TWILIO_ACCOUNT_SID ?? present.ACCOUNT_SID;
  const token = authTokenIn(present);
  const wrong = (what: string, fix: string): Finding[] => [{ area: 'Account', verdict: 'broken', what, fix }];
  if (!sid || !(token || process.env.TWILIO_API_KEY))
    return wrong(
      'There are no credentials.',
      'Set ACCOUNT_SID and AUTH_TOKEN in the .env file: Twilio Console, Account, API keys & tokens.',
    );
  if (!/^AC[0-9a-f]{32}$/i.test(sid))
    return wrong(
      'ACCOUNT_SID is no SID of an account.',
      'It is AC and 32 hex digits; copy it from the Console.',
    );
  let client: Twilio;
  try {
    client = clientFor(file, present);
    await checkCredentials(client);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [what = '', ...fix] = error.message.split(/(?<=\.) /);
    return wrong(what, fix.join(' ') || 'See the Twilio Console.');
  }
  const looked = await findPlace(client, environment).catch(unknown);
  const place = Array.isArray(looked) ? undefined : looked;
  const [account, deployment] = await Promise.all([
    examineAll(checks, { twilio: client, settings: present, domain: place?.domain }),
    Array.isArray(looked)
      ? looked
      : deploymentFindings(client, place, environment, present, token).catch(unknown),
  ]);
  return [...account, ...deployment];
}

/** Twilio does not tell what is deployed: that is a finding as well, and the others are told. */
function unknown(error: Error): Finding[] {
  if (!(error instanceof ProvisionError)) throw error;
  const [what = '', ...fix] = error.message.split(/(?<=\.) /);
  return [{ area: 'Deployment', verdict: 'note', what, fix: fix.join(' ') }];
}

/**
 * `npm run doctor`: says what is wrong, here and in the account, and how to fix it. Changes nothing. Exit code 1 when
 * something is broken; `--json` for programs.
 */
export async function main(args: string[]): Promise<number> {
  const file = option(args, '--env', USAGE) ?? '.env';
  const environment = option(args, '--environment', USAGE) ?? 'dev';
  const present = await variablesIn(file);
  const findings = [
    ...machineFindings(),
    ...settingsFindings(present, file),
    ...(await accountFindings(file, present, environment)),
  ];
  const well = findings.every(({ verdict }) => verdict !== 'broken');
  if (args.includes('--json')) console.log(JSON.stringify({ well, findings }, null, 2));
  else show(findings);
  return well ? 0 : 1;
}
