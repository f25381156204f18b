/** A request from Twilio to the project's URL. */
export interface WebhookRequest {
  /** What asked for it, in a word or two, for the timeline: "call status", "twiml", "conference status", "assignment". */
  purpose: string;
  url: string;
  method: 'GET' | 'POST';
  params: Record<string, string>;
  callSid?: string;
  conferenceSid?: string;
  /** Used when `url` cannot be reached or answers with an error (VoiceFallbackUrl). */
  fallbackUrl?: string;
  fallbackMethod?: 'GET' | 'POST';
}

/** What came back. `status` 0: no answer at all (connection refused, reset, timed out). */
export interface WebhookAnswer {
  status: number;
  contentType: string;
  body: string;
  /** Twilio's error code for what went wrong (11200 HTTP failure, 11205 connection, 11210 bad host, …), or undefined. */
  errorCode?: number;
}

/**
 * Delivers signed webhooks as Twilio does: X-Twilio-Signature, Twilio's timeouts, retries by the URL's connection
 * overrides (`#rc=2&rp=all`). Relative URLs are the caller's to resolve.
 */
export interface Webhooks {
  /** Delivers and waits for the answer; used for TwiML and assignment. Never rejects. */
  request(webhook: WebhookRequest): Promise<WebhookAnswer>;
  /**
   * Delivers in the order asked for within one `channel` (a call, a conference), without waiting for the answer before
   * going on with the caller's work. Each channel's webhooks are started in order; used for status callbacks.
   */
  notify(webhook: WebhookRequest): void;
  stop(): void;
}
