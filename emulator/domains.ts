import type { WebhookAnswer } from './webhooks';

/** A host of Twilio's own that webhooks may be addressed to, answered in this process. Never rejects. */
export type OwnHost = (request: { url: URL; params: Record<string, string> }) => Promise<WebhookAnswer>;

/**
 * Where the public domains of hosted projects are served on this machine (domain → port on loopback), and the hosts that
 * the emulator answers for itself.
 */
export class Domains {
  #ports = new Map<string, number>();
  #own = new Map<string, OwnHost>();

  set(domain: string, port: number): void {
    this.#ports.set(domain.toLowerCase(), port);
  }

  delete(domain: string): void {
    this.#ports.delete(domain.toLowerCase());
  }

  port(host: string): number | undefined {
    return this.#ports.get(host.toLowerCase());
  }

  /** The emulator itself answers webhooks to `host`. */
  answer(host: string, own: OwnHost): void {
    this.#own.set(host, own);
  }

  own(host: string): OwnHost | undefined {
    return this.#own.get(host.toLowerCase());
  }

  list(): string[] {
    return [...this.#ports.keys()];
  }
}

/** Names that never leave the machine. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/i.test(host);
