import { build } from '../scripts/build';

/** Builds the functions once for all tests that run them. */
export default async function setup(): Promise<void> {
  await build();
}
