import { type Caller, maskPhone, Problem } from '../../endpoint';
import type { CallView } from '../contract';
import { type CallState, viewOf } from '../state';

/** Whether somebody may look at calls of others. */
export const isSupervisor = ({ roles }: Caller): boolean =>
  roles.includes('supervisor') || roles.includes('admin');

/** Throws `forbidden` for who asks for calls of others without being a supervisor. */
export function mayRead(caller: Caller, agent: string): void {
  if (agent !== caller.agentId && !isSupervisor(caller)) throw new Problem('forbidden', { field: 'agent' });
}

/** A call as somebody may see it: the number of another person's own phone is masked. */
export function viewFor(caller: Caller, agent: string, call: CallState): CallView {
  const view = viewOf(call);
  const [line, ...others] = view.legs;
  if (agent === caller.agentId || !line.number.startsWith('+')) return view;
  return { ...view, legs: [{ ...line, number: maskPhone(line.number) }, ...others] };
}
