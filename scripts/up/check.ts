import twilio from 'twilio';
import { request as send } from './request';

/** What was looked at, and what is wrong with it, if anything. */
export interface Checked {
  what: string;
  problem?: string;
}

const SIGNED = '/general/router';

/**
 * Asks the deployed functions what only a good deployment answers: the page, what it must know, a webhook that is refused
 * without a signature and taken with one. Without the token nobody but Twilio can sign: that is left out.
 */
export async function checkDeployment(domain: string, authToken: string | undefined): Promise<Checked[]> {
  const url = (path: string) => `https://${domain}${path}`;
  const request = (...args: Parameters<typeof send>) =>
    send(...args).catch((error: Error) => ({ status: 0, body: '', problem: error.message }));
  const page = await request('GET', url('/assets/index.html'));
  const config = await request('GET', url('/page-config'));
  const unsigned = await request('POST', url(SIGNED), { EventType: 'cordboard.check' });
  const fields = { EventType: 'cordboard.check' };
  const signed =
    authToken === undefined
      ? undefined
      : await request('POST', url(SIGNED), fields, {
          'x-twilio-signature': twilio.getExpectedTwilioSignature(authToken, url(SIGNED), fields),
        });
  const status = (
    what: string,
    { status: is, problem }: { status: number; problem?: string },
    wanted: number,
    fix: string,
  ): Checked => {
    if (is === wanted) return { what };
    const said =
      problem === undefined ? `answered ${is} instead of ${wanted}` : `nobody answered: ${problem}`;
    return { what, problem: `${said}. ${fix}` };
  };
  return [
    status('the page', page, 200, 'Run npm run up again.'),
    status('/page-config', config, 200, 'The log of the functions says which variable is missing.'),
    unsigned.status === 400 || unsigned.status === 403
      ? { what: 'a webhook without a signature is refused' }
      : { what: 'a webhook without a signature is refused', problem: `it was answered ${unsigned.status}` },
    ...(signed === undefined
      ? []
      : [status('a webhook with a signature is taken', signed, 200, 'Is AUTH_TOKEN that of this account?')]),
  ];
}
