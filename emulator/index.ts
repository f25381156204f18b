import path from 'node:path';
import { Contract } from './api/contract';
import { RestServer } from './api/server';
import { Domains } from './domains';
import { createKernel } from './kernel';
import type { Emulator, EmulatorOptions, HostedProject } from './options';
import type { Product } from './product';
import { startProxy } from './proxy';
import { certificateIn, trustFile } from './proxy/trust';
import { WebhookDelivery } from './webhooks/delivery';

export type { ContractReport } from './api/contract';
export type { Emulator, EmulatorOptions, HostedProject, ProjectOptions } from './options';

/** Starts the emulator: an account of its own, the proxy that programs reach it through, and the control API. */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { seed = 1, dataDir = '.emulator' } = options;
  const domains = new Domains();
  const kernel = createKernel(seed, options.account ?? {}, (parts) => new WebhookDelivery(parts, domains));
  const contract = new Contract(kernel.timeline);
  const products: Product[] = [];
  const rest = new RestServer(kernel, contract, products);
  const certificate = certificateIn(dataDir, Date.now());
  const caFile = trustFile(dataDir, certificate, process.env.NODE_EXTRA_CA_CERTS);
  const proxy = await startProxy(kernel, {
    certificate,
    route: (host) => (/(^|\.)twilio\.com$/.test(host) ? rest.handle.bind(rest) : undefined),
  });
  const hosted = new Set<HostedProject>();
  const restored = () => {
    for (const product of products) product.restored?.();
  };
  return {
    kernel,
    contract,
    controlUrl: '',
    proxyUrl: proxy.url,
    caFile: path.resolve(caFile),
    environment: () => ({
      HTTP_PROXY: proxy.url,
      HTTPS_PROXY: proxy.url,
      NO_PROXY: 'localhost,127.0.0.1',
      NODE_EXTRA_CA_CERTS: path.resolve(caFile),
      NODE_USE_ENV_PROXY: '1',
      TWILIO_ACCOUNT_SID: kernel.account.sid,
      TWILIO_AUTH_TOKEN: kernel.account.authToken,
      ACCOUNT_SID: kernel.account.sid,
      AUTH_TOKEN: kernel.account.authToken,
    }),
    host: () => Promise.reject(new Error('not yet')),
    snapshot: () => kernel.store.snapshot(),
    restore: (snapshot) => {
      kernel.clock.reset();
      kernel.webhooks.abandon();
      kernel.store.restore(snapshot);
      restored();
    },
    reset: async () => {
      kernel.clock.reset();
      kernel.webhooks.abandon();
      kernel.faults.clear();
      kernel.store.clear();
      kernel.ids.reseed(seed);
      contract.reset();
      restored();
      kernel.timeline.clear();
    },
    close: async () => {
      for (const project of hosted) await project.close();
      for (const product of products) await product.stop?.();
      kernel.webhooks.stop();
      kernel.clock.stop();
      await proxy.close();
    },
  };
}
