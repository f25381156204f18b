import { created, ok, type RestReply, TwilioError } from '../../../api/rest';
import type { SyncItem, SyncModel, SyncObject } from '../../../api/sync';
import { syncError } from '../../../api/sync/errors';
import { readData, readIfMatch, readTtl, requireAny, requireData } from '../../../api/sync/input';
import { SEGMENT } from '../../../api/sync/views';
import { demand, type Right } from './access';
import { actorOf, type CdsRequest, type CdsRoute, objectOf } from './request';
import { itemView, objectView } from './views';

/** Items of one page at most. https://www.twilio.com/docs/sync/limits */
export const HIGHEST_PAGE = 100;
const USUAL_PAGE = 50;

/** How the two kinds of collection differ at this door. */
const DOOR = {
  map: { noData: 54206, notFound: 54201, mismatch: 54205, filter: 'Key' },
  list: { noData: 54156, notFound: 54151, mismatch: 54155, filter: 'Index' },
} as const;

/** The items of maps and lists. */
export function itemRoutes(model: SyncModel, kind: 'map' | 'list'): CdsRoute[] {
  const door = DOOR[kind];
  const many = `/v3/${SEGMENT[kind]}/{Sid}/Items`;
  const one = `${many}/{Key}`;
  const parent = (request: CdsRequest, right: Right) => {
    const object = objectOf(model, request.caller, kind, request.params.Sid ?? '');
    demand(model, request.caller, object, right);
    return object;
  };
  const named = (request: CdsRequest, right: Right): { object: SyncObject; item: SyncItem } => {
    const object = parent(request, right);
    const item = model.items.find(object, request.params.Key ?? '');
    if (!item) throw syncError(door.notFound);
    return { object, item };
  };
  const add = (request: CdsRequest, object: SyncObject, key?: string): RestReply => {
    const { data, bytes } = requireData(request, door.noData);
    const ttl = readTtl(request, 'Ttl');
    model.rates.write(object.sid, bytes);
    const item = model.items.add(object, { key, data, ttl }, actorOf(request));
    return created(itemView(request.host, object, item));
  };
  const change = (request: CdsRequest, object: SyncObject, item: SyncItem): RestReply => {
    requireAny(request, 'Data', 'Ttl');
    const input = readData(request);
    const ttl = readTtl(request, 'Ttl');
    const expected = readIfMatch(request);
    model.rates.write(object.sid, input?.bytes ?? 0);
    model.items.update(object, item, { data: input?.data, ttl, expected }, actorOf(request));
    return ok(itemView(request.host, object, item));
  };
  /** `If-Match: -1` stands for an item that is not there yet. */
  const put = (request: CdsRequest): RestReply => {
    const object = parent(request, 'write');
    const key = request.params.Key ?? '';
    const item = model.items.find(object, key);
    const ifMatch = request.headers['if-match'];
    const asks = ifMatch === undefined ? 'any' : ifMatch === '-1' ? 'none' : 'one';
    if (asks === (item ? 'none' : 'one')) throw syncError(door.mismatch);
    return item ? change(request, object, item) : add(request, object, key);
  };

  return [
    { method: 'GET', path: many, handle: (request) => page(request, parent(request, 'read')) },
    kind === 'map'
      ? { method: 'PUT', path: one, handle: put }
      : { method: 'POST', path: many, handle: (request) => add(request, parent(request, 'write')) },
    {
      method: 'POST',
      path: one,
      handle: (request) => {
        const { object, item } = named(request, 'write');
        return change(request, object, item);
      },
    },
    {
      method: 'DELETE',
      path: one,
      handle: (request) => {
        const { object, item } = named(request, 'write');
        model.rates.write(object.sid, 0);
        model.items.remove(object, item, readIfMatch(request), actorOf(request));
        const { last_event_id, date_updated } = objectView(request.host, object);
        return ok({ last_event_id, date_updated });
      },
    },
  ];

  /** One item by its key or index, or a page of them from one on, itself included. */
  function page(request: CdsRequest, object: SyncObject): RestReply {
    model.rates.read(object.sid);
    const { query } = request;
    const order = query.get('Order') ?? 'asc';
    if (order !== 'asc' && order !== 'desc')
      throw new TwilioError(400, 20001, 'Invalid value of parameter Order: must be asc or desc');
    const key = query.get(door.filter);
    const all = model.items.list(object, { order });
    const from = query.get('From');
    const rest =
      key === undefined ? model.items.list(object, { order, from }) : all.filter((item) => item.key === key);
    const size = Math.min(Math.max(query.int('PageSize') ?? USUAL_PAGE, 1), HIGHEST_PAGE);
    const items = rest.slice(0, size);
    const [first] = items;
    return ok({
      items: items.map((item) => itemView(request.host, object, item, 'with data')),
      meta: {
        // The SDK pages with From; of the tokens it only asks whether they are there.
        previous_token: key === undefined && first !== all[0] ? 'previous' : null,
        next_token: rest.length > size ? 'next' : null,
      },
    });
  }
}
