import { RATE_LIMITS } from '../src/config';
import type { Fields, Resource } from './resource';
import { syncMap, syncService, twimlApp, verifyBucket, verifyRateLimit, verifyService } from './types';

/**
 * Asks Twilio to deliver again, up to twice, after a 5xx, a failed connection or a timeout.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
const REDELIVER = '#rc=2&rp=5xx,ct,rt';

/** Where Twilio asks what becomes of a call from a browser, and reports its end. */
const browserCalls = (domain: string): Fields => ({
  voiceUrl: `https://${domain}/voice/outbound${REDELIVER}`,
  voiceMethod: 'POST',
  statusCallback: `https://${domain}/calls/status${REDELIVER}`,
  statusCallbackMethod: 'POST',
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
  { id: 'sync.workers', parent: 'sync', type: syncMap, name: 'workers', fields: {} },
  {
    id: 'voice',
    type: twimlApp,
    name: 'Cordboard',
    fields: domain === undefined ? {} : browserCalls(domain),
    output: 'TWIML_APP_SID',
  },
];
