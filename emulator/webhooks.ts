/** A request from Twilio to the project's URL. */
export interface WebhookRequest {
  /** What asked for it, in a word or two, for the timeline: "call status", "twiml", "conference status", "assignment". */
  purpose: string;
  /** Absolute; relative URLs are the caller's to resolve. Connection overrides may stand in its fragment. */
  url: string;
  method: 'GET' | 'POST';
  params: Record<string, string>;
  /** Sent as a JSON body instead of `params` (POST only). */
  json?: unknown;
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
 * overrides (`#rc=2&rp=all`), the fallback URL.
 */
export interface Webhooks {
  /** Delivers and waits for the answer; used for TwiML and assignment. Never rejects. */
  request(webhook: WebhookRequest): Promise<WebhookAnswer>;
  /**
   * Delivers without anyone waiting for the answer; used for status callbacks. It starts at once: webhooks set out in
   * the order of the calls, but nothing holds a later one back until an earlier one was answered, as with Twilio.
   */
  notify(webhook: WebhookRequest): void;
  /** Breaks off what is under way, for good. */
  stop(): void;
}
