import { created, metaPage, noContent, ok, type RestRequest, type Route, TwilioError } from '../../rest';
import type { Build, Dependency, FileKind, FileVersion } from '../entities';
import { LIMITS, RUNTIMES, USUAL_RUNTIME } from '../limits';
import { invalid } from '../model';
import { type Desk, environmentOf, oneOf, route, serviceOf } from './request';

/** `…/Builds`: https://www.twilio.com/docs/serverless/api/resource/build. A build is ready at once. */
export function buildRoutes(desk: Desk): Route[] {
  const { model, views } = desk;
  const many = '/{ServiceSid}/Builds';
  const one = (request: RestRequest): Build => oneOf(desk, request, model.builds);
  const versions = (sids: string[]) => sids.flatMap((sid) => model.versions.get(sid) ?? []);
  const view = (build: Build) => views.build(build, versions);
  return [
    route('POST', many, (request) => {
      const { sid } = serviceOf(desk, request);
      const functions = readVersions(desk, request, sid, 'function');
      const assets = readVersions(desk, request, sid, 'asset');
      if (functions.length + assets.length === 0)
        throw invalid('A build needs at least one function or asset');
      const runtime = request.form.get('Runtime') ?? USUAL_RUNTIME;
      if (!RUNTIMES.includes(runtime))
        throw invalid(`Invalid Runtime ${runtime}: one of ${RUNTIMES.join(', ')}`);
      const dependencies = readDependencies(request);
      const build = model.add(model.builds, 'ZB', {
        serviceSid: sid,
        status: dependencies.every(installable) ? 'completed' : 'failed',
        functionVersions: functions.map((version) => version.sid),
        assetVersions: assets.map((version) => version.sid),
        dependencies,
        runtime,
      });
      return created(view(build));
    }),
    route('GET', many, (request) => {
      const { sid } = serviceOf(desk, request);
      const all = model.builds.values().filter(({ serviceSid }) => serviceSid === sid);
      return metaPage(request, 'builds', all, view);
    }),
    route('GET', `${many}/{Sid}`, (request) => ok(view(one(request)))),
    route('GET', `${many}/{Sid}/Status`, (request) => ok(views.buildStatus(one(request)))),
    route('DELETE', `${many}/{Sid}`, (request) => {
      const { sid } = one(request);
      if (model.environments.find(({ buildSid }) => buildSid === sid))
        throw new TwilioError(409, 20409, `Build ${sid} is deployed`);
      model.builds.delete(sid);
      return noContent();
    }),
    ...deploymentRoutes(desk),
  ];
}

/** `…/Deployments`: https://www.twilio.com/docs/serverless/api/resource/deployment */
function deploymentRoutes(desk: Desk): Route[] {
  const { model, views } = desk;
  const many = '/{ServiceSid}/Environments/{EnvironmentSid}/Deployments';
  return [
    route('POST', many, async (request) => {
      const environment = environmentOf(desk, request);
      const buildSid = request.form.get('BuildSid') || null;
      const build = buildSid === null ? undefined : model.builds.get(buildSid);
      if (buildSid !== null && build?.serviceSid !== environment.serviceSid)
        throw invalid(`Invalid BuildSid ${buildSid}`);
      if (build && build.status !== 'completed') throw invalid(`Build ${build.sid} is ${build.status}`);
      const deployed = model.change(model.environments, environment, { buildSid });
      if (buildSid === null) await desk.end(deployed);
      else await desk.run(deployed);
      const deployment = model.add(model.deployments, 'ZD', {
        serviceSid: environment.serviceSid,
        environmentSid: environment.sid,
        buildSid,
      });
      return created(views.deployment(deployment));
    }),
    route('GET', many, (request) => {
      const { sid } = environmentOf(desk, request);
      const all = model.deployments.values().filter(({ environmentSid }) => environmentSid === sid);
      return metaPage(request, 'deployments', all.reverse(), views.deployment);
    }),
    route('GET', `${many}/{Sid}`, (request) => ok(views.deployment(oneOf(desk, request, model.deployments)))),
  ];
}

function readVersions(
  { model }: Desk,
  request: RestRequest,
  serviceSid: string,
  kind: FileKind,
): FileVersion[] {
  const name = kind === 'function' ? 'FunctionVersions' : 'AssetVersions';
  const versions = request.form.all(name).map((sid) => {
    const found = model.versions.get(sid);
    if (found?.serviceSid !== serviceSid || found.kind !== kind) throw invalid(`Invalid ${name}: ${sid}`);
    return found;
  });
  const paths = versions.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice) throw invalid(`${name}: two of them have the path ${twice}`);
  const hidden = versions.filter(({ visibility }) => visibility === 'private').length;
  if (kind === 'function' && versions.length > LIMITS.functions)
    throw invalid(`A build takes ${LIMITS.functions} functions, this one has ${versions.length}`);
  if (kind === 'asset' && hidden > LIMITS.privateAssets)
    throw invalid(`A build takes ${LIMITS.privateAssets} private assets, this one has ${hidden}`);
  if (kind === 'asset' && versions.length - hidden > LIMITS.openAssets)
    throw invalid(`A build takes ${LIMITS.openAssets} public and protected assets`);
  return versions;
}

/**
 * Whether npm could make something of it: a name, and a version, a range or a tag. What it can't makes the build fail, as
 * on Twilio. https://www.twilio.com/docs/serverless/functions-assets/functions/dependencies
 */
const installable = ({ name, version }: Dependency): boolean =>
  /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i.test(name) &&
  /^([\^~<>=*\d][\w.\-+ <>=|^~*]*|[a-z][\w.-]*|)$/i.test(version);

/** `[{"name": "twilio", "version": "6.2.0"}]`; Twilio's own toolkit puts quotes around the whole, which are no JSON. */
function readDependencies(request: RestRequest): Dependency[] {
  const text = request.form.get('Dependencies');
  if (text === undefined || text === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^"(.*)"$/s, '$1'));
  } catch {
    throw invalid('Dependencies is not valid JSON');
  }
  if (!Array.isArray(value)) throw invalid('Dependencies has to be a list of {name, version}');
  return value.map((one: unknown) => {
    const { name, version } = (one ?? {}) as Partial<Dependency>;
    if (typeof name !== 'string' || typeof version !== 'string')
      throw invalid('Dependencies has to be a list of {name, version}');
    return { name, version };
  });
}
