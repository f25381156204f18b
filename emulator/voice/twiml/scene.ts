import type { Core } from '../core';
import type { Sound } from '../device';
import type { Leg } from '../leg';
import type { Target } from '../model';

/** Who hears what a program says and plays: one call, or all of a conference. */
export interface Stage {
  hear(sound: Sound): void;
  hush(): void;
}

/** What a program may do; see the tables in `interpreter.ts`. */
export type Purpose = 'call' | 'whisper' | 'wait' | 'announcement' | 'queue';

/** One TwiML program as it runs. */
export interface Scene {
  core: Core;
  purpose: Purpose;
  /** The call the program runs on; none for an announcement to a whole conference. */
  leg?: Leg;
  stage: Stage;
  /** Aborts when something else takes the call: the program then ends wherever it is. */
  signal: AbortSignal;
  /** What goes with every request for TwiML. */
  params(): Record<string, string>;
  /** Where to go when a document cannot be had or carried out. */
  fallback?: Target | undefined;
  /** The document that runs: relative URLs are relative to it. Undefined for TwiML given inline. */
  document?: Target | undefined;
  /** For the timeline. */
  conferenceSid?: string;
}

/** What follows a verb: the next one (nothing said), another document, or the end. */
export type Outcome =
  | { next: 'go'; to: Target; params?: Record<string, string> }
  | { next: 'hangup' }
  | { next: 'leave' };

/** The call a program runs on; verbs that need one are never allowed where there is none. */
export function legOf(scene: Scene): Leg {
  if (!scene.leg) throw new Error('this verb needs a call');
  return scene.leg;
}
