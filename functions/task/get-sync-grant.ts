import { publicEndpoint } from '../../src/endpoint';
import { giveSyncGrant, SyncGrantInput } from '../../src/grants';

/** What a page shows to Sync to follow what its user may see. */
export const handler = publicEndpoint(SyncGrantInput, giveSyncGrant);
