/** The recording that goes on. */
export interface RecordingView {
  state: 'starting' | 'on' | 'paused';
  /** In this state since, ISO 8601. */
  since: string;
  /** Of one that is paused: when it goes on by itself. ISO 8601. */
  resumesAt?: string;
}

/** One recording of a call. */
export interface RecordedView {
  /** `RE…` */
  id: string;
  /** ISO 8601. */
  startedAt: string;
  /** Whole seconds, once it is over. */
  seconds?: number;
  /** Can be played. */
  ready?: true;
  /** Was deleted by policy. */
  deleted?: true;
}

/** Who did what to a recording. */
export interface RecordingMark {
  /** ISO 8601. */
  at: string;
  /** An e-mail address, cut when it is long; absent: policy, or the end of a pause that was forgotten. */
  by?: string;
  what: 'start' | 'pause' | 'resume' | 'stop';
}
