import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';

/** What one browser SDK speaks, on a path of its own. A folder beside this file holds each. */
export interface Protocol {
  /** One word, for the timeline: "sync", "voice". */
  name: string;
  /** Paths of the WebSocket handshake that lead here, without query. */
  paths: string[];
  /** Takes over a socket that has just opened. The socket's own events tell when it ends. */
  accept(socket: WebSocket, request: IncomingMessage): void;
  /** The store was replaced or emptied; its sockets are about to be closed. */
  restored?(): void;
}
