import type { Kernel } from '../../product';
import type { Collection } from '../../store';
import type { SyncService } from './entities';

/** The fields of a service that a program may set. */
export type ServiceSettings = Partial<
  Omit<SyncService, 'sid' | 'uniqueName' | 'dateCreated' | 'dateUpdated'>
>;

/** The account's Sync services; the one named `default` is always there. */
export class SyncServices {
  readonly #all: Collection<SyncService>;

  constructor(private readonly kernel: Kernel) {
    this.#all = kernel.store.collection('sync.services');
    this.ensureDefault();
  }

  /** Makes the default service where it is missing (a new account, an emptied store). */
  ensureDefault(): void {
    if (!this.find('default')) this.create({ friendlyName: 'Default Service' }, 'default');
  }

  create(settings: ServiceSettings, uniqueName: string | null = null): SyncService {
    const now = this.kernel.clock.now();
    const service: SyncService = {
      sid: this.kernel.ids.sid('IS'),
      uniqueName,
      friendlyName: null,
      webhookUrl: null,
      webhooksFromRestEnabled: false,
      reachabilityWebhooksEnabled: false,
      aclEnabled: false,
      reachabilityDebouncingEnabled: false,
      reachabilityDebouncingWindow: 5000,
      ...settings,
      dateCreated: now,
      dateUpdated: now,
    };
    return this.#all.set(service.sid, service);
  }

  /** By SID, or `default`. */
  find(address: string): SyncService | undefined {
    return this.#all.get(address) ?? this.#all.find((service) => service.uniqueName === address);
  }

  list(): SyncService[] {
    return this.#all.values();
  }

  update(service: SyncService, settings: ServiceSettings): SyncService {
    return this.#all.set(service.sid, { ...service, ...settings, dateUpdated: this.kernel.clock.now() });
  }

  remove(service: SyncService): void {
    this.#all.delete(service.sid);
  }
}
