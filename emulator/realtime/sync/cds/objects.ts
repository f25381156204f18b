import { created, noContent, ok } from '../../../api/rest';
import type { ObjectKind, SyncModel } from '../../../api/sync';
import { readData, readIfMatch, readTtl, requireAny, requireData } from '../../../api/sync/input';
import { LIMITS } from '../../../api/sync/limits';
import { SEGMENT } from '../../../api/sync/views';
import { demand, grantAll, type Right } from './access';
import { HIGHEST_PAGE } from './items';
import { actorOf, type CdsRequest, type CdsRoute, objectOf, serviceOf } from './request';
import { itemView, objectView } from './views';

/** `/v3/Documents`, `/v3/Maps`, `/v3/Lists` and `/v3/Streams` themselves. */
export function objectRoutes(model: SyncModel, kind: ObjectKind): CdsRoute[] {
  const many = `/v3/${SEGMENT[kind]}`;
  const one = `${many}/{Sid}`;
  const named = (request: CdsRequest, right: Right) => {
    const object = objectOf(model, request.caller, kind, request.params.Sid ?? '');
    demand(model, request.caller, object, right);
    return object;
  };
  return [
    {
      method: 'POST',
      path: many,
      handle: (request) => {
        const given = {
          uniqueName: request.form.get('UniqueName'),
          data: kind === 'document' ? readData(request)?.data : undefined,
          ttl: readTtl(request, 'Ttl'),
        };
        const service = serviceOf(model, request.caller);
        const object = model.objects.create(service.sid, kind, given, actorOf(request));
        grantAll(model, request.caller, object);
        return created(objectView(request.host, object));
      },
    },
    {
      method: 'GET',
      path: one,
      handle: (request) => {
        const object = named(request, 'read');
        model.rates.read(object.sid);
        const view = objectView(request.host, object, 'with data');
        if (kind !== 'map' || request.query.get('Include') !== 'items') return ok(view);
        const items = model.items.list(object).slice(0, HIGHEST_PAGE);
        return ok({ ...view, items: items.map((item) => itemView(request.host, object, item, 'with data')) });
      },
    },
    {
      method: 'POST',
      path: one,
      handle: (request) => {
        const object = named(request, kind === 'document' ? 'write' : 'manage');
        requireAny(request, ...(kind === 'document' ? ['Data', 'Ttl'] : ['Ttl']));
        const input = kind === 'document' ? readData(request) : undefined;
        const ttl = readTtl(request, 'Ttl');
        const expected = readIfMatch(request);
        model.rates.write(object.sid, input?.bytes ?? 0);
        if (kind === 'document')
          model.objects.updateDocument(object, { data: input?.data, ttl, expected }, actorOf(request));
        else model.objects.setTtl(object, ttl);
        return ok(objectView(request.host, object));
      },
    },
    {
      method: 'DELETE',
      path: one,
      handle: (request) => {
        const object = named(request, 'manage');
        model.rates.write(object.sid, 0);
        model.objects.remove(object, actorOf(request));
        return noContent();
      },
    },
  ];
}

/** Publishing on a stream. */
export function messageRoutes(model: SyncModel): CdsRoute[] {
  return [
    {
      method: 'POST',
      path: '/v3/Streams/{Sid}/Messages',
      handle: (request) => {
        const stream = objectOf(model, request.caller, 'stream', request.params.Sid ?? '');
        const { data } = requireData(request, 54101, LIMITS.messageBytes);
        model.rates.message(stream.sid);
        return created({ sid: model.objects.publish(stream, data, actorOf(request)).sid });
      },
    },
  ];
}
