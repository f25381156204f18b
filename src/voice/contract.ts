/** `data` of /voice/token and /calls/token. */
export interface TokenAnswer {
  /** Who the token is of, for Voice and Sync: the agent's id. */
  identity: string;
  /** For `Device` and `SyncClient`. Null without an API key: then the page asks /calls/state, and calls by phone only. */
  token: string | null;
  /** ISO 8601. Ask for another one some minutes before. */
  expiresAt: string | null;
  /** What it is good for. */
  grants: { voice: boolean; sync: boolean };
}
