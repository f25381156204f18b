import type { Caller, Deps, Input, Success } from '../../endpoint';
import { CALL_ID, callIn, callsOf } from '../items';
import type { History } from './schemas';
import { mayRead, viewFor } from './whose';

/**
 * The caller's calls that have ended, newest first; a supervisor's also those of another agent. One request. Fails with
 * `forbidden`.
 */
export async function listCalls(
  deps: Deps,
  { agent, limit, before }: Input<typeof History>,
  caller: Caller,
): Promise<Success> {
  const owner = agent ?? caller.agentId;
  mayRead(caller, owner);
  const from = before === undefined ? {} : { from: before };
  // Two more than asked for: the live call or the last one of the page before, and a sign that there is more.
  const items = await callsOf(deps, owner).list({ limit: limit + 2, order: 'desc', ...from });
  const past = items
    .filter(({ key }) => CALL_ID.test(key) && key !== before)
    .flatMap((item) => callIn(item) ?? []);
  const page = past.slice(0, limit);
  const last = page.at(-1);
  const more = past.length > limit && last !== undefined ? { next: last.id } : {};
  const calls = page.map((call) => viewFor(caller, owner, call));
  return { message: 'These are the calls.', data: { calls, ...more } };
}
