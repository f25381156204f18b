import { build } from '../scripts/build';
import { forgetProvisioned } from './harness/provisioned';

/** Builds the functions once for all tests that run them; provisions nothing before one of them needs it. */
export default async function setup(): Promise<void> {
  await Promise.all([build(), forgetProvisioned()]);
}
