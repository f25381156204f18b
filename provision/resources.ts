import { RATE_LIMITS } from '../src/config';
import type { Fields, Resource } from './resource';
import { taskRouting } from './task-routing';
import {
  syncDocument,
  syncDocumentReader,
  syncMap,
  syncMapReader,
  syncService,
  twimlApp,
  verifyBucket,
  verifyRateLimit,
  verifyService,
} from './types';

/**
 * Asks Twilio to deliver again, up to twice, after a 5xx, a failed connection or a timeout.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export const REDELIVER = '#rc=2&rp=5xx,ct,rt';

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
  fields: { read: true, write: false, manage: false },
});

/**
 * Everything Cordboard needs in a Twilio account, parents before children.
 *
 * @param domain where the functions are served; undefined before the first deploy: then what points there is made
 * without an address, and what has one keeps it
 */
export const resources = (domain?: string): Resource[] => [
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
  ...taskRouting(domain === undefined ? undefined : (path) => `https://${domain}${path}${REDELIVER}`),
  {
    id: 'voice',
    type: twimlApp,
    name: 'Cordboard',
    fields: domain === undefined ? {} : browserCalls(domain),
    output: 'TWIML_APP_SID',
  },
];
