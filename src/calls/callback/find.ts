import type { Deps } from '../../endpoint';
import { BRINGING_MS } from '../inbound/caller';
import { standingOf } from '../inbound/task';
import { findCustomerLine } from '../lines';
import { CLAIM_MS, type Facts, type OfferedCall } from '../state';

/**
 * What has become of a customer whom somebody claimed to call back, when nothing was heard of it since: Twilio has a line,
 * or nobody was called. Who takes a callback tells TaskRouter before they dial, so an offer that is still open means that
 * they have not. At most four requests.
 */
export async function findCalledBack(deps: Deps, call: OfferedCall): Promise<Facts> {
  const since = call.dialled?.at ?? 0;
  const wait = since + BRINGING_MS - deps.now().getTime();
  if (wait > 0) await new Promise((done) => setTimeout(done, Math.min(wait, BRINGING_MS)));
  const found = await findCustomerLine(deps, call);
  if (found.customer !== undefined) return found;
  const now = deps.now().getTime();
  const died = now - since > CLAIM_MS;
  if (call.accepted !== undefined) return died ? { refused: 0 } : {};
  const standing = await standingOf(deps, call.offer);
  if (standing === 'open') return { refused: 0 };
  if (standing === 'gone') return { refused: 0, withdrawn: { at: now, by: 'system' } };
  return { accepted: now, ...(died ? { refused: 0 } : {}) };
}
