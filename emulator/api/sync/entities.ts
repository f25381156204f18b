/** A JSON object: what Sync calls `data`. */
export type SyncData = { [key: string]: unknown };

/** The container of Sync objects. https://www.twilio.com/docs/sync/api/service */
export interface SyncService {
  sid: string;
  /** `default` for the account's own service, which may be addressed by that name; null for all others. */
  uniqueName: string | null;
  friendlyName: string | null;
  webhookUrl: string | null;
  webhooksFromRestEnabled: boolean;
  reachabilityWebhooksEnabled: boolean;
  aclEnabled: boolean;
  reachabilityDebouncingEnabled: boolean;
  /** Milliseconds. */
  reachabilityDebouncingWindow: number;
  /** Milliseconds since the epoch, as every date here. */
  dateCreated: number;
  dateUpdated: number;
}

export type ObjectKind = 'document' | 'map' | 'list' | 'stream';

/** A document, a map, a list or a stream: what a service holds, what permissions are granted on. */
export interface SyncObject {
  kind: ObjectKind;
  sid: string;
  serviceSid: string;
  uniqueName: string | null;
  /** Counts every change of the object or of one of its items; shown in hexadecimal. Never goes back. */
  revision: number;
  /** A document's content; empty for the other kinds. */
  data: SyncData;
  /** The index that a list gives to its next item; an index is never used twice. */
  nextIndex: number;
  dateCreated: number;
  dateUpdated: number;
  dateExpires: number | null;
  /** Identity of the token it was made with, or `system` for REST. */
  createdBy: string;
}

/** An entry of a map or of a list. */
export interface SyncItem {
  /** The map's key, or the list's index as digits. */
  key: string;
  data: SyncData;
  /** The object's revision after the item's last change, so an item made anew never repeats one. */
  revision: number;
  dateCreated: number;
  dateUpdated: number;
  dateExpires: number | null;
  createdBy: string;
}

/** What one identity may do with one object, where the service has its ACL on. */
export interface SyncPermission {
  identity: string;
  read: boolean;
  write: boolean;
  manage: boolean;
}

/** The prefix of each kind's SID. */
export const SID_PREFIX: Record<ObjectKind, string> = { document: 'ET', map: 'MP', list: 'ES', stream: 'TO' };

/** A revision as Twilio writes it: hexadecimal digits, "0" for what was just made. */
export const revisionText = (revision: number): string => revision.toString(16);
