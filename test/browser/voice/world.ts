import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import twilio from 'twilio';
import { createSync } from '../../../emulator/api/sync';
import { sdk, testKernel } from '../../../emulator/api/testing';
import { createPhones, type Phones } from '../../../emulator/phones';
import type { Kernel } from '../../../emulator/product';
import { createRealtime } from '../../../emulator/realtime';
import { createVoiceClients } from '../../../emulator/realtime/voice';
import { createVoice, type Voice } from '../../../emulator/voice';
import { AudioHub } from '../../../emulator/voice/media/hub';
import { encodeWav } from '../../../emulator/voice/media/wav';
import type { WebhookRequest } from '../../../emulator/webhooks';
import { PATIENCE } from '../../../scripts/client';
import type { VoicePage } from './page';

const KEY = 'SK0123456789abcdef0123456789abcdef';

/** What a token may be asked to allow. */
interface TokenOptions {
  incoming?: boolean;
  outgoing?: boolean;
  /** Seconds. */
  ttl?: number;
}

/** A browser tab with the Voice SDK, and the methods of `VoicePage`. */
export class Tab {
  constructor(
    readonly page: Page,
    readonly hertz: number,
  ) {}

  /** Calls a method of the page. */
  do<Name extends keyof VoicePage>(
    name: Name,
    ...args: VoicePage[Name] extends (...args: infer A) => unknown ? A : never
  ): Promise<VoicePage[Name] extends (...args: never[]) => infer R ? Awaited<R> : never> {
    return this.page.evaluate(
      ([method, given]) =>
        (window.voice as unknown as Record<string, (...args: unknown[]) => unknown>)[method]?.(...given),
      [name as string, args as unknown[]] as const,
    ) as never;
  }

  /** Waits for the `nth` event of this name; resolves with its detail. */
  async event(name: string, nth = 1): Promise<unknown> {
    const found = await this.page.waitForFunction(
      ([wanted, count]) => {
        const event = window.voice.events.filter((one) => one.name === wanted)[count - 1];
        return event && { detail: event.detail };
      },
      [name, nth] as const,
      { timeout: PATIENCE, polling: 20 },
    );
    return ((await found.jsonValue()) as { detail?: unknown }).detail;
  }

  async events(): Promise<string[]> {
    return this.page.evaluate(() => window.voice.events.map(({ name }) => name));
  }

  /** Waits until every tone of `there` is heard at 20 dB above the noise and none of `gone`; resolves to the milliseconds. */
  async hears(there: readonly number[], gone: readonly number[] = []): Promise<number> {
    const began = performance.now();
    for (;;) {
      const levels = await this.do('levels', [...there, ...gone]);
      const heard = levels.slice(0, there.length).every((level) => level >= 20);
      const silent = levels.slice(there.length).every((level) => level < 12);
      if (heard && silent) return performance.now() - began;
      if (performance.now() - began > PATIENCE)
        throw new Error(
          `Tones of ${[...there, ...gone].join(', ')} Hz are at ${levels.map(Math.round).join(', ')} dB above the noise`,
        );
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}

/** Tries of `delay`. */
const TRIES = 3;

/**
 * How long it takes until somebody who speaks again is heard, at best: other work on the machine makes it longer, nothing
 * makes it shorter. They must have heard each other. Milliseconds.
 */
export async function delay(speaker: Tab, listener: Tab, enough: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < TRIES && best >= enough; time += 1) {
    await speaker.do('mute', true);
    await listener.hears([], [speaker.hertz]);
    await speaker.do('mute', false);
    best = Math.min(best, await listener.hears([speaker.hertz]));
  }
  return best;
}

/** Waits until something is so. */
export async function until(test: () => boolean | Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await test())) {
    if (Date.now() - began > PATIENCE) throw new Error('It did not come to pass');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** An emulated account with a TwiML application, and pages on the real SDK. */
export interface VoiceWorld {
  kernel: Kernel;
  voice: Voice;
  phones: Phones;
  audio: AudioHub;
  client: twilio.Twilio;
  browser: Browser;
  url: string;
  /** TwiML by path. */
  twiml: Record<string, string>;
  webhooks: WebhookRequest[];
  /** Requests of the pages that would have left the machine. */
  strays: string[];
  token(identity: string, options?: TokenOptions): string;
  /** Opens a page that is signed in and, if `register` is not false, registered. */
  open(identity: string, hertz: number, options?: TokenOptions & { register?: boolean }): Promise<Tab>;
  /** While false, sockets are refused and open ones are broken. */
  network(up: boolean): void;
  /** Ends all calls and pages. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function voiceWorld(): Promise<VoiceWorld> {
  const kernel = testKernel({ account: { apiKeys: { [KEY]: 'a-secret-of-an-api-key' } } });
  const twiml: Record<string, string> = {};
  kernel.webhooks.answer = ({ url }) => ({
    status: 200,
    contentType: 'text/xml',
    body: twiml[new URL(url).pathname] ?? '<Response/>',
  });
  const audio = new AudioHub();
  const clients = createVoiceClients(kernel, audio);
  const phones = createPhones(kernel, { isOwned: (number) => voice.owns(number) });
  const voice = createVoice(
    kernel,
    { find: (address) => clients.find(address) ?? phones.find(address) },
    { numbers: ['+14155550199'], audio },
  );
  audio.follow(voice.engine.heardBy);
  phones.connect(voice.engine);
  clients.connect(voice.engine);
  const sync = createSync(kernel);
  const realtime = createRealtime(kernel, { sync, voice: clients });
  const client = sdk(kernel, [voice.product]);
  const application = await client.applications.create({
    friendlyName: 'Browser',
    voiceUrl: 'https://project.example/browser',
  });

  const script = await bundle();
  const silence = encodeWav([new Int16Array(800)]);
  let up = true;
  const server = createServer((request, response) => {
    if (request.url === '/page.js') response.setHeader('content-type', 'text/javascript').end(script);
    else if (request.url === '/silence.wav') response.setHeader('content-type', 'audio/wav').end(silence);
    else
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><title>Voice</title><script type="module" src="/page.js"></script>');
  });
  server.on('upgrade', (request, socket, head) => {
    if (!up || !realtime.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const { browser, close: giveBack } = await standing().standingBrowser();
  const strays: string[] = [];

  const token: VoiceWorld['token'] = (identity, { incoming = true, outgoing = true, ttl = 3600 } = {}) => {
    const access = new twilio.jwt.AccessToken(kernel.account.sid, KEY, 'a-secret-of-an-api-key', {
      identity,
      ttl,
    });
    access.addGrant(
      new twilio.jwt.AccessToken.VoiceGrant({
        incomingAllow: incoming,
        ...(outgoing ? { outgoingApplicationSid: application.sid } : {}),
      }),
    );
    return access.toJwt();
  };

  return {
    kernel,
    voice,
    phones,
    audio,
    client,
    browser,
    url,
    twiml,
    webhooks: kernel.webhooks.sent,
    strays,
    token,
    open: async (identity, hertz, options = {}) => {
      const page = await browser.newPage();
      page.on('request', (request) => {
        if (!request.url().startsWith(url)) strays.push(request.url());
      });
      await page.goto(url);
      await page.waitForFunction(() => 'voice' in window);
      const tab = new Tab(page, hertz);
      await tab.do('start', token(identity, options), hertz);
      if (options.register !== false) await tab.do('register');
      return tab;
    },
    network: (now) => {
      up = now;
      if (!up) realtime.close();
    },
    clear: async () => {
      voice.engine.endAll();
      for (const context of browser.contexts()) await context.close();
      kernel.webhooks.sent.length = 0;
      up = true;
    },
    close: async () => {
      await giveBack();
      voice.engine.endAll();
      audio.stop();
      realtime.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      kernel.clock.stop();
    },
  };
}

async function bundle(): Promise<Buffer> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(__dirname, 'page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild made nothing of the page');
  return Buffer.from(file.contents);
}
