import type { Kernel } from '../../product';
import type { ClientEngine, DeviceDirectory } from '../../voice/device';
import type { AudioHub } from '../../voice/media/hub';
import type { AccessTokens } from '../access-token';
import type { Protocol } from '../protocol';
import { Client } from './client';
import { Connection } from './connection';

/** The SDK takes a connection for dead after 15 s without a message. Milliseconds of real time. */
const BEAT = 10_000;

/** Browser clients: devices `client:<identity>` for the engine, and the socket that the Voice SDK speaks. */
export interface VoiceClients extends DeviceDirectory {
  /** Must be called once with the engine before a page connects. */
  connect(engine: ClientEngine): void;
  /** Signalling of `@twilio/voice-sdk`, at /signal. */
  protocol(tokens: AccessTokens): Protocol;
}

/**
 * Makes the browser clients.
 *
 * @example
 * new Device(token, { chunderw: 'localhost:3001', publishEvents: false, sounds });
 */
export function createVoiceClients(kernel: Kernel, audio: AudioHub): VoiceClients {
  const clients = new Map<string, Client>();
  let engine: ClientEngine | undefined;
  const client = (identity: string): Client => {
    // Those who left are forgotten when the next one comes.
    for (const [name, known] of clients) if (known.idle) clients.delete(name);
    const known = clients.get(identity) ?? new Client({ kernel, audio }, identity);
    clients.set(identity, known);
    return known;
  };
  return {
    connect: (voice) => {
      engine = voice;
    },
    // Every identity exists, as at Twilio; one that is registered nowhere does not answer.
    find: (address) => (address.startsWith('client:') ? client(address.slice('client:'.length)) : undefined),
    protocol: (tokens) => ({
      name: 'voice',
      paths: ['/signal'],
      accept(socket) {
        if (!engine) throw new Error('createVoiceClients: connect(engine) was not called');
        const connection = new Connection({ kernel, tokens, engine, client }, socket);
        const beat = setInterval(() => connection.beat(), BEAT);
        beat.unref();
        socket.on('message', (data: Buffer) => connection.receive(data.toString('utf8')));
        // What is wrong with the transport also closes it.
        socket.on('error', () => socket.terminate());
        socket.on('close', () => {
          clearInterval(beat);
          connection.closed();
        });
      },
    }),
  };
}
