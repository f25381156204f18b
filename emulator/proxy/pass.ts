import http from 'node:http';
import type { HostHandler } from '.';

/** Hands requests on to a server on loopback as they are: how a hosted project is reached by its public domain. */
export const passTo =
  (port: number): HostHandler =>
  (request, response) => {
    const { method, url, headers } = request;
    const onward = http.request({ host: '127.0.0.1', port, method, path: url, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  };
