import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Kernel } from '../product';
import type { Certificate } from './certificate';

/** Answers one request that reached the proxy; `host` is the name it was meant for, without a port. */
export type HostHandler = (
  request: http.IncomingMessage,
  response: http.ServerResponse,
  host: string,
) => void | Promise<void>;

export interface ProxyOptions {
  certificate: Certificate;
  /** Who answers for a host, or undefined: then nothing of it passes. */
  route: (host: string) => HostHandler | undefined;
}

export interface RunningProxy {
  url: string;
  close(): Promise<void>;
}

const refusal = (host: string): string =>
  `The emulator's proxy answers for *.twilio.com and for the projects it hosts, not for ${host}. ` +
  'Nothing leaves this machine through it. If your program needs that host, reach it without the proxy, ' +
  'or run a stand-in for it on localhost.\n';

/**
 * An HTTPS CONNECT proxy on loopback. A tunnel to a host that `route` knows ends here, behind the emulator's own
 * certificate; any other is refused with 403, in words.
 */
export async function startProxy(
  kernel: Kernel,
  { certificate, route }: ProxyOptions,
): Promise<RunningProxy> {
  const sockets = new Set<Socket>();
  const refuse = (host: string) => {
    kernel.timeline.add({
      kind: 'rest',
      summary: `Refused a connection to ${host}: only *.twilio.com and hosted projects are answered`,
      data: { host, status: 403 },
    });
    return refusal(host);
  };
  const inside = https.createServer(
    { key: certificate.privateKey, cert: certificate.certificate, keepAliveTimeout: 60_000 },
    (request, response) => {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
      const handler = route(host);
      if (!handler) response.writeHead(403, { 'content-type': 'text/plain' }).end(refuse(host));
      else void handler(request, response, host);
    },
  );
  // A caller that breaks off during the handshake (wrong trust) is told here once, and is otherwise its own problem.
  inside.on('tlsClientError', (error) => {
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return;
    kernel.timeline.add({
      kind: 'rest',
      summary: `A program did not accept the emulator's certificate; is NODE_EXTRA_CA_CERTS set? (${error.message})`,
    });
  });
  const outside = http.createServer((request, response) => {
    const host = request.headers.host ?? request.url ?? '';
    response.writeHead(403, { 'content-type': 'text/plain' }).end(refuse(host));
  });
  outside.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  outside.on('connect', (request, socket: Socket, head) => {
    socket.on('error', () => socket.destroy());
    const host = (request.url ?? '').replace(/:\d+$/, '').toLowerCase();
    if (!route(host)) {
      const text = refuse(host);
      socket.end(
        `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(text)}\r\n` +
          `Connection: close\r\n\r\n${text}`,
      );
      return;
    }
    socket.setNoDelay(true);
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    inside.emit('connection', socket);
  });
  await new Promise<void>((resolve, reject) => {
    outside.once('error', reject);
    outside.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(outside.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        outside.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
