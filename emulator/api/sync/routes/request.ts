import type { Account } from '../../../product';
import { notFound, type RestReply, type RestRequest } from '../../rest';
import { type ObjectKind, revisionText, type SyncItem, type SyncObject, type SyncService } from '../entities';
import type { SyncModel } from '../model';

/** What every group of routes needs. */
export interface SyncRoom {
  account: Account;
  model: SyncModel;
}

/** The service that the address names (a SID or `default`), or 404. */
export function serviceOf(room: SyncRoom, request: RestRequest, variable = 'ServiceSid'): SyncService {
  const service = room.model.services.find(request.params[variable] ?? '');
  if (!service) throw notFound(request);
  return service;
}

/** The object that the address names (by SID or unique name), or 404. */
export function objectOf(
  room: SyncRoom,
  request: RestRequest,
  kind: ObjectKind,
  variable: string,
): SyncObject {
  const service = serviceOf(room, request);
  const object = room.model.objects.find(service.sid, kind, request.params[variable] ?? '');
  if (!object) throw notFound(request);
  return object;
}

/** The reply with the revision as its ETag, which If-Match then takes. */
export function revised(status: number, subject: SyncObject | SyncItem, json: unknown): RestReply {
  return { status, json, headers: { ETag: revisionText(subject.revision) } };
}
