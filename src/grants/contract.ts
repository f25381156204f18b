/** `data` of /task/get-sync-grant; `authorized` and `syncToken` stand beside `status` and `message` as well. */
export interface SyncGrantAnswer {
  authorized: true;
  /** For Twilio's Sync SDK; valid for an hour. */
  syncToken: string;
  /** Who it is for Sync: `role.agent`, `role.supervisor`, or `customer.` and the task's SID. */
  identity: string;
  /** ISO 8601. */
  expiresAt: string;
  /** What may be read with it, by the name of the Sync object. */
  maps: string[];
  documents: string[];
  /** What the queues are called, by their SIDs; for who may read them. */
  queues?: Record<string, string>;
}

/** Answer of /task/get-customer-token. */
export interface CustomerTokenAnswer {
  /** For /queue/get-queue-position (as `Authorization: Bearer …`) and /task/get-sync-grant (as `token`). */
  token: string;
  /** ISO 8601. */
  expiresAt: string;
}
