/**
 * The Voice SDK always asks for wss://. A page that came by http:// takes the same host's ws:// instead. Imported before
 * the SDK, which keeps the WebSocket it finds when it loads.
 */
const Native = window.WebSocket;
window.WebSocket = class extends Native {
  constructor(address: string | URL, protocols?: string | string[]) {
    const url = new URL(String(address));
    if (location.protocol === 'http:' && url.host === location.host) url.protocol = 'ws:';
    super(url, protocols);
  }
};
