import type { Core } from '../../voice/core';
import type { ApplicationRecord } from '../../voice/model';
import { BLANK_SETTINGS } from '../../voice/numbers';
import {
  classicPage,
  created,
  type Form,
  noContent,
  notFound,
  ok,
  type RestRequest,
  type Route,
} from '../rest';
import { ACCOUNT, checkAccount, HOST, matches, url } from './input';
import { voiceSettings } from './settings';
import { applicationView } from './views';

const APPLICATIONS = `${ACCOUNT}/Applications.json`;
const APPLICATION = `${ACCOUNT}/Applications/{Sid}.json`;

/** TwiML applications: https://www.twilio.com/docs/usage/api/applications */
export function applicationRoutes(core: Core): Route[] {
  const { account, clock, ids } = core.kernel;
  const view = (application: ApplicationRecord) => applicationView(account, application);
  const find = (request: RestRequest): ApplicationRecord => {
    checkAccount(core, request);
    const application = core.applications.get(request.params.Sid ?? '');
    if (!application) throw notFound(request);
    return application;
  };
  const create = (request: RestRequest): ApplicationRecord => {
    checkAccount(core, request);
    const now = clock.now();
    const record: ApplicationRecord = {
      ...BLANK_SETTINGS,
      friendlyName: '',
      smsStatusCallback: '',
      messageStatusCallback: '',
      publicApplicationConnectEnabled: false,
      dateCreated: now,
      dateUpdated: now,
      ...changes(request.form),
      sid: ids.sid('AP'),
    };
    return core.applications.set(record.sid, record);
  };
  const update = (request: RestRequest): ApplicationRecord => {
    const application = find(request);
    return core.applications.set(application.sid, {
      ...application,
      ...changes(request.form),
      dateUpdated: clock.now(),
    });
  };
  const remove = (request: RestRequest) => {
    core.applications.delete(find(request).sid);
    return noContent();
  };
  const list = (request: RestRequest) => {
    checkAccount(core, request);
    const name = request.query.get('FriendlyName');
    const found = core.applications.values().filter(({ friendlyName }) => matches(name, friendlyName));
    return classicPage(request, 'applications', found, view);
  };
  return [
    { method: 'POST', host: HOST, path: APPLICATIONS, handle: (request) => created(view(create(request))) },
    { method: 'GET', host: HOST, path: APPLICATIONS, handle: list },
    { method: 'GET', host: HOST, path: APPLICATION, handle: (request) => ok(view(find(request))) },
    { method: 'POST', host: HOST, path: APPLICATION, handle: (request) => ok(view(update(request))) },
    { method: 'DELETE', host: HOST, path: APPLICATION, handle: remove },
  ];
}

function changes(form: Form): Partial<ApplicationRecord> {
  const connect = form.bool('PublicApplicationConnectEnabled');
  return {
    ...voiceSettings(form),
    ...(form.has('FriendlyName') ? { friendlyName: form.get('FriendlyName') ?? '' } : {}),
    ...(form.has('SmsStatusCallback') ? { smsStatusCallback: url(form, 'SmsStatusCallback') ?? '' } : {}),
    ...(form.has('MessageStatusCallback')
      ? { messageStatusCallback: url(form, 'MessageStatusCallback') ?? '' }
      : {}),
    ...(connect === undefined ? {} : { publicApplicationConnectEnabled: connect }),
  };
}
