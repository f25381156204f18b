import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readVariables } from '../../provision/env-file';
import { BareAccount } from '../../provision/testing';
import { clientFor, main as provision } from '../../scripts/provision';
import { main as up } from '../../scripts/up';

/** What a small project has built: as much as a deploy has to tell apart. */
const BUILT: Record<string, string> = {
  'functions/ivr/hours.protected.js': 'exports.handler = () => undefined;',
  'functions/page-config.js': 'exports.handler = () => undefined;',
  'assets/assets/index.html': '<p>Cordboard</p>',
  'package.json': '{"dependencies":{"twilio":"6.2.0"}}',
};

/** How a command ended, what it said, and what it asked of Twilio. */
export interface Ended {
  code: number;
  error: string | undefined;
  said: string;
  asked: string[];
}

/**
 * Somebody who sets up an account in memory with `npm run provision` and `npm run up`: the same steps, but nothing is built, no process is
 * started, and what is deployed does not run.
 */
export class Operator {
  private constructor(
    readonly account: BareAccount,
    readonly folder: string,
  ) {}

  /** @param text what stands in the .env file */
  static async create(
    text = 'ALLOWED_EMAIL_DOMAINS=example.com\n',
    account = new BareAccount(),
  ): Promise<Operator> {
    const operator = new Operator(account, await mkdtemp(path.join(os.tmpdir(), 'operator-')));
    const { accountSid, password } = account.client;
    await operator.write(`ACCOUNT_SID=${accountSid}\nAUTH_TOKEN=${password}\n${text}`);
    await operator.builds(BUILT);
    return operator;
  }

  /** What lies in dist/ from now on. */
  async builds(files: Record<string, string>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.folder, 'dist', name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }

  get envFile(): string {
    return path.join(this.folder, '.env');
  }

  write = (text: string): Promise<void> => writeFile(this.envFile, text);
  read = (): Promise<string> => readFile(this.envFile, 'utf8');
  variables = async (): Promise<Record<string, string>> => readVariables(await this.read());

  /** `npm run up -- …`, all but the check of what runs. */
  up(...words: string[]): Promise<Ended> {
    const steps = words.length > 0 ? words : ['credentials', 'provision', 'deploy', 'webhooks'];
    const { clientFor } = this.#means;
    const means = {
      ...{ clientFor, folder: path.join(this.folder, 'dist') },
      build: async () => ({ functions: 2 }),
    };
    return this.#ran(() => up([...steps, '--env', this.envFile], means));
  }

  /** `npm run provision -- …`. */
  provision(...words: string[]): Promise<Ended> {
    return this.#ran(() => provision([...words, '--env', this.envFile], this.#means));
  }

  /** As the command does it, so that what it checks is checked; what it makes is not used. */
  readonly #means = {
    clientFor: (...given: Parameters<typeof clientFor>) => {
      clientFor(...given);
      return this.account.client;
    },
  };

  async #ran(command: () => Promise<number | undefined>): Promise<Ended> {
    const lines: string[] = [];
    const log = jest.spyOn(console, 'log').mockImplementation((line: unknown) => {
      lines.push(String(line));
    });
    const since = this.account.asked.length;
    const ended = await command().then(
      (code) => ({ code: code ?? 0, error: undefined }),
      (failed: Error) => {
        if (failed.name !== 'UserError') throw failed;
        return { code: 1, error: failed.message };
      },
    );
    log.mockRestore();
    return { ...ended, said: lines.join('\n'), asked: this.account.asked.slice(since) };
  }

  async close(): Promise<void> {
    await this.account.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Requests that are not part of uploading a file. */
export const besidesUploads = (asked: string[]): string[] =>
  asked.filter((one) => !/^POST .*(serverless-upload|\/(Functions|Assets)$)/.test(one));

/** Those that change something. */
export const writes = (asked: string[]): string[] => asked.filter((one) => !one.startsWith('GET '));
