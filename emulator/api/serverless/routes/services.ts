import { created, metaPage, noContent, ok, type Route, required, TwilioError } from '../../rest';
import { LIMITS } from '../limits';
import { invalid } from '../model';
import { type Desk, route, serviceOf } from './request';

/** `/v1/Services`: https://www.twilio.com/docs/serverless/api/resource/service */
export function serviceRoutes(desk: Desk): Route[] {
  const { model, views } = desk;
  const named = (request: Parameters<typeof serviceOf>[1]) => serviceOf(desk, request, 'Sid');
  return [
    route('POST', '', (request) => {
      const uniqueName = required(request, 'UniqueName');
      if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(uniqueName) || uniqueName.length > LIMITS.uniqueName)
        throw invalid(`Invalid UniqueName: letters, digits, - and _, at most ${LIMITS.uniqueName}`);
      if (model.service(uniqueName))
        throw new TwilioError(409, 20409, `UniqueName ${uniqueName} already exists`);
      const service = model.add(model.services, 'ZS', {
        uniqueName,
        friendlyName: required(request, 'FriendlyName'),
        includeCredentials: request.form.bool('IncludeCredentials') ?? true,
        uiEditable: request.form.bool('UiEditable') ?? false,
        domainBase: `${uniqueName.toLowerCase().replaceAll('_', '-')}-${1000 + model.kernel.ids.int(9000)}`,
      });
      return created(views.service(service));
    }),
    route('GET', '', (request) => metaPage(request, 'services', model.services.values(), views.service)),
    route('GET', '/{Sid}', (request) => ok(views.service(named(request)))),
    route('POST', '/{Sid}', (request) => {
      const service = named(request);
      return ok(
        views.service(
          model.change(model.services, service, {
            friendlyName: request.form.get('FriendlyName') ?? service.friendlyName,
            includeCredentials: request.form.bool('IncludeCredentials') ?? service.includeCredentials,
            uiEditable: request.form.bool('UiEditable') ?? service.uiEditable,
          }),
        ),
      );
    }),
    route('DELETE', '/{Sid}', async (request) => {
      const service = named(request);
      const gone = model.environments.values().filter(({ serviceSid }) => serviceSid === service.sid);
      await Promise.all(gone.map((environment) => desk.end(environment)));
      model.removeService(service);
      return noContent();
    }),
  ];
}
