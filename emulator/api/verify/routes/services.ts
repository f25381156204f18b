import { created, metaPage, noContent, ok, type RestRequest, type Route } from '../../rest';
import { refuseParameters } from '../../unsupported';
import type { VerifyService } from '../entities';
import { invalidParameter } from '../errors';
import { demand, FOLDER, readBoolean, readNumber } from '../input';
import { LIMITS } from '../limits';
import { serviceOf, type VerifyRoom } from '../room';
import { HOST, serviceView } from '../views';

type Settings = Omit<VerifyService, 'sid' | 'dateCreated' | 'dateUpdated'>;

/** `/v2/Services`: https://www.twilio.com/docs/verify/api/service */
export function serviceRoutes(room: VerifyRoom): Route[] {
  const { account, kernel, services } = room;
  const many = '/v2/Services';
  const one = '/v2/Services/{Sid}';
  const view = (service: VerifyService) => serviceView(account.sid, service);
  return [
    {
      method: 'POST',
      host: HOST,
      path: many,
      handle: (request) => {
        demand(request, 'FriendlyName');
        const now = kernel.clock.now();
        const service = { ...usual, ...readSettings(request), dateCreated: now, dateUpdated: now };
        const sid = kernel.ids.sid('VA');
        return created(view(services.set(sid, { ...service, sid })));
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: many,
      handle: (request) => metaPage(request, 'services', services.values(), view),
    },
    { method: 'GET', host: HOST, path: one, handle: (request) => ok(view(serviceOf(room, request, 'Sid'))) },
    {
      method: 'POST',
      host: HOST,
      path: one,
      handle: (request) => {
        const service = serviceOf(room, request, 'Sid');
        const changed = { ...service, ...readSettings(request), dateUpdated: kernel.clock.now() };
        return ok(view(services.set(service.sid, changed)));
      },
    },
    {
      method: 'DELETE',
      host: HOST,
      path: one,
      handle: (request) => {
        const { sid } = serviceOf(room, request, 'Sid');
        room.verifications.clear(sid);
        for (const limit of room.rateLimits.list(sid)) room.rateLimits.remove(limit);
        services.delete(sid);
        return noContent();
      },
    },
  ];
}

const usual: Settings = {
  friendlyName: '',
  codeLength: LIMITS.codeLength.usual,
  lookupEnabled: false,
  psd2Enabled: false,
  skipSmsToLandlines: false,
  dtmfInputRequired: false,
  ttsName: null,
  doNotShareWarningEnabled: false,
  customCodeEnabled: false,
  verifyEventSubscriptionEnabled: false,
};

function readSettings(request: RestRequest): Partial<Settings> {
  refuseParameters(request, ['Push.', 'Totp.', 'Whatsapp.', 'Passkeys.', 'DefaultTemplateSid'], FOLDER);
  const friendlyName = request.form.get('FriendlyName');
  if (friendlyName !== undefined && (friendlyName === '' || friendlyName.length > LIMITS.friendlyName))
    throw invalidParameter('FriendlyName', friendlyName);
  const { least, most } = LIMITS.codeLength;
  const given: { [K in keyof Settings]: Settings[K] | undefined } = {
    friendlyName,
    codeLength: readNumber(request, 'CodeLength', least, most),
    lookupEnabled: readBoolean(request, 'LookupEnabled'),
    psd2Enabled: readBoolean(request, 'Psd2Enabled'),
    skipSmsToLandlines: readBoolean(request, 'SkipSmsToLandlines'),
    dtmfInputRequired: readBoolean(request, 'DtmfInputRequired'),
    ttsName: request.form.get('TtsName'),
    doNotShareWarningEnabled: readBoolean(request, 'DoNotShareWarningEnabled'),
    customCodeEnabled: readBoolean(request, 'CustomCodeEnabled'),
    verifyEventSubscriptionEnabled: readBoolean(request, 'VerifyEventSubscriptionEnabled'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
