import { RATE_LIMITS } from '../src/config';
import { callAnswering, type Deployed, type Flows } from './answering';
import type { Agent } from './people';
import { MARK } from './plan';
import type { Fields, Resource } from './resource';
import { taskRouting } from './task-routing';
import {
  apiKey,
  READ_ONLY,
  syncDocument,
  syncDocumentReader,
  syncMap,
  syncMapReader,
  syncService,
  twimlApp,
  verifyBucket,
  verifyRateLimit,
  verifyService,
  worker,
} from './types';
import { REDELIVER } from './webhook';

/** Where Twilio asks what becomes of a call from a browser, and reports its end. */
const browserCalls = (domain: string): Fields => ({
  voiceUrl: `https://${domain}/voice/outbound${REDELIVER}`,
  voiceMethod: 'POST',
  statusCallback: `https://${domain}/calls/status${REDELIVER}`,
  statusCallbackMethod: 'POST',
});

/** Whoever has the role may read, and nothing else. */
const reader = (of: string, type: typeof syncMapReader, role: 'agent' | 'supervisor'): Resource => ({
  id: `${of}.${role}s`,
  parent: of,
  type,
  name: `role.${role}`,
  fields: READ_ONLY,
});

/** What the declaration depends on, beside the code. */
export interface Situation {
  /** SID of the account. */
  account: string;
  /** What `.env` says: variable → value. */
  present: Record<string, string>;
  /**
   * Where the functions are served; undefined before the first deploy: then what points there is made without an address,
   * and what has one keeps it.
   */
  domain: string | undefined;
  /** What is deployed there; undefined when the domain is not on Twilio: on an emulator. */
  deployed: Deployed | undefined;
  /** Text of studio/inbound.json. */
  flow: string;
  flows: Flows;
  /** People whom the operator lists. */
  agents: Agent[];
}

/** Everything Cordboard needs in a Twilio account, parents before children. */
export const resources = (situation: Situation): Resource[] => [
  {
    id: 'verify',
    type: verifyService,
    // Verify puts this name into its messages: "Your Cordboard verification code is …". At most 30 characters.
    name: 'Cordboard',
    fields: { codeLength: 6 },
    output: 'VERIFY_SERVICE_SID',
  },
  ...Object.values(RATE_LIMITS).flatMap(({ uniqueName, description, buckets }): Resource[] => [
    {
      id: `verify.${uniqueName}`,
      parent: 'verify',
      type: verifyRateLimit,
      name: uniqueName,
      fields: { description },
    },
    ...buckets.map(({ max, interval }) => ({
      id: `verify.${uniqueName}.${interval}`,
      parent: `verify.${uniqueName}`,
      type: verifyBucket,
      name: `${interval} s`,
      fields: { max, interval },
    })),
  ]),
  {
    id: 'sync',
    type: syncService,
    name: 'Cordboard',
    // Without the access list every token of the account could read everybody's calls.
    fields: { aclEnabled: true },
    output: 'SYNC_SERVICE_SID',
  },
  { id: 'sync.agents', parent: 'sync', type: syncMap, name: 'agents', fields: {} },
  { id: 'sync.floor', parent: 'sync', type: syncMap, name: 'floor', fields: {} },
  reader('sync.floor', syncMapReader, 'supervisor'),
  { id: 'sync.workers', parent: 'sync', type: syncMap, name: 'workers', fields: {} },
  reader('sync.workers', syncMapReader, 'agent'),
  reader('sync.workers', syncMapReader, 'supervisor'),
  { id: 'sync.status', parent: 'sync', type: syncDocument, name: 'queue-status', fields: {} },
  reader('sync.status', syncDocumentReader, 'agent'),
  reader('sync.status', syncDocumentReader, 'supervisor'),
  ...taskRouting(situation.domain),
  ...situation.agents.map(
    ({ email, skills, languages }): Resource => ({
      id: `worker.${email}`,
      parent: 'workspace',
      type: worker,
      name: email,
      fields: { skills: [...skills].sort().join(','), languages: [...languages].sort().join(',') },
    }),
  ),
  {
    id: 'voice',
    type: twimlApp,
    name: 'Cordboard',
    fields: situation.domain === undefined ? {} : browserCalls(situation.domain),
    output: 'TWIML_APP_SID',
  },
  ...callAnswering(situation, (sids) => sids('workflow')),
  // The mark, once all that it stands for is there.
  { id: MARK, parent: 'sync', type: syncDocument, name: 'provisioned', fields: { fingerprint: '' } },
  {
    // Last before its secret is written: a key whose secret is not kept is of no use.
    id: 'key',
    type: apiKey({ sid: situation.present.API_KEY_SID, secret: situation.present.API_KEY_SECRET }),
    name: 'Cordboard',
    fields: {},
    output: 'API_KEY_SID',
  },
];
