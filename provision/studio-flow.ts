import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Twilio } from 'twilio';
import { canonical } from './types';

/** Name of the flow, by which it is adopted. */
const NAME = 'Cordboard';

/** What the flow's placeholders stand for. */
export interface FlowPlace {
  domain: string;
  workflowSid: string;
  /** Undefined when the functions are not on Twilio: on an emulator. */
  deployed?: { serviceSid: string; environmentSid: string; functions: Record<string, string> };
}

/** Where the functions of a domain are deployed, and their SIDs by path; undefined when nothing is deployed there. */
export async function deployedAt(client: Twilio, domain: string): Promise<FlowPlace['deployed']> {
  const { services } = client.serverless.v1;
  for (const service of await services.list({ limit: 100 })) {
    if (!domain.startsWith(service.domainBase)) continue;
    const environments = await services(service.sid).environments.list({ limit: 100 });
    const environment = environments.find(({ domainName }) => domainName === domain);
    if (environment === undefined) continue;
    const functions = await services(service.sid).functions.list({ limit: 1000 });
    return {
      serviceSid: service.sid,
      environmentSid: environment.sid,
      functions: Object.fromEntries(functions.map(({ friendlyName, sid }) => [friendlyName, sid])),
    };
  }
  return undefined;
}

/** Studio calls functions by their address; the SIDs are what its editor shows, and it wants some. */
const nowhere = (kind: string): string => kind + '0'.repeat(32);

/** The flow's definition for one place, as JSON text. `studio/README.md` lists the placeholders. */
export async function flowFor(place: FlowPlace, root = process.cwd()): Promise<string> {
  const text = await readFile(path.join(root, 'studio', 'inbound.json'), 'utf8');
  const { serviceSid, environmentSid, functions = {} } = place.deployed ?? {};
  const values: Record<string, string> = {
    DOMAIN: place.domain,
    WORKFLOW_SID: place.workflowSid,
    SERVICE_SID: serviceSid ?? nowhere('ZS'),
    ENVIRONMENT_SID: environmentSid ?? nowhere('ZE'),
    HOURS_FUNCTION_SID: functions['/ivr/hours'] ?? nowhere('ZH'),
    TASK_FUNCTION_SID: functions['/ivr/task'] ?? nowhere('ZH'),
  };
  const filled = text.replace(/\$\{([A-Z_]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`studio/inbound.json has the unknown placeholder ${name}`);
    return value;
  });
  return canonical(filled);
}

/** What became of the flow. */
export interface FlowApplied {
  kind: 'create' | 'update' | 'same';
  sid: string;
  /** Where a number has its calls answered by the flow. */
  webhookUrl: string;
}

/**
 * Publishes the flow; one that is as declared is left alone. What was changed in Studio's editor is overwritten: the file
 * is what counts. https://www.twilio.com/docs/studio/rest-api/v2/flow
 */
export async function applyFlow(client: Twilio, place: FlowPlace): Promise<FlowApplied> {
  const wanted = await flowFor(place);
  const { flows } = client.studio.v2;
  const listed = (await flows.list({ limit: 1000 })).find(({ friendlyName }) => friendlyName === NAME);
  const published = { status: 'published' as const, commitMessage: 'Published by Cordboard' };
  if (listed === undefined) {
    const made = await flows.create({ ...published, friendlyName: NAME, definition: JSON.parse(wanted) });
    return { kind: 'create', sid: made.sid, webhookUrl: made.webhookUrl };
  }
  const { sid } = listed;
  const flow = await flows(sid).fetch();
  const same = String(flow.status) === 'published' && canonical(JSON.stringify(flow.definition)) === wanted;
  if (same) return { kind: 'same', sid, webhookUrl: flow.webhookUrl };
  const changed = await flows(sid).update({ ...published, definition: JSON.parse(wanted) });
  return { kind: 'update', sid, webhookUrl: changed.webhookUrl };
}
