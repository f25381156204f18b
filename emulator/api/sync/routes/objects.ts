import { metaPage, noContent, type RestRequest, type Route } from '../../rest';
import type { ObjectKind, SyncObject } from '../entities';
import { readData, readIfMatch, readTtl, requireAny } from '../input';
import { HOST, objectView, SEGMENT } from '../views';
import { objectOf, revised, type SyncRoom, serviceOf } from './request';

/**
 * `/Documents`, `/Maps`, `/Lists` and `/Streams` themselves; what they hold is in the other rooms.
 * https://www.twilio.com/docs/sync/api/document-resource and its neighbours
 */
export function objectRoutes(room: SyncRoom, kind: ObjectKind): Route[] {
  const { account, model } = room;
  const many = `/v1/Services/{ServiceSid}/${SEGMENT[kind]}`;
  const one = `${many}/{Sid}`;
  const view = (object: SyncObject) => objectView(account.sid, object);
  const named = (request: RestRequest) => objectOf(room, request, kind, 'Sid');
  return [
    {
      method: 'POST',
      host: HOST,
      path: many,
      handle: (request) => {
        const service = serviceOf(room, request);
        const object = model.objects.create(service.sid, kind, {
          uniqueName: request.form.get('UniqueName'),
          data: kind === 'document' ? readData(request)?.data : undefined,
          ttl: readTtl(request, 'CollectionTtl', 'Ttl'),
        });
        return revised(201, object, view(object));
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: many,
      handle: (request) =>
        metaPage(
          request,
          SEGMENT[kind].toLowerCase(),
          model.objects.list(serviceOf(room, request).sid, kind),
          view,
        ),
    },
    {
      method: 'GET',
      host: HOST,
      path: one,
      handle: (request) => {
        const object = named(request);
        model.rates.read(object.sid);
        return revised(200, object, view(object));
      },
    },
    {
      method: 'POST',
      host: HOST,
      path: one,
      handle: (request) => {
        const object = named(request);
        const updated =
          kind === 'document' ? updateDocument(room, object, request) : endLater(room, object, request);
        return revised(200, updated, view(updated));
      },
    },
    {
      method: 'DELETE',
      host: HOST,
      path: one,
      handle: (request) => {
        const object = named(request);
        model.rates.write(object.sid, 0);
        model.objects.remove(object);
        return noContent();
      },
    },
  ];
}

function updateDocument({ model }: SyncRoom, document: SyncObject, request: RestRequest): SyncObject {
  requireAny(request, 'Data', 'Ttl');
  const input = readData(request);
  const ttl = readTtl(request, 'Ttl');
  const expected = readIfMatch(request);
  model.rates.write(document.sid, input?.bytes ?? 0);
  return model.objects.updateDocument(document, { data: input?.data, ttl, expected });
}

function endLater({ model }: SyncRoom, object: SyncObject, request: RestRequest): SyncObject {
  requireAny(request, 'Ttl', 'CollectionTtl');
  const ttl = readTtl(request, 'CollectionTtl', 'Ttl');
  model.rates.write(object.sid, 0);
  return model.objects.setTtl(object, ttl);
}
