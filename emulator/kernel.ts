import { Clock } from './clock';
import { Faults } from './faults';
import { Ids } from './ids';
import type { Account, Kernel } from './product';
import { Store } from './store';
import { Timeline } from './timeline';
import type { Webhooks } from './webhooks';

/** Kept apart from the sequence that products draw from, so that a reset may start that one over. */
const ACCOUNT_STREAM = 0x5eed;

/** The account of a seed: the same SID, token and API key each time, with Twilio's lengths. */
function accountOf(seed: number): Account {
  const ids = new Ids(seed ^ ACCOUNT_STREAM);
  return {
    sid: ids.sid('AC'),
    authToken: ids.hex(32),
    friendlyName: 'Emulated account',
    apiKeys: { [ids.sid('SK')]: ids.hex(32) },
  };
}

/** The parts every product is built on. `webhooks` needs some of the others, so it is made by a function of them. */
export function createKernel<W extends Webhooks>(
  seed: number,
  account: Partial<Account>,
  webhooks: (parts: Omit<Kernel, 'webhooks'>) => W,
): Kernel & { webhooks: W } {
  const clock = new Clock();
  const parts = {
    account: { ...accountOf(seed), ...account },
    clock,
    ids: new Ids(seed),
    store: new Store(),
    timeline: new Timeline(clock),
    faults: new Faults(),
  };
  return { ...parts, webhooks: webhooks(parts) };
}
