import type { ObjectKind, SyncEvent, SyncItem, SyncObject } from '../../../api/sync';
import { revisionText } from '../../../api/sync/entities';
import { SEGMENT } from '../../../api/sync/views';

type Json = Record<string, unknown>;

const date = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** `host` is the one that the SDK asked, so that it asks there again. Whatever the scheme, it stays in the socket. */
const objectUrl = (host: string, object: SyncObject): string =>
  `https://${host}/v3/${SEGMENT[object.kind]}/${object.sid}`;

const itemUrl = (host: string, object: SyncObject, item: SyncItem): string =>
  `${objectUrl(host, object)}/Items/${encodeURIComponent(item.key)}`;

/** An object as the SDK gets it: without the data of a document when it has just sent that itself. */
export function objectView(host: string, object: SyncObject, data?: 'with data'): Json {
  const url = objectUrl(host, object);
  return {
    sid: object.sid,
    unique_name: object.uniqueName,
    service_sid: object.serviceSid,
    revision: revisionText(object.revision),
    last_event_id: object.revision,
    ...(data && object.kind === 'document' ? { data: object.data } : {}),
    date_created: date(object.dateCreated),
    date_updated: date(object.dateUpdated),
    date_expires: date(object.dateExpires),
    created_by: object.createdBy,
    url,
    links: linksOf(object.kind, url),
  };
}

/** As `objectView`, for an item. Its event number is the object's revision after the item's last change. */
export function itemView(host: string, object: SyncObject, item: SyncItem, data?: 'with data'): Json {
  return {
    ...keyOf(object.kind, item),
    revision: revisionText(item.revision),
    last_event_id: item.revision,
    ...(data ? { data: item.data } : {}),
    date_created: date(item.dateCreated),
    date_updated: date(item.dateUpdated),
    date_expires: date(item.dateExpires),
    created_by: item.createdBy,
    url: itemUrl(host, object, item),
  };
}

/** A change as it is pushed. */
export function eventView(host: string, event: SyncEvent): Json {
  const { object, item, message } = event;
  const { kind } = object;
  return {
    type: event.type,
    id: object.revision,
    date_created: date(object.dateUpdated),
    [`${kind}_sid`]: object.sid,
    [`${kind}_unique_name`]: object.uniqueName,
    [`${kind}_revision`]: revisionText(object.revision),
    ...(kind === 'document' ? { document_data: object.data } : {}),
    ...(item
      ? {
          ...(kind === 'list' ? { item_index: Number(item.key) } : { item_key: item.key }),
          item_url: itemUrl(host, object, item),
          item_revision: revisionText(item.revision),
          item_data: item.data,
          date_expires: date(item.dateExpires),
        }
      : {}),
    ...(message ? { message_sid: message.sid, message_data: message.data } : {}),
  };
}

const keyOf = (kind: ObjectKind, item: SyncItem): Json =>
  kind === 'list' ? { index: Number(item.key) } : { key: item.key };

function linksOf(kind: ObjectKind, url: string): Json {
  if (kind === 'document') return {};
  if (kind === 'stream') return { messages: `${url}/Messages` };
  return { items: `${url}/Items`, ...(kind === 'list' ? { context: `${url}/Context` } : {}) };
}
