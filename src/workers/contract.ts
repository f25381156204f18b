/** An activity that a worker can be in, by its name in TaskRouter. */
export interface ActivityView {
  name: string;
  /** Whether work is given to whoever is in it. */
  available: boolean;
  /** False for those that only the system puts somebody into: in-call, post-call. */
  settable: boolean;
}

/** The note after a call that is still to be written. */
export interface AfterCallView {
  /** The call's id. */
  call: string;
  /** Its task, `WT…`. */
  task: string;
  /** When it ends by itself. ISO 8601. */
  until: string;
}

/** `data` of /presence. */
export interface PresenceAnswer {
  /** The TaskRouter worker, `WK…`. */
  worker: string;
  activity: string;
  /** Whether work is given to the person now. */
  available: boolean;
  /** In that activity since. ISO 8601. */
  since: string;
  /** What the person gave as the reason, at most 60 characters. */
  reason?: string;
  /** Why they are in it without having chosen it: a call that was offered to them was not taken. */
  why?: 'unanswered';
  /** The activity that they have chosen for after the call that goes on. */
  next?: string;
  /** Where calls ring: their own phone or the browser. */
  device: 'phone' | 'browser';
  activities: ActivityView[];
  skills: string[];
  languages: string[];
  afterCall?: AfterCallView;
}

/** One person of the team. */
export interface TeamMember {
  worker: string;
  /** Agent id; absent when nobody has signed in for the worker yet. */
  agent?: string;
  /** Usually the e-mail address. */
  name: string;
  activity: string;
  available: boolean;
  /** ISO 8601. */
  since: string;
  reason?: string;
  device?: 'phone' | 'browser';
  skills: string[];
  languages: string[];
}

/** `data` of /presence/team. `next` continues it; absent at the end. */
export interface TeamAnswer {
  people: TeamMember[];
  next?: string;
}
