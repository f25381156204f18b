import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createEmulator, type Emulator } from '../../emulator';
import { readVariables } from '../../provision/env-file';
import { command, type Ended } from './deployed';

/** A request that was made to Twilio. */
export interface Made {
  method: string;
  host: string;
  path: string;
  status: number;
}

/** An account with nothing in it, and an operator with an .env file. */
export class Newborn {
  private constructor(
    readonly emulator: Emulator,
    readonly folder: string,
  ) {}

  /** @param text what stands in the .env file, beside the credentials */
  static async create(text = 'ALLOWED_EMAIL_DOMAINS=example.com\n'): Promise<Newborn> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'live-'));
    const emulator = await createEmulator({ port: 0, dataDir: path.join(folder, 'emulator') });
    const newborn = new Newborn(emulator, folder);
    const { sid, authToken } = emulator.kernel.account;
    await newborn.write(`ACCOUNT_SID=${sid}\nAUTH_TOKEN=${authToken}\n${text}`);
    return newborn;
  }

  get envFile(): string {
    return path.join(this.folder, '.env');
  }

  write(text: string): Promise<void> {
    return writeFile(this.envFile, text);
  }

  read(): Promise<string> {
    return readFile(this.envFile, 'utf8');
  }

  async variables(): Promise<Record<string, string>> {
    return readVariables(await this.read());
  }

  /** Runs `npm run …` and tells how it ended, and what it asked of Twilio. */
  async run(...words: string[]): Promise<Ended & { made: Made[]; writes: Made[] }> {
    const { timeline } = this.emulator.kernel;
    const since = timeline.last;
    const ended = await command([...words, '--env', this.envFile], this.emulator.environment());
    const made = timeline
      .since(since)
      .filter(({ kind }) => kind === 'rest')
      .map(({ data }) => data as unknown as Made);
    return { ...ended, made, writes: made.filter(({ method }) => method !== 'GET') };
  }

  /** What the emulated Twilio holds of one kind. */
  held<T>(collection: string): T[] {
    return this.emulator.kernel.store.collection<T>(collection).values();
  }

  /** What was asked or answered against Twilio's contract. */
  violations(): string[] {
    const all = this.emulator.kernel.timeline.since(0);
    return all.filter(({ kind }) => kind === 'violation').map(({ summary }) => summary);
  }

  async close(): Promise<void> {
    await this.emulator.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
