import type { SyncModel, SyncObject } from '../../../api/sync';
import { syncError } from '../../../api/sync/errors';
import type { Caller } from './request';

/**
 * `read`: the object and its items. `write`: a document's data, items. `manage`: remove the object, set when it ends.
 * https://www.twilio.com/docs/sync/api/sync-permissions
 */
export type Right = 'read' | 'write' | 'manage';

/** Whether this person may; everybody may where the service has its ACL off. Streams have no permissions. */
export function may(model: SyncModel, { identity }: Caller, object: SyncObject, right: Right): boolean {
  if (object.kind === 'stream' || !model.services.find(object.serviceSid)?.aclEnabled) return true;
  return model.objects.permissions(object).get(identity)?.[right] ?? false;
}

/** Throws 403 / 54007. https://www.twilio.com/docs/api/errors/54007 */
export function demand(model: SyncModel, caller: Caller, object: SyncObject, right: Right): void {
  if (!may(model, caller, object, right)) throw syncError(54007);
}

/**
 * Whoever makes an object may do everything with it. Twilio's documentation does not say who may use an object that a
 * client made while the ACL is on; were it nobody, no client could use what it opened.
 */
export function grantAll(model: SyncModel, { identity }: Caller, object: SyncObject): void {
  if (object.kind === 'stream' || !model.services.find(object.serviceSid)?.aclEnabled) return;
  model.objects.permissions(object).set(identity, { identity, read: true, write: true, manage: true });
}
