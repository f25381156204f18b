import { RATE_LIMITS } from '../src/config';
import type { Resource } from './resource';
import { syncMap, syncService, verifyBucket, verifyRateLimit, verifyService } from './types';

/** Everything Cordboard needs in a Twilio account, parents before children. */
export const RESOURCES: Resource[] = [
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
];
