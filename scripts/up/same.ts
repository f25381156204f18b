import type { Twilio } from 'twilio';
import { doing } from '../../provision/failure';
import { PACKED } from '../../src/config';
import type { Bundle, DeployedFile } from './files';
import type { Place } from './place';
import { knownVariables, settingsIn } from './variables';

/** A variable of an environment. */
export interface Held {
  sid: string;
  key: string;
  value: string;
}

const pathOf = ({ digest }: Bundle): string => `/cordboard/${digest}.txt`;

/**
 * The file that tells of a build what it was made of, by its path; nobody can fetch it. A build cannot be changed, and so
 * it stays true, whichever build somebody activates.
 */
export const markOf = (bundle: Bundle): DeployedFile => ({
  ...{ kind: 'asset', path: pathOf(bundle), visibility: 'private', type: 'text/plain' },
  content: Buffer.from('By the name of this file npm run up knows what was deployed.\n'),
});

/** What that file is called among the service's, wherever it is served. */
export const MARK_NAME = '/cordboard';

/** Whether exactly this runs at the place already. One request, none when nothing runs there. */
export async function wasDeployed(
  client: Twilio,
  { serviceSid, buildSid }: Place,
  bundle: Bundle,
): Promise<boolean> {
  if (buildSid === null) return false;
  const { assetVersions } = await doing('read which build runs', () =>
    client.serverless.v1.services(serviceSid).builds(buildSid).fetch(),
  );
  return (assetVersions as { path?: string }[]).some(({ path }) => path === pathOf(bundle));
}

/** An environment's variables. One request, none for a new service. */
export const variablesAt = (client: Twilio, place: Place): Promise<Held[]> =>
  doing('read the variables of the functions', async () => {
    if (place.isNew) return [];
    const { environments } = client.serverless.v1.services(place.serviceSid);
    const { variables } = environments(place.environmentSid);
    return (await variables.list({ pageSize: 100 })).map(({ sid, key, value }) => ({ sid, key, value }));
  });

/** Names of the settings that the functions have otherwise than `wanted`. */
export function differing(there: Held[], wanted: Record<string, string>): string[] {
  const now = settingsIn(Object.fromEntries(there.map(({ key, value }) => [key, value])));
  return knownVariables().filter((name) => (now[name] ?? '') !== (wanted[name] ?? ''));
}

/** Cordboard's variables that are not among the `wanted` ones. */
export const stale = (there: Held[], wanted: Record<string, string>): Held[] =>
  there.filter(({ key }) => [...knownVariables(), PACKED].includes(key) && !(key in wanted));
