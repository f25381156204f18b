import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Sync } from '../api/sync';
import type { Kernel, Product } from '../product';
import { AccessTokens } from './access-token';
import { pause, takeFault } from './faults';
import type { Protocol } from './protocol';
import { createSyncSocket } from './sync';
import type { VoiceClients } from './voice';

/** The products whose sockets are served. */
export interface RealtimeParts {
  sync: Sync;
  /** Browser calling; left out, there is no /signal. */
  voice?: VoiceClients;
}

/**
 * The sockets of the browser SDKs. A `Product`, so that a reset or a restored snapshot closes what is open: SDKs then
 * connect anew and see what the account now holds.
 */
export interface Realtime extends Product {
  /**
   * Takes over an upgrade request that is for one of the protocols; false leaves it to the caller. Errors of the bare
   * socket are the caller's to catch.
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Breaks every connection. */
  close(): void;
}

/** More than any message of an SDK: Sync's data has at most 16 KiB, an SDP offer some ten. Bytes. */
const LARGEST = 1024 * 1024;

/** Serves the sockets that Twilio's browser SDKs speak; `upgrade` goes to an HTTP server's event of that name. */
export function createRealtime(kernel: Kernel, { sync, voice }: RealtimeParts): Realtime {
  const tokens = new AccessTokens(kernel);
  const protocols: Protocol[] = [
    createSyncSocket(kernel, sync, tokens),
    ...(voice ? [voice.protocol(tokens)] : []),
  ];
  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST });
  const close = () => {
    for (const socket of server.clients) socket.terminate();
  };
  const open = async (protocol: Protocol, request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const fault = takeFault(kernel, 'CONNECT', request.url ?? '/');
    if (fault?.effect === 'delay') await pause(kernel, fault);
    if (fault?.effect === 'fail') return refuse(socket, fault.status ?? 503);
    if (fault && fault.effect !== 'delay') return void socket.destroy();
    server.handleUpgrade(request, socket, head, (accepted) => protocol.accept(accepted, request));
  };
  return {
    name: 'realtime',
    routes: [],
    restored: () => {
      for (const protocol of protocols) protocol.restored?.();
      close();
    },
    stop: close,
    close,
    upgrade: (request, socket, head) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const protocol = protocols.find(({ paths }) => paths.includes(pathname));
      if (!protocol) return false;
      void open(protocol, request, socket, head);
      return true;
    },
  };
}

function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
