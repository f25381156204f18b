import type { Kernel, Product } from '../product';
import type { VoiceEngine } from '../voice/device';
import type { Snapshot } from './schemas';

/** The whole emulated account as JSON. Live calls are not part of it: a restored account has none. */
export const takeSnapshot = (kernel: Kernel): Snapshot => ({
  version: 1,
  at: kernel.clock.date().toISOString(),
  ids: kernel.ids.state,
  store: kernel.store.snapshot(),
});

/**
 * Puts a snapshot in place of what the account holds: live calls end, timers that were set are forgotten, and time is
 * never before that of the snapshot, so that what was sent "a minute ago" stays in the past.
 */
export async function restoreSnapshot(
  kernel: Kernel,
  products: readonly Product[],
  engine: VoiceEngine,
  snapshot: Snapshot,
): Promise<void> {
  engine.endAll();
  kernel.clock.reset();
  const ahead = Date.parse(snapshot.at) - kernel.clock.now();
  if (ahead > 0) await kernel.clock.advance(ahead / 1000);
  kernel.store.restore(snapshot.store);
  kernel.ids.reseed(snapshot.ids);
  for (const product of products) product.restored?.();
}
