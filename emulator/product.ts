import type { Route } from './api/rest';
import type { Clock } from './clock';
import type { Faults } from './faults';
import type { Ids } from './ids';
import type { Store } from './store';
import type { Timeline } from './timeline';
import type { Webhooks } from './webhooks';

/** The emulated account. Its SID and token are what the SDK and the signatures use; both have Twilio's lengths. */
export interface Account {
  sid: string;
  authToken: string;
  friendlyName: string;
  /** Valid API keys beside the account's own credentials: SID → secret. */
  apiKeys: Record<string, string>;
}

/** What every product of the emulator is built on; made once by `createEmulator`. */
export interface Kernel {
  account: Account;
  clock: Clock;
  ids: Ids;
  store: Store;
  timeline: Timeline;
  faults: Faults;
  webhooks: Webhooks;
}

/** One Twilio product: its REST operations, and what it does around a snapshot. */
export interface Product {
  name: string;
  routes: Route[];
  /** Called after the store was replaced or emptied: drop what lives outside it, arm timers anew. */
  restored?(): void;
  /** Called once when the emulator stops. */
  stop?(): void | Promise<void>;
}
