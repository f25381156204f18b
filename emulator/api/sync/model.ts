import type { Kernel } from '../../product';
import type { SyncService } from './entities';
import { EventLog } from './event-log';
import { SyncEvents } from './events';
import { Expiry } from './expiry';
import { SyncItems } from './items';
import { SyncObjects } from './objects';
import { Rates } from './rates';
import { SyncServices } from './services';

/**
 * All of Sync but its doors: REST and sockets both work on this, and both are told of every change through `events`.
 * Rates are the doors' to count (`rates`), for Twilio counts requests.
 */
export class SyncModel {
  readonly events = new SyncEvents();
  readonly log = new EventLog(this.events);
  readonly services: SyncServices;
  readonly objects: SyncObjects;
  readonly items: SyncItems;
  readonly rates: Rates;
  readonly #expiry: Expiry;

  constructor(kernel: Kernel) {
    this.#expiry = new Expiry(kernel.clock);
    this.services = new SyncServices(kernel);
    this.objects = new SyncObjects(kernel, this.events, this.#expiry);
    this.items = new SyncItems(kernel, this.objects, this.#expiry, this.events);
    this.rates = new Rates(kernel.clock);
  }

  /** Removes a service with everything in it. */
  removeService(service: SyncService): void {
    for (const object of this.objects.list(service.sid)) this.objects.remove(object);
    this.services.remove(service);
  }

  /** Takes up what the store now holds: timers for what expires, the default service, rates from nought. */
  restored(): void {
    this.#expiry.clear();
    this.log.clear();
    this.rates.forget();
    this.services.ensureDefault();
    this.objects.rearm();
    this.items.rearm();
  }
}
