/** `data` of /page-config: what the page must know before anybody has signed in. Holds no secret. */
export interface PageConfig {
  /** ISO codes of the countries whose numbers may be called and verified; the first is the default country. */
  countries: string[];
  /** The language of a page whose reader's browser asks for none that there is. */
  locale: 'en' | 'es';
  /** Numbers that calls can be shown as coming from, E.164; the first is what is used when none is chosen. */
  callerIds: string[];
  /** Whether calls can be made in the browser. */
  voice: boolean;
  /** Days an ended call stays in the history. */
  historyDays: number;
  /** What may come of a call, by what it is about (`offer.reason`); under `*` of every other call. */
  dispositions: Readonly<Record<string, readonly string[]>>;
  /** Whether calls are recorded: never, when the agent asks for it, or from their start. */
  recording: 'off' | 'ask' | 'always';
  /** Origin that Twilio's browser SDKs connect to instead of Twilio; null everywhere but on a developer's machine. */
  sdkOrigin: string | null;
}
