import twilio from 'twilio';
import { checks, examineAll, type Finding, type Verdict } from '../src/doctor';
import { deploymentFindings, machineFindings } from './doctor/machine';
import { settingsFindings } from './doctor/settings';
import { option, variablesIn } from './provision';
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
async function accountFindings(present: Record<string, string>, environment: string): Promise<Finding[]> {
  const sid = process.env.TWILIO_ACCOUNT_SID ?? present.ACCOUNT_SID;
  const token = process.env.TWILIO_AUTH_TOKEN ?? present.AUTH_TOKEN;
  const wrong = (what: string, fix: string): Finding[] => [{ area: 'Account', verdict: 'broken', what, fix }];
  if (!sid || !token)
    return wrong(
      'There are no credentials.',
      'Set ACCOUNT_SID and AUTH_TOKEN in the .env file: Twilio Console, Account, API keys & tokens.',
    );
  if (!/^AC[0-9a-f]{32}$/i.test(sid))
    return wrong(
      'ACCOUNT_SID is no SID of an account.',
      'It is AC and 32 hex digits; copy it from the Console.',
    );
  const client = twilio(sid, token, { autoRetry: true, maxRetries: 2 });
  try {
    await checkCredentials(client);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [what = '', ...fix] = error.message.split(/(?<=\.) /);
    return wrong(what, fix.join(' ') || 'See the Twilio Console.');
  }
  const place = await findPlace(client, environment);
  const [account, deployment] = await Promise.all([
    examineAll(checks, { twilio: client, settings: present, domain: place?.domain }),
    deploymentFindings(client, place, environment, present, token),
  ]);
  return [...account, ...deployment];
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
    ...(await accountFindings(present, environment)),
  ];
  const well = findings.every(({ verdict }) => verdict !== 'broken');
  if (args.includes('--json')) console.log(JSON.stringify({ well, findings }, null, 2));
  else show(findings);
  return well ? 0 : 1;
}
