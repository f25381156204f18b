import type { ContractReport } from './api/contract';
import type { Snapshot } from './control';
import type { Account, Kernel } from './product';

export type { Snapshot } from './control';

export interface EmulatorOptions {
  /** Port of the control API and the phones page; 0 for a free one. Default 3001. */
  port?: number;
  /** Start of everything that looks random: SIDs, codes, the account itself. Default 1. */
  seed?: number;
  account?: Partial<Account>;
  /** Where the certificate is kept, and what hosted projects are started with. Default `.emulator`. */
  dataDir?: string;
  /** Numbers that the account owns, E.164. Default `['+14155550199']`. */
  numbers?: string[];
  /** How many times faster than Twilio's voices `<Say>` speaks, for programs that need not listen. Default 1. */
  speechRate?: number;
}

/** A Serverless project, as it would be deployed. */
export interface ProjectOptions {
  /** The folder with its package.json. */
  cwd: string;
  /** Its variables, in the form of a .env file; need not exist. */
  envFile: string;
  /** Where it is served on localhost; 0 for a free port. */
  port: number;
  /** Default: what the toolkit finds (`functions` or `src`, `assets` or `static`, or the project's configuration). */
  functionsFolder?: string;
  assetsFolder?: string;
  /** The toolkit's configuration file, relative to `cwd`; default `.twilioserverlessrc` there, if any. */
  configFile?: string;
  /** It sees only the packages in its own folder, as a deployed one does; default: also the toolkit's. */
  sealed?: boolean;
  /** Its public domain; default made of its name, as Twilio does: `my-project-1234-dev.twil.io`. */
  domain?: string;
}

/** A project that runs under the toolkit, behind the edge. */
export interface HostedProject {
  /** http://localhost:PORT, for browsers and scripts. */
  url: string;
  /** Its public domain: `DOMAIN_NAME` in its functions, and what webhooks are addressed to (https). */
  domain: string;
  /** Starts the toolkit anew, with the project and its variables as they now are. */
  restart(): Promise<void>;
  /** The last lines that the toolkit and the functions wrote, oldest first. */
  logs(): string[];
  close(): Promise<void>;
}

/** Twilio on this machine. */
export interface Emulator {
  kernel: Kernel;
  controlUrl: string;
  proxyUrl: string;
  /** What a program that reaches the emulator must trust, in PEM. */
  caFile: string;
  contract: { report(): ContractReport };
  /** Environment for a process that shall reach the emulated Twilio instead of the real one. */
  environment(): Record<string, string>;
  /** A file for `node --require` in such a process: Twilio's SDK makes no new connection for each request then. */
  preload: string;
  /** Runs a built Serverless project under the real toolkit behind the edge. */
  host(project: ProjectOptions): Promise<HostedProject>;
  /** What the account holds, as JSON. */
  snapshot(): Snapshot;
  /** Live calls end without a word; then the account is as it was when the snapshot was taken. */
  restore(snapshot: Snapshot): Promise<void>;
  /** From now on `reset`, also that of the control API, comes back to what the account holds now (provisioned, say). */
  keepAsStart(): void;
  /** As after the start: calls ended, no timers, faults or events, real time. Hosted projects go on. */
  reset(): Promise<void>;
  close(): Promise<void>;
}
