/** What tabs of the page tell each other. */
export type TabMessage<Held> =
  | { kind: 'signed-in'; held: Held }
  | { kind: 'signed-out' }
  /** A call was started or ended in another tab: look now. */
  | { kind: 'look' };

/** The other tabs of the same browser, as far as it lets them talk. */
export interface Tabs<Held> {
  tell(message: TabMessage<Held>): void;
  /** One at a time over all tabs. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** Connects this tab with the others. A browser without these features has tabs that don't know of each other. */
export function joinTabs<Held>(heard: (message: TabMessage<Held>) => void): Tabs<Held> {
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('cordboard') : undefined;
  channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage<Held>>) => heard(data));
  return {
    tell: (message) => channel?.postMessage(message),
    alone: (work) =>
      'locks' in navigator ? navigator.locks.request('cordboard.session', work).then((done) => done) : work(),
  };
}
