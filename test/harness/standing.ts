import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../scripts/chromium';
import { type Local, startLocal } from '../../scripts/local';
import { keepProvisioned, provisionedBefore } from './provisioned';

// Loaded once for each of Jest's workers, outside of the test files' module registry (scripts/jest/environment.cjs): to
// start these takes more than most files take.

declare global {
  /** What stands from one test file to the next. */
  function standing(): typeof import('./standing');
}

/** `close` ends what was opened in it, and gives it back. */
interface StandingBrowser {
  browser: Browser;
  close(): Promise<void>;
}

/** Something that files take and give back. At most one is kept for each place. */
class Stand<T extends { close(): Promise<void> }> {
  readonly #kept = new Map<string, { key: string; thing: T }>();

  /** What stands at a place if it is `key`; anything else there is closed. */
  async take(place: string, key: string): Promise<T | undefined> {
    const kept = this.#kept.get(place);
    this.#kept.delete(place);
    if (kept?.key === key) return kept.thing;
    await kept?.thing.close();
    return undefined;
  }

  async giveBack(place: string, key: string, thing: T): Promise<void> {
    if (keeps && !this.#kept.has(place)) this.#kept.set(place, { key, thing });
    else await thing.close();
  }

  async end(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(all.map(({ thing }) => thing.close()));
  }
}

/** What is said to callers is looked at, not listened to: nobody needs to wait for its end. */
const SPEECH_RATE = 8;

let keeps = true;
const worlds = new Stand<Local>();
const browsers = new Stand<Browser>();

/** From now on everything is closed when it is given back. */
export function keepNothing(): void {
  keeps = false;
}

export async function endAll(): Promise<void> {
  await Promise.all([worlds.end(), browsers.end()]);
}

/**
 * Cordboard behind the emulator, provisioned; `close` gives it back. Its account is reset when a test begins.
 * @param variables environment variables of the functions; with others it is another world
 */
export async function standingWorld(variables: Record<string, string>): Promise<Local> {
  const key = JSON.stringify(variables);
  // The one that most files take is not closed for one that a few want otherwise.
  const place = key === '{}' ? 'plain' : 'special';
  const local = (await worlds.take(place, key)) ?? (await startWorld(variables));
  return { ...local, close: () => worlds.giveBack(place, key, local) };
}

async function startWorld(variables: Record<string, string>): Promise<Local> {
  const like = await provisionedBefore();
  const options = { port: 0, emulatorPort: 0, variables, built: true, speechRate: SPEECH_RATE };
  const local = await startLocal(like === undefined ? options : { ...options, like });
  if (like === undefined) await keepProvisioned(local, variables);
  return local;
}

/** Pages talk without anybody to ask: no permission, no gesture, no network card needed. */
const TALKING = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
];

/** A browser without any page, in which pages may talk. */
export async function standingBrowser(): Promise<StandingBrowser> {
  const kept = await browsers.take('talking', '');
  const browser = kept?.isConnected() ? kept : await launchBrowser(TALKING);
  const close = async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await browsers.giveBack('talking', '', browser);
  };
  return { browser, close };
}

/** A browser of its own, with other flags (as `launchBrowser` takes them). */
export async function otherBrowser(flags: readonly string[]): Promise<StandingBrowser> {
  const browser = await launchBrowser(flags);
  return { browser, close: () => browser.close() };
}
