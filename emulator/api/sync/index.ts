import type { Kernel, Product } from '../../product';
import type { SyncEvent, SyncEvents } from './events';
import { SyncModel } from './model';
import { itemRoutes } from './routes/items';
import { messageRoutes } from './routes/messages';
import { objectRoutes } from './routes/objects';
import { permissionRoutes } from './routes/permissions';
import { serviceRoutes } from './routes/services';
import { sendWebhooks } from './webhooks';

export type { ObjectKind, SyncData, SyncItem, SyncObject, SyncPermission, SyncService } from './entities';
export type { SyncEvent, SyncEventType } from './events';
export type { SyncModel } from './model';

/** Sync v1: its REST, the model behind it, and every change as it happens (for sockets). */
export interface Sync extends Product {
  model: SyncModel;
  events: Pick<SyncEvents, 'subscribe'>;
}

/** Twilio Sync (https://www.twilio.com/docs/sync/api): services, documents, maps, lists, streams, permissions. */
export function createSync(kernel: Kernel): Sync {
  const model = new SyncModel(kernel);
  model.events.subscribe((event) => kernel.timeline.add({ kind: 'sync', summary: summaryOf(event) }));
  sendWebhooks(kernel, model);
  const room = { account: kernel.account, model };
  return {
    name: 'sync',
    model,
    events: model.events,
    routes: [
      ...serviceRoutes(room),
      ...(['document', 'map', 'list', 'stream'] as const).flatMap((kind) => objectRoutes(room, kind)),
      ...(['map', 'list'] as const).flatMap((kind) => itemRoutes(room, kind)),
      ...(['document', 'map', 'list'] as const).flatMap((kind) => permissionRoutes(room, kind)),
      ...messageRoutes(room),
    ],
    restored: () => model.restored(),
  };
}

function summaryOf({ type, object, item }: SyncEvent): string {
  const name = object.uniqueName ?? object.sid;
  const part = item ? `/${item.key}` : '';
  return `${type.replaceAll('_', ' ')}: ${name}${part}, revision ${object.revision}`;
}
