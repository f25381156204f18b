import { created, metaPage, noContent, ok, type RestRequest, type Route, TwilioError } from '../../rest';
import { readBoolean } from '../input';
import type { ServiceSettings } from '../services';
import { HOST, serviceView } from '../views';
import { type SyncRoom, serviceOf } from './request';

/** Milliseconds. https://www.twilio.com/docs/sync/api/service */
const DEBOUNCING = { least: 1000, most: 30_000 };

/** `/v1/Services`: https://www.twilio.com/docs/sync/api/service */
export function serviceRoutes(room: SyncRoom): Route[] {
  const { account, model } = room;
  const one = '/v1/Services/{Sid}';
  const many = '/v1/Services';
  return [
    {
      method: 'POST',
      host: HOST,
      path: many,
      handle: (request) => created(serviceView(account.sid, model.services.create(readSettings(request)))),
    },
    {
      method: 'GET',
      host: HOST,
      path: many,
      handle: (request) =>
        metaPage(request, 'services', model.services.list(), (service) => serviceView(account.sid, service)),
    },
    {
      method: 'GET',
      host: HOST,
      path: one,
      handle: (request) => ok(serviceView(account.sid, serviceOf(room, request, 'Sid'))),
    },
    {
      method: 'POST',
      host: HOST,
      path: one,
      handle: (request) => {
        const service = serviceOf(room, request, 'Sid');
        return ok(serviceView(account.sid, model.services.update(service, readSettings(request))));
      },
    },
    {
      method: 'DELETE',
      host: HOST,
      path: one,
      handle: (request) => {
        model.removeService(serviceOf(room, request, 'Sid'));
        return noContent();
      },
    },
  ];
}

function readSettings(request: RestRequest): ServiceSettings {
  const text = (name: string) => request.form.get(name);
  const given: { [K in keyof ServiceSettings]: ServiceSettings[K] | undefined } = {
    friendlyName: text('FriendlyName'),
    webhookUrl: text('WebhookUrl') === '' ? null : text('WebhookUrl'),
    webhooksFromRestEnabled: readBoolean(request, 'WebhooksFromRestEnabled'),
    reachabilityWebhooksEnabled: readBoolean(request, 'ReachabilityWebhooksEnabled'),
    aclEnabled: readBoolean(request, 'AclEnabled'),
    reachabilityDebouncingEnabled: readBoolean(request, 'ReachabilityDebouncingEnabled'),
    reachabilityDebouncingWindow: readWindow(request),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function readWindow(request: RestRequest): number | undefined {
  const name = 'ReachabilityDebouncingWindow';
  if (!request.form.has(name)) return undefined;
  const value = request.form.int(name);
  if (value === undefined || value < DEBOUNCING.least || value > DEBOUNCING.most)
    throw new TwilioError(400, 20001, `Invalid value of parameter ${name}: must be 1000 to 30000`);
  return value;
}
