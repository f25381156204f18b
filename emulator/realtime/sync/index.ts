import type { Sync } from '../../api/sync';
import type { Kernel } from '../../product';
import type { AccessTokens } from '../access-token';
import type { Protocol } from '../protocol';
import { Cds } from './cds';
import { Connection } from './connection';

/**
 * What `twilio-sync` speaks: Twilsock V3 at /v3/wsconnect, with all of Sync's requests inside the socket. Works on the
 * same objects as REST does.
 *
 * @example
 * new SyncClient(token, { Twilsock: { uri: 'ws://localhost:3001/v3/wsconnect' }, cdsUri: 'http://localhost:3001' });
 */
export function createSyncSocket(kernel: Kernel, { model, events }: Sync, tokens: AccessTokens): Protocol {
  const connections = new Set<Connection>();
  const parts = { kernel, model, tokens, cds: new Cds(model), epoch: crypto.randomUUID() };
  events.subscribe((event) => {
    for (const connection of connections) connection.changed(event);
  });
  return {
    name: 'sync',
    paths: ['/v3/wsconnect'],
    restored() {
      parts.epoch = crypto.randomUUID();
    },
    accept(socket) {
      const connection = new Connection(parts, socket);
      connections.add(connection);
      socket.on('message', (data: Buffer) => connection.receive(data));
      // What is wrong with the transport also closes it.
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        connections.delete(connection);
        connection.closed();
      });
    },
  };
}
