export { CustomerTokenInput, giveCustomerToken } from './customer-token';
export { giveSyncGrant, SyncGrantInput } from './sync-grant';
