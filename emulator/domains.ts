/** Where the public domains of hosted projects are served on this machine: domain → port on loopback. */
export class Domains {
  #ports = new Map<string, number>();

  set(domain: string, port: number): void {
    this.#ports.set(domain.toLowerCase(), port);
  }

  delete(domain: string): void {
    this.#ports.delete(domain.toLowerCase());
  }

  port(host: string): number | undefined {
    return this.#ports.get(host.toLowerCase());
  }

  list(): string[] {
    return [...this.#ports.keys()];
  }
}

/** Names that never leave the machine. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/i.test(host);
