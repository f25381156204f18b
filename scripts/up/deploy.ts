import { setTimeout as sleep } from 'node:timers/promises';
import type { Twilio } from 'twilio';
import type { Deployed } from '../../provision/answering';
import { atMost } from '../../provision/at-once';
import { doing, ProvisionError } from '../../provision/failure';
import { type Bundle, type DeployedFile, RUNTIME } from './files';
import type { Place } from './place';
import { type Held, MARK_NAME, markOf, stale } from './same';
import { upload } from './upload';
import { packed } from './variables';

/** How many files or variables are on their way at the same time. */
const AT_ONCE = 8;
/** How often Twilio is asked whether a build is ready, and how long. ms. https://www.twilio.com/docs/serverless/api/resource/build */
const POLL = 1000;
const PATIENCE = 10 * 60_000;

/** What there is already at the place. */
export interface Before {
  /** SIDs by path. */
  functions: Record<string, string>;
  variables: Held[];
}

/** Waits for all of it, whatever happens to one, so that nothing goes on behind an error. */
async function all<T>(work: Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(work);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/**
 * Deploys a bundle as Twilio's own toolkit does, by the same API and under the same names, without asking for what is known.
 * What ran before goes on until Twilio has the new build complete, so a deploy that fails leaves it untouched; run again
 * it makes no file twice. Throws a `ProvisionError`.
 *
 * @param settings what the functions find in their context
 */
export async function deploy(
  client: Twilio,
  place: Place,
  bundle: Bundle,
  settings: Record<string, string>,
  before: Before,
): Promise<{ deployed: Deployed; buildSid: string }> {
  const { serviceSid, environmentSid } = place;
  const service = client.serverless.v1.services(serviceSid);
  const known = { function: { ...before.functions }, asset: await assetsOf(client, place) };
  const versions = await uploadAll(client, serviceSid, bundle, known);
  const { sid: buildSid } = await doing('begin the build', () =>
    service.builds.create({
      functionVersions: versions.function,
      assetVersions: versions.asset,
      dependencies: JSON.stringify(bundle.dependencies),
      runtime: RUNTIME,
    }),
  );
  await ready(client, serviceSid, buildSid);
  const wanted = packed(settings);
  await setVariables(client, place, wanted, before.variables);
  const environment = service.environments(environmentSid);
  await doing('have the new build run', () => environment.deployments.create({ buildSid }));
  // Only now: functions see a change of their variables at once, also those of a build that is still to be replaced.
  // https://www.twilio.com/docs/serverless/functions-assets/functions/variables
  await removeStale(client, place, wanted, before.variables);
  return { deployed: { serviceSid, environmentSid, functions: known.function }, buildSid };
}

/** A service's assets: SIDs by name. One request, none for a new one. */
const assetsOf = (client: Twilio, { serviceSid, isNew }: Place): Promise<Record<string, string>> =>
  doing('find which assets there are', async () => {
    if (isNew) return {};
    const { assets } = client.serverless.v1.services(serviceSid);
    const found = await assets.list({ pageSize: 1000 });
    return Object.fromEntries(found.map(({ friendlyName, sid }) => [friendlyName, sid]));
  });

/** Uploads everything, with the mark of the bundle; two requests for what the service has not, one for what it has. */
async function uploadAll(
  client: Twilio,
  serviceSid: string,
  bundle: Bundle,
  known: Record<DeployedFile['kind'], Record<string, string>>,
): Promise<Record<DeployedFile['kind'], string[]>> {
  const { functions, assets } = client.serverless.v1.services(serviceSid);
  const make = {
    function: async (friendlyName: string) => (await functions.create({ friendlyName })).sid,
    asset: async (friendlyName: string) => (await assets.create({ friendlyName })).sid,
  };
  const inTurn = atMost(AT_ONCE);
  const put = async (file: DeployedFile, name: string): Promise<string> => {
    const { kind, path } = file;
    const sid = known[kind][name] ?? (await doing(`make the ${kind} ${path}`, () => make[kind](name)));
    known[kind][name] = sid;
    return doing(`upload the ${kind} ${path}`, () => upload(client, serviceSid, sid, file));
  };
  const files = [
    ...bundle.files.map((file) => ({ file, name: file.path })),
    { file: markOf(bundle), name: MARK_NAME },
  ];
  const sids = await all(files.map(({ file, name }) => inTurn(() => put(file, name))));
  const of = (kind: DeployedFile['kind']) => sids.filter((_, at) => files[at]?.file.kind === kind);
  return { function: of('function'), asset: of('asset') };
}

/** Waits until a build is ready. A request a second. */
async function ready(client: Twilio, serviceSid: string, buildSid: string): Promise<void> {
  const build = client.serverless.v1.services(serviceSid).builds(buildSid);
  for (const started = Date.now(); Date.now() - started < PATIENCE; await sleep(POLL)) {
    const { status } = await doing('ask whether the build is ready', () => build.buildStatus().fetch());
    if (status === 'completed') return;
    if (status === 'failed')
      throw new ProvisionError(
        `Twilio could not build it (${buildSid}). Most often a package in "dependencies" of package.json cannot be installed; the Console shows the build’s log (Functions and Assets, Services, cordboard).`,
      );
  }
  throw new ProvisionError(`Twilio has not finished the build ${buildSid} in ten minutes. Run this again.`);
}

/** Gives the functions that run other settings: they see them from the next request on. Throws a `ProvisionError`. */
export async function changeSettings(
  client: Twilio,
  place: Place,
  settings: Record<string, string>,
  there: Held[],
): Promise<void> {
  const wanted = packed(settings);
  await setVariables(client, place, wanted, there);
  await removeStale(client, place, wanted, there);
}

async function removeStale(
  client: Twilio,
  { serviceSid, environmentSid }: Place,
  wanted: Record<string, string>,
  there: Held[],
): Promise<void> {
  const { variables } = client.serverless.v1.services(serviceSid).environments(environmentSid);
  for (const { sid, key } of stale(there, wanted))
    await doing(`remove the variable ${key}`, () => variables(sid).remove());
}

async function setVariables(
  client: Twilio,
  { serviceSid, environmentSid }: Place,
  wanted: Record<string, string>,
  there: Held[],
): Promise<void> {
  const { variables } = client.serverless.v1.services(serviceSid).environments(environmentSid);
  const inTurn = atMost(AT_ONCE);
  const set = async (key: string, value: string): Promise<void> => {
    const before = there.find((one) => one.key === key);
    if (before?.value === value) return;
    await doing(`set the variable ${key}`, () =>
      before === undefined ? variables.create({ key, value }) : variables(before.sid).update({ value }),
    );
  };
  await all(Object.entries(wanted).map(([key, value]) => inTurn(() => set(key, value))));
}
