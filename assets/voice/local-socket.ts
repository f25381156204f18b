const opened = new Set<string>();

/**
 * The Voice SDK speaks `wss` only, and an emulator on this machine has no certificate that a browser trusts: its sockets
 * are opened as `ws`. Must run before the SDK is loaded, which keeps the constructor it finds. All others are untouched.
 */
export function openLocally(sdkOrigin: string): void {
  const { host } = new URL(sdkOrigin);
  if (opened.has(host)) return;
  opened.add(host);
  const Native = globalThis.WebSocket;
  globalThis.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      const to = new URL(url);
      if (to.protocol === 'wss:' && to.host === host) to.protocol = 'ws:';
      super(to, protocols);
    }
  };
}
