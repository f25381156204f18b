import {
  classicPage,
  created,
  noContent,
  notFound,
  ok,
  type RestRequest,
  type Route,
  rfc2822,
} from '../rest';
import type { ApiKey, ApiKeys } from './model';

const HOST = 'api.twilio.com';
const MANY = '/2010-04-01/Accounts/{AccountSid}/Keys.json';
const ONE = '/2010-04-01/Accounts/{AccountSid}/Keys/{Sid}.json';

/** `/Keys.json`: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010 */
export function keyRoutes(keys: ApiKeys): Route[] {
  const named = (request: RestRequest): ApiKey => {
    const key = keys.find(request.params.Sid ?? '');
    if (!key) throw notFound(request);
    return key;
  };
  return [
    {
      method: 'POST',
      host: HOST,
      path: MANY,
      handle: (request) => {
        const key = keys.create(request.form.get('FriendlyName') ?? '');
        // The one time that the secret is told.
        return created({ ...keyView(key), secret: key.secret });
      },
    },
    { method: 'GET', host: HOST, path: MANY, handle: (r) => classicPage(r, 'keys', keys.list(), keyView) },
    { method: 'GET', host: HOST, path: ONE, handle: (request) => ok(keyView(named(request))) },
    {
      method: 'POST',
      host: HOST,
      path: ONE,
      handle: (request) => {
        const key = named(request);
        return ok(keyView(keys.rename(key, request.form.get('FriendlyName') ?? key.friendlyName)));
      },
    },
    {
      method: 'DELETE',
      host: HOST,
      path: ONE,
      handle: (request) => {
        keys.remove(named(request));
        return noContent();
      },
    },
  ];
}

const keyView = (key: ApiKey): Record<string, unknown> => ({
  sid: key.sid,
  friendly_name: key.friendlyName,
  date_created: rfc2822(key.dateCreated),
  date_updated: rfc2822(key.dateUpdated),
});
