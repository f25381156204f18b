import type { Config } from '../config';
import { type Deps, keyedHash, type Role } from '../endpoint';
import type { Person } from '../live-state';
import { normaliseEmail } from './email';

/** How a person is shown to themselves. */
export interface AgentView {
  id: string;
  email: string;
  phone: string;
  roles: Role[];
}

/** What somebody may do: an agent always, more by configuration or by their record. */
export function rolesOf(config: Config, email: string, extra: readonly Role[] = []): Role[] {
  const listed = (emails: string[]) => emails.map(normaliseEmail).includes(email);
  const admin = extra.includes('admin') || listed(config.adminEmails);
  const supervisor = admin || extra.includes('supervisor') || listed(config.supervisorEmails);
  return ['agent', ...(supervisor ? (['supervisor'] as const) : []), ...(admin ? (['admin'] as const) : [])];
}

/** Somebody who never finishes the phone step is forgotten after a day. Seconds. */
export const NEWCOMER_TTL = 24 * 3600;

/** The record of somebody who has just proved their address, and nothing else yet. */
export const newcomer = (email: string, verifiedAt: Date): Person => ({
  v: 1,
  email,
  emailVerifiedAt: verifiedAt.toISOString(),
  epoch: 0,
  sessions: [],
});

/** The key a number's claim has: keyed, as a plain hash of a number is found by trying all of them. */
export const claimKey = ({ config }: Deps, phone: string): string =>
  keyedHash(config.jwtSecret, `claim:${phone}`);
