import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Domains } from '../domains';
import { createKernel } from '../kernel';
import { WebhookDelivery } from './delivery';

/** One request that reached the receiver. */
export interface Received {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

type Answer = (received: Received, response: http.ServerResponse, count: number) => void | Promise<void>;

/** A project's web server, as far as webhooks see it. `answer` may be replaced at any time. */
export class Receiver {
  readonly received: Received[] = [];
  answer: Answer = (_received, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' }).end('<Response/>');
  };
  #server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const received = { method, url, headers, body: Buffer.concat(chunks).toString() };
    this.received.push(received);
    await this.answer(received, response, this.received.length);
  });

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** A kernel that really delivers its webhooks, and the domains that it takes for its own. */
export function deliveringKernel() {
  const domains = new Domains();
  const kernel = createKernel(1, {}, (parts) => new WebhookDelivery(parts, domains));
  return { kernel, domains };
}
