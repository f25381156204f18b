/** What went wrong between us and Twilio, with what to do about it. Its message is for the person at the terminal. */
export class ProvisionError extends Error {
  override readonly name = 'ProvisionError';
}

const CREDENTIALS =
  'Twilio does not accept the credentials. Copy the Account SID and the Auth Token from the Console (Account, API keys & tokens); a token that was rotated is no longer valid, and a sub-account has a token of its own';

/** Errors of Twilio whose own words do not say what to do. https://www.twilio.com/docs/api/errors */
const ADVICE: Record<number, string> = {
  20003: CREDENTIALS,
  20006:
    'These credentials may not do that. Use the account’s Auth Token, or have its owner give the permission',
  20008: 'These are test credentials, which can make nothing. Use the live ones of the Console',
  20429: 'Twilio asks to slow down. Wait a minute',
  21404: 'A trial account may hold one number only. Upgrade it, or release the other one',
  21422: 'Somebody else has just bought that number',
};

interface Refusal {
  status?: number;
  code?: number | string;
  message?: string;
  moreInfo?: string;
}

const AGAIN = 'Then run this again: it goes on from what is there.';

/** In a sentence or two what happened and what helps. `what` was to be done: `create: Sync map "agents"`. */
export function explain(error: unknown, what: string): string {
  const { status, code, message = String(error), moreInfo } = error as Refusal;
  const told = `Could not ${what}.`;
  if (status === 401) return `${told} ${CREDENTIALS}. ${AGAIN}`;
  if (status === 403)
    return `${told} ${ADVICE[20006]} (${code ?? 403}: ${message}). An API key with restrictions, or a product that the account does not have yet, is refused like this. ${AGAIN}`;
  if (status === 429) return `${told} ${ADVICE[20429]}. ${AGAIN}`;
  const advice = typeof code === 'number' ? ADVICE[code] : undefined;
  if (advice !== undefined) return `${told} ${advice}. ${AGAIN}`;
  if (status !== undefined && status >= 500)
    return `${told} Twilio itself failed (${status}: ${message}). See https://status.twilio.com. ${AGAIN}`;
  if (status !== undefined)
    return `${told} Twilio refused it: ${message} (${code ?? status}${moreInfo ? `, ${moreInfo}` : ''}).`;
  if (typeof code === 'string')
    return `${told} Twilio cannot be reached (${code}). Check the network and the proxy. ${AGAIN}`;
  return `${told} ${message}`;
}

const isForeign = (error: unknown): boolean => {
  const { status, code } = error as Refusal;
  return status !== undefined || typeof code === 'string';
};

/** Runs `work`; what Twilio or the network makes of it becomes a `ProvisionError`. A mistake of ours keeps its stack. */
export async function doing<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isForeign(error)) throw error;
    throw new ProvisionError(explain(error, what), { cause: error });
  }
}
