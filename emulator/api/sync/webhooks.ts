import type { Kernel } from '../../product';
import { revisionText, type SyncItem, type SyncObject } from './entities';
import type { SyncEvent } from './events';
import type { SyncModel } from './model';

/** Calls a service's webhook URL for its events. https://www.twilio.com/docs/sync/webhooks */
export function sendWebhooks(kernel: Kernel, model: SyncModel): void {
  model.events.subscribe((event) => {
    // Twilio has no webhook for stream messages, nor for a stream itself.
    if (event.object.kind === 'stream') return;
    const service = model.services.find(event.object.serviceSid);
    if (!service?.webhookUrl || (event.fromRest && !service.webhooksFromRestEnabled)) return;
    kernel.webhooks.notify({
      purpose: 'sync event',
      url: service.webhookUrl,
      method: 'POST',
      params: { AccountSid: kernel.account.sid, ...paramsOf(event) },
    });
  });
}

function paramsOf(event: SyncEvent): Record<string, string> {
  const { object, item } = event;
  return {
    EventType: event.type,
    Identity: event.by,
    ServiceSid: object.serviceSid,
    ...(object.kind === 'document' ? documentParams(object) : {}),
    ...(object.kind === 'map' ? collectionParams('Map', object) : {}),
    ...(object.kind === 'list' ? collectionParams('List', object) : {}),
    ...(item ? itemParams(object, item) : {}),
  };
}

const documentParams = (object: SyncObject): Record<string, string> => ({
  DocumentSid: object.sid,
  ...(object.uniqueName === null ? {} : { DocumentUniqueName: object.uniqueName }),
  DocumentRevision: revisionText(object.revision),
  DocumentData: JSON.stringify(object.data),
});

const collectionParams = (prefix: 'Map' | 'List', object: SyncObject): Record<string, string> => ({
  [`${prefix}Sid`]: object.sid,
  ...(object.uniqueName === null ? {} : { [`${prefix}UniqueName`]: object.uniqueName }),
});

const itemParams = (object: SyncObject, item: SyncItem): Record<string, string> => ({
  ...(object.kind === 'list' ? { ItemIndex: item.key } : { ItemKey: item.key }),
  ItemRevision: revisionText(item.revision),
  ItemData: JSON.stringify(item.data),
});
