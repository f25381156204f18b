import { metaPage, noContent, notFound, type RestRequest, type Route, TwilioError } from '../../rest';
import type { SyncItem, SyncObject } from '../entities';
import { readData, readIfMatch, readTtl, requireAny, requireData } from '../input';
import type { ItemQuery } from '../items';
import { HOST, itemView, SEGMENT } from '../views';
import { objectOf, revised, type SyncRoom } from './request';

/** How the two kinds of collection differ at the door. */
const DOOR = {
  map: { parent: 'MapSid', item: 'Key', noData: 54206 },
  list: { parent: 'ListSid', item: 'Index', noData: 54156 },
} as const;

/**
 * The items of maps and lists: https://www.twilio.com/docs/sync/api/map-item-resource,
 * https://www.twilio.com/docs/sync/api/listitem-resource
 */
export function itemRoutes(room: SyncRoom, kind: 'map' | 'list'): Route[] {
  const { account, model } = room;
  const door = DOOR[kind];
  const many = `/v1/Services/{ServiceSid}/${SEGMENT[kind]}/{${door.parent}}/Items`;
  const one = `${many}/{${door.item}}`;
  const parent = (request: RestRequest) => objectOf(room, request, kind, door.parent);
  const named = (request: RestRequest): { object: SyncObject; item: SyncItem } => {
    const object = parent(request);
    const item = model.items.find(object, request.params[door.item] ?? '');
    if (!item) throw notFound(request);
    return { object, item };
  };
  const reply = (status: number, object: SyncObject, item: SyncItem) =>
    revised(status, item, itemView(account.sid, object, item));

  return [
    {
      method: 'POST',
      host: HOST,
      path: many,
      handle: (request) => {
        const object = parent(request);
        const { data, bytes } = requireData(request, door.noData);
        const ttl = readTtl(request, 'ItemTtl', 'Ttl');
        const collectionTtl = readTtl(request, 'CollectionTtl');
        model.rates.write(object.sid, bytes);
        const item = model.items.add(object, { key: request.form.get('Key'), data, ttl });
        model.objects.setTtl(object, collectionTtl);
        return reply(201, object, item);
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: many,
      handle: (request) => {
        const object = parent(request);
        const query = readQuery(request);
        model.rates.read(object.sid);
        return metaPage(request, 'items', model.items.list(object, query), (item) =>
          itemView(account.sid, object, item),
        );
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: one,
      handle: (request) => {
        const { object, item } = named(request);
        model.rates.read(object.sid);
        return reply(200, object, item);
      },
    },
    {
      method: 'POST',
      host: HOST,
      path: one,
      handle: (request) => {
        const { object, item } = named(request);
        requireAny(request, 'Data', 'Ttl', 'ItemTtl', 'CollectionTtl');
        const input = readData(request);
        const ttl = readTtl(request, 'ItemTtl', 'Ttl');
        const collectionTtl = readTtl(request, 'CollectionTtl');
        const expected = readIfMatch(request);
        model.rates.write(object.sid, input?.bytes ?? 0);
        const updated = model.items.update(object, item, { data: input?.data, ttl, expected });
        model.objects.setTtl(object, collectionTtl);
        return reply(200, object, updated);
      },
    },
    {
      method: 'DELETE',
      host: HOST,
      path: one,
      handle: (request) => {
        const { object, item } = named(request);
        const expected = readIfMatch(request);
        model.rates.write(object.sid, 0);
        model.items.remove(object, item, expected);
        return noContent();
      },
    },
  ];
}

function readQuery(request: RestRequest): ItemQuery {
  return {
    order: oneOf(request, 'Order', ['asc', 'desc']) ?? 'asc',
    from: request.query.get('From'),
    bounds: oneOf(request, 'Bounds', ['inclusive', 'exclusive']) ?? 'inclusive',
  };
}

function oneOf<T extends string>(request: RestRequest, name: string, values: T[]): T | undefined {
  const text = request.query.get(name);
  const value = values.find((one) => one === text);
  if (text !== undefined && value === undefined)
    throw new TwilioError(400, 20001, `Invalid value of parameter ${name}: must be ${values.join(' or ')}`);
  return value;
}
