import { signal } from '@preact/signals';

/** How news of calls get here. */
export type LiveStatus =
  | 'connecting'
  | 'live'
  /** It was live, and the connection is being made again. */
  | 'reconnecting'
  /** Sync can't be reached from here: the functions are asked every few seconds. */
  | 'polling';

/** Where the history stands. */
export type HistoryStatus = 'loading' | 'ready' | 'more' | 'failed';

/** What the desk sees of whatever brings the news. */
export class LiveState {
  readonly status = signal<LiveStatus>('connecting');
  readonly history = signal<HistoryStatus>('loading');
}

/** Brings the calls of one agent, until it is closed. */
export interface LiveSource {
  /** Something may have changed that this source can't know of by itself. */
  look(): void;
  /** The next page of the history. */
  more(): Promise<void>;
  close(): void;
}
