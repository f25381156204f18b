import { SyncClient } from 'twilio-sync';
import WebSocket from 'ws';
import type { World } from './world';

// The SDK finds the browser's WebSocket as a global, which Node has only from version 22 on.
Object.defineProperty(globalThis, 'WebSocket', { value: WebSocket, configurable: true });

// It also leaves timers behind after it was shut down; they must not keep a test run alive.
const { setTimeout: plainTimeout } = globalThis;
Object.defineProperty(globalThis, 'setTimeout', {
  configurable: true,
  value: Object.assign(
    (...args: Parameters<typeof plainTimeout>) => plainTimeout(...args).unref(),
    plainTimeout,
  ),
});

/** The page's live view: the unmodified Sync SDK, as it is told to connect on this machine. */
export function liveView(world: World, token: string): SyncClient {
  const { controlUrl } = world.local.emulator;
  return new SyncClient(token, {
    Twilsock: { uri: `${controlUrl.replace('http', 'ws')}/v3/wsconnect` },
    cdsUri: controlUrl,
  } as object);
}
