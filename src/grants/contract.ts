/** Answer of /task/get-sync-grant; stands beside `status` and `message` as well as in `data`. */
export interface SyncGrantAnswer {
  authorized: true;
  /** For Twilio's Sync SDK; valid for an hour. */
  syncToken: string;
  /** Who it is for Sync. */
  identity: string;
  /** ISO 8601. */
  expiresAt: string;
  /** What may be read with it, by the name of the Sync object. */
  maps: string[];
  documents: string[];
}
