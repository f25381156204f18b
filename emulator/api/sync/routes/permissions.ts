import { metaPage, noContent, notFound, ok, type RestRequest, type Route, required } from '../../rest';
import type { SyncObject } from '../entities';
import { readBoolean } from '../input';
import { HOST, permissionView, SEGMENT } from '../views';
import { objectOf, type SyncRoom } from './request';

const PARENT = { document: 'DocumentSid', map: 'MapSid', list: 'ListSid' } as const;

/** Who may read, write and manage one object: https://www.twilio.com/docs/sync/api/sync-permissions */
export function permissionRoutes(room: SyncRoom, kind: 'document' | 'map' | 'list'): Route[] {
  const { account, model } = room;
  const many = `/v1/Services/{ServiceSid}/${SEGMENT[kind]}/{${PARENT[kind]}}/Permissions`;
  const one = `${many}/{Identity}`;
  const parent = (request: RestRequest): SyncObject => objectOf(room, request, kind, PARENT[kind]);
  const identityOf = (request: RestRequest) => request.params.Identity ?? '';
  return [
    {
      method: 'GET',
      host: HOST,
      path: many,
      handle: (request) => {
        const object = parent(request);
        return metaPage(request, 'permissions', model.objects.permissions(object).values(), (permission) =>
          permissionView(account.sid, object, permission),
        );
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: one,
      handle: (request) => {
        const object = parent(request);
        const permission = model.objects.permissions(object).get(identityOf(request));
        if (!permission) throw notFound(request);
        model.rates.permission('read', object.sid, permission.identity);
        return ok(permissionView(account.sid, object, permission));
      },
    },
    {
      method: 'POST',
      host: HOST,
      path: one,
      handle: (request) => {
        const object = parent(request);
        const identity = identityOf(request);
        for (const name of ['Read', 'Write', 'Manage']) required(request, name);
        const permission = {
          identity,
          read: readBoolean(request, 'Read') ?? false,
          write: readBoolean(request, 'Write') ?? false,
          manage: readBoolean(request, 'Manage') ?? false,
        };
        model.rates.permission('write', object.sid, identity);
        model.objects.permissions(object).set(identity, permission);
        return ok(permissionView(account.sid, object, permission));
      },
    },
    {
      method: 'DELETE',
      host: HOST,
      path: one,
      handle: (request) => {
        const object = parent(request);
        const identity = identityOf(request);
        model.rates.permission('write', object.sid, identity);
        if (!model.objects.permissions(object).delete(identity)) throw notFound(request);
        return noContent();
      },
    },
  ];
}
