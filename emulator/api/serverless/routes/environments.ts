import {
  created,
  metaPage,
  noContent,
  notFound,
  ok,
  type RestRequest,
  type Route,
  required,
  TwilioError,
} from '../../rest';
import type { Variable } from '../entities';
import { LIMITS } from '../limits';
import { invalid } from '../model';
import { type Desk, environmentOf, route, serviceOf } from './request';

const SUFFIX = /^[a-z0-9-]{1,16}$/;

/** `…/Environments` with their variables: https://www.twilio.com/docs/serverless/api/resource/environment */
export function environmentRoutes(desk: Desk): Route[] {
  const { model, views } = desk;
  const many = '/{ServiceSid}/Environments';
  const named = (request: RestRequest) => environmentOf(desk, request, 'Sid');
  return [
    route('POST', many, (request) => {
      const service = serviceOf(desk, request);
      const uniqueName = required(request, 'UniqueName');
      const domainSuffix = request.form.get('DomainSuffix') || null;
      if (domainSuffix !== null && !SUFFIX.test(domainSuffix))
        throw invalid('Invalid DomainSuffix: small letters, digits and -, at most 16');
      const domainName = `${service.domainBase}${domainSuffix === null ? '' : `-${domainSuffix}`}.twil.io`;
      const taken = model.environments.find(
        (one) =>
          one.domainName === domainName || (one.serviceSid === service.sid && one.uniqueName === uniqueName),
      );
      if (taken) throw new TwilioError(409, 20409, 'An environment of that name or suffix already exists');
      const environment = model.add(model.environments, 'ZE', {
        serviceSid: service.sid,
        uniqueName,
        domainSuffix,
        domainName,
        buildSid: null,
      });
      return created(views.environment(environment));
    }),
    route('GET', many, (request) => {
      const { sid } = serviceOf(desk, request);
      const all = model.environments.values().filter(({ serviceSid }) => serviceSid === sid);
      return metaPage(request, 'environments', all, views.environment);
    }),
    route('GET', `${many}/{Sid}`, (request) => ok(views.environment(named(request)))),
    route('DELETE', `${many}/{Sid}`, async (request) => {
      const environment = named(request);
      await desk.end(environment);
      model.removeEnvironment(environment);
      return noContent();
    }),
    ...variableRoutes(desk),
  ];
}

/**
 * `…/Variables`: https://www.twilio.com/docs/serverless/api/resource/variable. Functions that run see a change from their
 * next execution on, without a deployment: https://www.twilio.com/docs/serverless/functions-assets/functions/variables
 */
function variableRoutes(desk: Desk): Route[] {
  const { model, views } = desk;
  const many = '/{ServiceSid}/Environments/{EnvironmentSid}/Variables';
  const of = (environmentSid: string) =>
    model.variables.values().filter((one) => one.environmentSid === environmentSid);
  const named = (request: RestRequest): Variable => {
    const { sid } = environmentOf(desk, request);
    const found = model.variables.get(request.params.Sid ?? '');
    if (!found || found.environmentSid !== sid) throw notFound(request);
    return found;
  };
  return [
    route('POST', many, (request) => {
      const environment = environmentOf(desk, request);
      const key = checkKey(required(request, 'Key'));
      if (of(environment.sid).some((one) => one.key === key))
        throw new TwilioError(409, 20409, `Variable ${key} already exists`);
      const variable = model.add(model.variables, 'ZV', {
        serviceSid: environment.serviceSid,
        environmentSid: environment.sid,
        key,
        value: checkValue(key, request.form.get('Value') ?? ''),
      });
      desk.variablesChanged(environment);
      return created(views.variable(variable));
    }),
    route('GET', many, (request) =>
      metaPage(request, 'variables', of(environmentOf(desk, request).sid), views.variable),
    ),
    route('GET', `${many}/{Sid}`, (request) => ok(views.variable(named(request)))),
    route('POST', `${many}/{Sid}`, (request) => {
      const before = named(request);
      const key = checkKey(request.form.get('Key') ?? before.key);
      const value = checkValue(key, request.form.get('Value') ?? before.value);
      desk.variablesChanged(environmentOf(desk, request));
      return ok(views.variable(model.change(model.variables, before, { key, value })));
    }),
    route('DELETE', `${many}/{Sid}`, (request) => {
      model.variables.delete(named(request).sid);
      desk.variablesChanged(environmentOf(desk, request));
      return noContent();
    }),
  ];
}

function checkKey(key: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) || Buffer.byteLength(key) > LIMITS.key)
    throw invalid(`Invalid Key ${key}: letters, digits and _, at most ${LIMITS.key} bytes`);
  return key;
}

function checkValue(key: string, value: string): string {
  if (Buffer.byteLength(value) > LIMITS.value)
    throw invalid(`Invalid Value of ${key}: at most ${LIMITS.value} bytes`);
  return value;
}
