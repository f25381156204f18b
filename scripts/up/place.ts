import type { Twilio } from 'twilio';

/** Name of the Serverless service, and the beginning of its domains. */
const SERVICE = 'cordboard';

/** Where the functions are, or will be. */
export interface Place {
  serviceSid: string;
  environmentSid: string;
  /** `cordboard-1234-dev.twil.io` */
  domain: string;
  /** What runs there; null when nothing does yet. */
  buildSid: string | null;
}

/** `prod` is the one without a suffix in its domain. */
const suffixOf = (environment: string): string | undefined =>
  environment === 'prod' ? undefined : environment;

async function find(client: Twilio, environment: string): Promise<{ serviceSid?: string; place?: Place }> {
  const { services } = client.serverless.v1;
  const service = (await services.list({ limit: 1000 })).find(({ uniqueName }) => uniqueName === SERVICE);
  if (service === undefined) return {};
  const there = (await services(service.sid).environments.list({ limit: 100 })).find(
    ({ domainSuffix }) => (domainSuffix || undefined) === suffixOf(environment),
  );
  const serviceSid = service.sid;
  if (there === undefined) return { serviceSid };
  return {
    serviceSid,
    place: { serviceSid, environmentSid: there.sid, domain: there.domainName, buildSid: there.buildSid },
  };
}

/** Where the functions of an environment are; undefined when there is no such place. At most two requests. */
export const findPlace = async (client: Twilio, environment: string): Promise<Place | undefined> =>
  (await find(client, environment)).place;

/**
 * Finds or makes the place that functions are deployed to. Its domain is known from then on, so that everything which
 * points to it can be set up in one go. At most four requests.
 */
export async function placeFor(client: Twilio, environment: string): Promise<Place> {
  const found = await find(client, environment);
  if (found.place !== undefined) return found.place;
  const { services } = client.serverless.v1;
  const settings = { friendlyName: 'Cordboard', includeCredentials: true, uiEditable: false };
  const serviceSid = found.serviceSid ?? (await services.create({ uniqueName: SERVICE, ...settings })).sid;
  const suffix = suffixOf(environment);
  const made = await services(serviceSid).environments.create({
    // The names that Twilio's own toolkit gives.
    uniqueName: suffix === undefined ? 'production' : `${suffix}-environment`,
    ...(suffix === undefined ? {} : { domainSuffix: suffix }),
  });
  return { serviceSid, environmentSid: made.sid, domain: made.domainName, buildSid: null };
}
