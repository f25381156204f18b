import { type Caller, Problem } from '../../endpoint';

/** Whether somebody may look at calls of others. */
export const isSupervisor = ({ roles }: Caller): boolean =>
  roles.includes('supervisor') || roles.includes('admin');

/** Throws `forbidden` for who asks for calls of others without being a supervisor. */
export function mayRead(caller: Caller, agent: string): void {
  if (agent !== caller.agentId && !isSupervisor(caller)) throw new Problem('forbidden', { field: 'agent' });
}
