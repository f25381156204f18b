import type { Twilio } from 'twilio';
import { type Deployed, deployedIn, SERVICE } from '../../provision/answering';
import { doing } from '../../provision/failure';

/** Where the functions are, or will be. */
export interface Place {
  serviceSid: string;
  environmentSid: string;
  /** `cordboard-1234-dev.twil.io` */
  domain: string;
  /** What runs there; null when nothing does yet. */
  buildSid: string | null;
  /** The service was made a moment ago: there is nothing in it. */
  isNew: boolean;
}

/** `prod` is the one without a suffix in its domain. */
const suffixOf = (environment: string): string | undefined =>
  environment === 'prod' ? undefined : environment;

async function find(client: Twilio, environment: string): Promise<{ serviceSid?: string; place?: Place }> {
  const { services } = client.serverless.v1;
  const service = (await services.list({ pageSize: 100 })).find(({ uniqueName }) => uniqueName === SERVICE);
  if (service === undefined) return {};
  const there = (await services(service.sid).environments.list({ pageSize: 100 })).find(
    ({ domainSuffix }) => (domainSuffix || undefined) === suffixOf(environment),
  );
  const serviceSid = service.sid;
  if (there === undefined) return { serviceSid };
  const { sid: environmentSid, domainName: domain, buildSid } = there;
  return { serviceSid, place: { serviceSid, environmentSid, domain, buildSid, isNew: false } };
}

/** Where the functions of an environment are; undefined when there is no such place. At most two requests. */
export const findPlace = (client: Twilio, environment: string): Promise<Place | undefined> =>
  doing(
    `find what is deployed to the environment "${environment}"`,
    async () => (await find(client, environment)).place,
  );

const makeService = (client: Twilio) =>
  client.serverless.v1.services.create({
    ...{ uniqueName: SERVICE, friendlyName: 'Cordboard' },
    ...{ includeCredentials: true, uiEditable: false },
  });

/** Makes the service, unless there is one of the name already; then undefined. */
async function makeFirst(client: Twilio): Promise<string | undefined> {
  try {
    return (await makeService(client)).sid;
  } catch (error) {
    const { status } = error as { status?: number };
    // The name is taken. https://www.twilio.com/docs/serverless/api/resource/service
    if (status === 409 || status === 400) return undefined;
    throw error;
  }
}

/**
 * Finds or makes the place that functions are deployed to. Its domain is known from then on, so that everything which
 * points to it can be set up in one go. At most four requests, two in a new account.
 *
 * @param isFirst there is reason to believe that Cordboard was never deployed to this account
 */
export const placeFor = (client: Twilio, environment: string, isFirst = false): Promise<Place> =>
  doing('find or make the place for the functions', async () => {
    const made = isFirst ? await makeFirst(client) : undefined;
    const found = made === undefined ? await find(client, environment) : { serviceSid: made };
    if (found.place !== undefined) return found.place;
    const isNew = made !== undefined || found.serviceSid === undefined;
    const serviceSid = found.serviceSid ?? (await makeService(client)).sid;
    const suffix = suffixOf(environment);
    const { sid: environmentSid, domainName: domain } = await client.serverless.v1
      .services(serviceSid)
      .environments.create({
        // The names that Twilio's own toolkit gives.
        uniqueName: suffix === undefined ? 'production' : `${suffix}-environment`,
        ...(suffix === undefined ? {} : { domainSuffix: suffix }),
      });
    return { serviceSid, environmentSid, domain, buildSid: null, isNew };
  });

/** What is deployed there. One request, none for a new service. */
export async function deployedThere(client: Twilio, place: Place): Promise<Deployed> {
  const { serviceSid, environmentSid, isNew } = place;
  if (isNew) return { serviceSid, environmentSid, functions: {} };
  return { serviceSid, environmentSid, functions: await deployedIn(client, serviceSid) };
}
