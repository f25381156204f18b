/** What is looked at together. */
export type Area =
  | 'This machine'
  | 'Settings'
  | 'Account'
  | 'Numbers'
  | 'Signing up'
  | 'Live view and browser calls'
  | 'Incoming work'
  | 'Deployment';

/** How it stands: fine, worth knowing, or something that does not work. */
export type Verdict = 'ok' | 'note' | 'broken';

/** One thing that was looked at. */
export interface Finding {
  area: Area;
  verdict: Verdict;
  /** What was found, a sentence. */
  what: string;
  /** What to do about it; always there when something is broken. */
  fix?: string;
}

/** The answer of /setup/doctor. */
export interface Health {
  /** Nothing is broken. */
  well: boolean;
  findings: Finding[];
}
