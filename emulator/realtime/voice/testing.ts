import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';
import WebSocket from 'ws';
import { createSync } from '../../api/sync';
import { sdk, testKernel } from '../../api/testing';
import { createVoice } from '../../voice';
import { AudioHub } from '../../voice/media/hub';
import { Peer } from '../../voice/media/peer';
import { createRealtime } from '..';
import { createVoiceClients } from '.';

const KEY = `SK${'a'.repeat(32)}`;
const SECRET = 'a secret that signs access tokens';

/** What a page was told, in order. */
interface Told {
  type: string;
  payload: Record<string, unknown> & { callsid?: string; error?: { code: number; message: string } };
}

/** A page without a browser: its socket, and the messages of the SDK written by hand. */
export class RawPage {
  readonly told: Told[] = [];
  beats = 0;
  closed = false;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (text.trim() === '') this.beats++;
      else this.told.push(JSON.parse(text) as Told);
    });
    socket.on('close', () => {
      this.closed = true;
    });
  }

  say(type: string, payload: unknown): void {
    this.socket.send(JSON.stringify({ type, version: '1.6', payload }));
  }

  /** The `nth` message of this type. */
  async hears(type: string, nth = 1): Promise<Told['payload']> {
    const began = Date.now();
    for (;;) {
      const found = this.told.filter((one) => one.type === type)[nth - 1];
      if (found) return found.payload;
      if (Date.now() - began > 4000)
        throw new Error(`No "${type}" came, but ${this.told.map((one) => one.type).join(', ') || 'nothing'}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/** An account with an application, and its sockets on a port. */
export async function signallingWorld() {
  const kernel = testKernel({ account: { apiKeys: { [KEY]: SECRET } } });
  const pages: Record<string, string> = {};
  kernel.webhooks.answer = ({ url }) => ({
    status: 200,
    contentType: 'text/xml',
    body: pages[new URL(url).pathname] ?? '<Response/>',
  });
  const audio = new AudioHub();
  const clients = createVoiceClients(kernel, audio);
  const voice = createVoice(kernel, clients, { audio, numbers: ['+14155550199'] });
  clients.connect(voice.engine);
  audio.follow(voice.engine.heardBy);
  const realtime = createRealtime(kernel, { sync: createSync(kernel), voice: clients });
  const client = sdk(kernel, [voice.product]);
  const { sid: applicationSid } = await client.applications.create({
    voiceUrl: 'https://project.example/voice',
  });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => {
    if (!realtime.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const peers: Peer[] = [];

  const token = (identity: string, voice: object = everything, ttl = 3600): string =>
    jwt.sign({ jti: `${KEY}-1`, grants: { identity, voice } }, SECRET, {
      algorithm: 'HS256',
      header: { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' },
      issuer: KEY,
      subject: kernel.account.sid,
      expiresIn: ttl,
    });
  const everything = { incoming: { allow: true }, outgoing: { application_sid: applicationSid } };

  return {
    kernel,
    voice,
    audio,
    client,
    pages,
    applicationSid,
    token,
    /** Opens a socket; with an identity, shows a token of it. */
    async open(identity?: string): Promise<RawPage> {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/signal`);
      const page = new RawPage(socket);
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      if (identity === undefined) return page;
      page.say('listen', { token: token(identity) });
      await page.hears('connected');
      return page;
    },
    /** An SDP offer as good as a browser's. */
    async offer(): Promise<string> {
      const peer = new Peer({ audio: () => undefined, key: () => undefined });
      peers.push(peer);
      return peer.offer();
    },
    /** A browser's answer to an offer. */
    async answerTo(offer: string): Promise<string> {
      const peer = new Peer({ audio: () => undefined, key: () => undefined });
      peers.push(peer);
      return peer.answer(offer);
    },
    violations: () =>
      kernel.timeline
        .since(0)
        .filter(({ kind }) => kind === 'violation')
        .map(({ summary }) => summary),
    async close(): Promise<void> {
      voice.engine.endAll();
      for (const peer of peers) peer.close();
      realtime.close();
      audio.stop();
      kernel.clock.stop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type SignallingWorld = Awaited<ReturnType<typeof signallingWorld>>;
