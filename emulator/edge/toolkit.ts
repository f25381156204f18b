import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';
import type { Readable } from 'node:stream';
import type { PlainError, ServedRoute, ToolkitMessage } from './messages';

const here = createRequire(__filename);
const TOOLKIT = path.join(path.dirname(here.resolve('twilio-run/package.json')), 'bin/twilio-run.js');
const MODULES = path.resolve(path.dirname(here.resolve('twilio-run/package.json')), '..');

const START_TIMEOUT = 30_000;
const RESTART_PAUSE = 200;
/** How long a restart waits for requests that are under way, ms. */
const LONGEST_DRAIN = 2000;
/** A project that ends more often than this in a row is left alone until it is restarted by hand. */
const MOST_CRASHES = 5;

/** How the toolkit is started; all paths absolute. */
export interface ToolkitOptions {
  cwd: string;
  /** Writes the environment file anew and returns its path; called before each start. */
  envFile: () => string;
  functionsFolder?: string;
  assetsFolder?: string;
  configFile?: string;
  /** For the toolkit's process and what functions reach from it: the proxy and its certificate. */
  environment: Record<string, string>;
  /** Functions find the packages of their own project only. */
  sealed?: boolean;
}

/** What the toolkit's process says; `id` is that of an invocation. */
export interface ToolkitEvents {
  log(text: string, level: string, id?: string): void;
  failed(id: string | undefined, error: PlainError): void;
  /** It ended by itself and is being started again. */
  crashed(text: string): void;
}

/** `twilio-run start` as a child process on a free port of loopback, started again when it ends by itself. */
export class Toolkit {
  port = 0;
  routes = new Map<string, ServedRoute>();
  #child: ChildProcess | undefined;
  #ready: Promise<void> = Promise.resolve();
  #closed = false;
  #crashes = 0;
  #busy = 0;

  constructor(
    private readonly options: ToolkitOptions,
    private readonly events: ToolkitEvents,
  ) {}

  /** Resolves when functions can be called; rejects with what the toolkit said when it cannot start. */
  start(): Promise<void> {
    return this.#prepare(async () => {
      this.#crashes = 0;
      await this.#spawn();
    });
  }

  /** Requests that are under way come to their end first; those that come meanwhile wait. */
  restart(): Promise<void> {
    return this.#prepare(async () => {
      this.#crashes = 0;
      await this.#idle();
      await this.#end();
      await this.#spawn();
    });
  }

  /** Runs `work` with the port on which the toolkit serves, once it does. A failed start leaves a port without server. */
  async use<T>(work: (port: number) => Promise<T>): Promise<T> {
    await this.ready();
    this.#busy++;
    try {
      return await work(this.port);
    } finally {
      this.#busy--;
    }
  }

  /** Resolves when the start under way, if any, has ended, well or not. */
  ready(): Promise<void> {
    return this.#ready.catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  #prepare(work: () => Promise<void>): Promise<void> {
    this.#ready = work();
    // Whoever asked for it sees the rejection; nobody having asked is no reason to end the emulator.
    this.#ready.catch(() => undefined);
    return this.#ready;
  }

  async #idle(): Promise<void> {
    const until = performance.now() + LONGEST_DRAIN;
    while (this.#busy > 0 && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 10));
  }

  #spawn(): Promise<void> {
    const { cwd, functionsFolder, assetsFolder, configFile, environment, sealed } = this.options;
    const flag = (name: string, value: string | undefined) => (value === undefined ? [] : [name, value]);
    const { NODE_ENV: _env, NODE_OPTIONS: _options, ...outer } = process.env;
    const child = spawn(
      process.execPath,
      [
        '--require',
        path.join(__dirname, 'preload.cjs'),
        TOOLKIT,
        'start',
        ...['--port', '0', '--no-fork-process', '--no-live', '--no-logs', '--cwd', cwd],
        ...['--env', this.options.envFile()],
        ...flag('--config', configFile),
        ...flag('--functions-folder', functionsFolder),
        ...flag('--assets-folder', assetsFolder),
      ],
      {
        cwd,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          ...outer,
          ...environment,
          // A project whose packages are not installed still finds the toolkit's: twilio, the runtime handler.
          NODE_PATH: sealed ? '' : [process.env.NODE_PATH, MODULES].filter(Boolean).join(path.delimiter),
          EMULATOR_EDGE: JSON.stringify({ environment, undici: here.resolve('undici') }),
        },
      },
    );
    this.#child = child;
    this.routes = new Map();
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr] as Readable[])
      readline.createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        this.events.log(line, stream === child.stderr ? 'error' : 'log');
      });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill();
        reject(new Error(`The toolkit did not start within ${START_TIMEOUT / 1000} s:\n${said.join('\n')}`));
      }, START_TIMEOUT);
      let listening = false;
      child.on('message', (message: ToolkitMessage) => {
        if (message.type === 'listening') {
          listening = true;
          this.port = message.port;
          clearTimeout(timer);
          resolve();
        } else this.#hear(message);
      });
      child.once('error', reject);
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
        if (!listening)
          reject(new Error(`The toolkit ${how} before it served anything:\n${said.join('\n')}`));
        else if (this.#child === child && !this.#closed) this.#again(how, said.slice(-20).join('\n'));
      });
    });
  }

  #hear(message: Exclude<ToolkitMessage, { type: 'listening' }>): void {
    if (message.type === 'routes') this.routes = new Map(message.routes.map((route) => [route.path, route]));
    else if (message.type === 'log') this.events.log(message.text, message.level, message.id);
    else this.events.failed(message.id, message.error);
  }

  #again(how: string, said: string): void {
    this.#crashes++;
    const next =
      this.#crashes > MOST_CRASHES
        ? 'It is not started again until a restart is asked for'
        : 'Starting it again';
    this.events.crashed(`The toolkit ${how}. ${next}.\n${said}`);
    void this.#prepare(async () => {
      if (this.#crashes > MOST_CRASHES) throw new Error('The toolkit ended too often');
      await new Promise((resolve) => setTimeout(resolve, RESTART_PAUSE));
      if (!this.#closed) await this.#spawn();
    }).catch(() => undefined);
  }

  async #end(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 2000);
    await ended;
    clearTimeout(force);
  }
}
