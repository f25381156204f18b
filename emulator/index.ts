import path from 'node:path';
import { Contract } from './api/contract';
import { createDialingPermissions } from './api/dialing-permissions';
import { createKeys } from './api/keys';
import { createInbox, createMessaging } from './api/messaging';
import { RestServer } from './api/server';
import { createServerless } from './api/serverless';
import { createStudio, WEBHOOK_HOST } from './api/studio';
import { createSync } from './api/sync';
import { createTaskRouter } from './api/taskrouter';
import { createVerify } from './api/verify';
import { createControl, restoreSnapshot, takeSnapshot } from './control';
import { Domains } from './domains';
import { hostProject, type LoggedLine } from './edge';
import { createKernel } from './kernel';
import type { Emulator, EmulatorOptions, HostedProject, ProjectOptions, Snapshot } from './options';
import { createPhones } from './phones';
import type { Kernel, Product } from './product';
import { startProxy } from './proxy';
import { answerOwn } from './proxy/own';
import { passTo } from './proxy/pass';
import { certificateIn, trustFile } from './proxy/trust';
import { createRealtime } from './realtime';
import { createVoiceClients } from './realtime/voice';
import { callTasks, createVoice, type Voice } from './voice';
import { AudioHub } from './voice/media/hub';
import { Microphones } from './voice/media/microphones';
import { Recordings } from './voice/media/recordings';
import { WebhookDelivery } from './webhooks/delivery';

export type { ContractReport } from './api/contract';
export type { Emulator, EmulatorOptions, HostedProject, ProjectOptions, Snapshot } from './options';

/** How long a reset waits for webhooks that are under way, ms; what hangs longer is broken off. */
const PATIENCE = 2000;

/** Starts the emulator: an account of its own, the proxy that programs reach it through, and the control API. */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const {
    seed = 1,
    dataDir = '.emulator',
    port = 3001,
    numbers = ['+14155550199'],
    speechRate = 1,
  } = options;
  const domains = new Domains();
  const kernel = createKernel(seed, options.account ?? {}, (parts) => new WebhookDelivery(parts, domains));
  const contract = new Contract(kernel.timeline, dataDir);
  const { products, voice, phones, inbox, realtime, microphones, recordings, studio } = createProducts(
    kernel,
    contract,
    { numbers, speechRate },
  );
  products.push(createServerless(kernel, { dataDir, host: (project, logged) => host(project, logged) }));
  domains.answer(WEBHOOK_HOST, studio.answer);
  const rest = new RestServer(kernel, contract, products);

  const certificate = certificateIn(dataDir, Date.now());
  const caFile = trustFile(dataDir, certificate, process.env.NODE_EXTRA_CA_CERTS);
  const proxy = await startProxy(kernel, {
    certificate,
    route: (host) => {
      if (host === WEBHOOK_HOST) return answerOwn(kernel.account.authToken, host, studio.answer);
      if (/(^|\.)twilio\.com$/.test(host)) return rest.handle.bind(rest);
      const hosted = domains.port(host);
      return hosted === undefined ? undefined : passTo(hosted);
    },
  });
  const reach = {
    HTTP_PROXY: proxy.url,
    HTTPS_PROXY: proxy.url,
    NO_PROXY: 'localhost,127.0.0.1',
    NODE_EXTRA_CA_CERTS: caFile,
  };

  const hosted = new Set<HostedProject>();
  const host = async (
    project: ProjectOptions,
    logged: (line: LoggedLine) => void = () => undefined,
  ): Promise<HostedProject> => {
    const hosting = { kernel, domains, dataDir, environment: reach, logged };
    const served = await hostProject(hosting, project);
    hosted.add(served);
    const close = () => {
      hosted.delete(served);
      return served.close();
    };
    return { ...served, close };
  };
  let start: Snapshot | undefined;

  /** Ends calls and lets what they set off come to its end, so that nothing of it reaches the account that follows. */
  const quiet = async () => {
    voice.engine.endAll();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
    });
    await Promise.race([kernel.clock.settled(), patience]);
    clearTimeout(timer);
    voice.engine.endAll();
    kernel.webhooks.abandon();
  };
  const restore = async (snapshot: Snapshot) => {
    await quiet();
    await restoreSnapshot(kernel, products, voice.engine, snapshot);
  };
  const reset = async () => {
    await quiet();
    kernel.clock.reset();
    kernel.faults.clear();
    contract.reset();
    if (start) await restoreSnapshot(kernel, products, voice.engine, start);
    else {
      kernel.store.clear();
      kernel.ids.reseed(seed);
      for (const product of products) product.restored?.();
    }
    kernel.timeline.clear();
  };

  const control = createControl({
    kernel,
    phones,
    inbox,
    contract: () => contract.report(),
    about: () => ({
      numbers,
      proxyUrl: proxy.url,
      caFile,
      projects: [...hosted].map(({ url, domain }) => ({ url, domain })),
    }),
    reset,
    restore,
    hold: (number, offer) => microphones.hold(number, offer),
    recordings,
    upgrade: realtime.upgrade,
  });
  const controlUrl = await control.listen(port).catch(async (error: unknown) => {
    await proxy.close();
    throw error;
  });

  return {
    kernel,
    contract,
    controlUrl,
    proxyUrl: proxy.url,
    caFile,
    environment: () => ({
      ...reach,
      NODE_USE_ENV_PROXY: '1',
      TWILIO_ACCOUNT_SID: kernel.account.sid,
      TWILIO_AUTH_TOKEN: kernel.account.authToken,
      ACCOUNT_SID: kernel.account.sid,
      AUTH_TOKEN: kernel.account.authToken,
    }),
    preload: path.join(__dirname, 'edge', 'keep-tunnels.cjs'),
    host: (project) => host(project),
    snapshot: () => takeSnapshot(kernel),
    restore,
    keepAsStart: () => {
      start = takeSnapshot(kernel);
    },
    reset,
    close: async () => {
      for (const product of products) await product.stop?.();
      kernel.webhooks.stop();
      await Promise.all([...hosted].map((project) => project.close()));
      await Promise.all([control.close(), proxy.close()]);
      kernel.clock.stop();
    },
  };
}

/** The emulated products; each knows the kernel and, where Twilio has them together too, another's public side. */
function createProducts(
  kernel: Kernel,
  contract: Contract,
  options: { numbers: string[]; speechRate: number },
) {
  const isOwned = (number: string): boolean => voice.owns(number);
  const phones = createPhones(kernel, { isOwned });
  const audio = new AudioHub();
  const microphones = new Microphones(audio);
  const recordings = new Recordings(audio, () => kernel.clock.now());
  const clients = createVoiceClients(kernel, audio);
  const devices = { find: (address: string) => clients.find(address) ?? phones.find(address) };
  const taskRouter = createTaskRouter(kernel);
  const voice: Voice = createVoice(kernel, devices, {
    ...options,
    audio,
    tasks: callTasks(taskRouter),
    checkTwiml: (document, where) => contract.checkTwiml(document, 'voice', where),
  });
  phones.connect(voice.engine);
  clients.connect(voice.engine);
  taskRouter.connect(voice.instructions);
  audio.follow(voice.engine.heardBy);
  const inbox = createInbox(kernel);
  const sync = createSync(kernel);
  const realtime = createRealtime(kernel, { sync, voice: clients });
  const studio = createStudio(kernel);
  const products: Product[] = [
    createKeys(kernel),
    createDialingPermissions(kernel),
    sync,
    createVerify(kernel, inbox),
    createMessaging(kernel, inbox, { isOwned }),
    // Voice first: when it starts over, it takes back the tasks of callers who are gone before they are offered.
    voice.product,
    taskRouter,
    studio,
    phones.product,
    realtime,
    { name: 'audio', routes: [], restored: () => recordings.clear(), stop: () => microphones.stop() },
  ];
  return { products, voice, phones, inbox, realtime, microphones, recordings, studio };
}
