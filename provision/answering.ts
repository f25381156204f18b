import type { Twilio } from 'twilio';
import { doing } from './failure';
import type { Fields, Resource, Sids } from './resource';
import type { Situation } from './resources';
import { flowAddress, studioFlow, voiceNumber } from './types';
import { REDELIVER } from './webhook';

/** Where functions are deployed, and their SIDs by path. */
export interface Deployed {
  serviceSid: string;
  environmentSid: string;
  functions: Record<string, string>;
}

/** The account's Studio flows, as they become known in one run. */
export interface Flows {
  all: Set<string>;
  /** Cordboard's own. */
  own: string | undefined;
}

/** Name of the Serverless service that Cordboard is deployed to. */
export const SERVICE = 'cordboard';

/** A service's functions: SIDs by path. One request. */
export const deployedIn = (client: Twilio, serviceSid: string): Promise<Record<string, string>> =>
  doing('find which functions there are', async () => {
    const { functions } = client.serverless.v1.services(serviceSid);
    const all = await functions.list({ pageSize: 1000 });
    return Object.fromEntries(all.map(({ friendlyName, sid }) => [friendlyName, sid]));
  });

/** What is deployed at a domain; undefined when it is none of the account's. One to three requests. */
export async function deployedAt(client: Twilio, domain: string): Promise<Deployed | undefined> {
  return doing(`find what is deployed at ${domain}`, async () => {
    const { services } = client.serverless.v1;
    for (const service of await services.list({ pageSize: 100 })) {
      if (!domain.startsWith(service.domainBase)) continue;
      const [environments, functions] = await Promise.all([
        services(service.sid).environments.list({ pageSize: 100 }),
        deployedIn(client, service.sid),
      ]);
      const environment = environments.find(({ domainName }) => domainName === domain);
      if (environment === undefined) continue;
      return { serviceSid: service.sid, environmentSid: environment.sid, functions };
    }
    return undefined;
  });
}

/** Studio calls functions by their address; the SIDs are what its editor shows, and it wants some. */
const nowhere = (kind: string): string => kind + '0'.repeat(32);

/** The flow's definition for one place, as JSON text. `studio/README.md` lists the placeholders. */
export function flowFor(text: string, domain: string, workflow: string, deployed?: Deployed): string {
  const { serviceSid, environmentSid, functions = {} } = deployed ?? {};
  const values: Record<string, string> = {
    DOMAIN: domain,
    WORKFLOW_SID: workflow,
    SERVICE_SID: serviceSid ?? nowhere('ZS'),
    ENVIRONMENT_SID: environmentSid ?? nowhere('ZE'),
    HOURS_FUNCTION_SID: functions['/ivr/hours'] ?? nowhere('ZH'),
    TASK_FUNCTION_SID: functions['/ivr/task'] ?? nowhere('ZH'),
  };
  return text.replace(/\$\{([A-Z_]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`studio/inbound.json has the unknown placeholder ${name}`);
    return value;
  });
}

/** Functions are there to answer calls; before that a number would only lead to nothing. */
const isServed = ({ domain, deployed }: Pick<Situation, 'domain' | 'deployed'>): boolean =>
  domain !== undefined && (deployed === undefined || '/ivr/hours' in deployed.functions);

/** What answers calls: the number, the Studio flow, and should that fail, the functions alone. */
export function callAnswering(situation: Situation, workflow: (sids: Sids) => string): Resource[] {
  const { account, domain, deployed, flow: text, flows, present } = situation;
  const served = isServed(situation);
  const flow: Resource = {
    id: 'flow',
    type: studioFlow(flows.all),
    name: 'Cordboard',
    fields: (sids) => ({
      definition: flowFor(text, domain ?? '', workflow(sids), deployed),
      status: 'published',
    }),
  };
  const answered = (sids: Sids): Fields => {
    flows.own = sids('flow');
    return {
      voiceUrl: flowAddress(account, flows.own),
      voiceFallbackUrl: `https://${domain}/voice/inbound${REDELIVER}`,
      voiceMethod: 'POST',
      voiceFallbackMethod: 'POST',
    };
  };
  const number: Resource = {
    id: 'number',
    type: voiceNumber({
      wanted: present.CALLER_ID,
      country: (present.ALLOWED_COUNTRIES ?? '').split(',')[0]?.trim().toUpperCase() || 'US',
      flows: flows.all,
      own: () => flows.own,
    }),
    name: 'calls',
    fields: served ? answered : {},
    output: 'CALLER_ID',
  };
  return served ? [flow, number] : [number];
}
