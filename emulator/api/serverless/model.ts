import { createHash } from 'node:crypto';
import type { LoggedLine } from '../../edge';
import type { Kernel } from '../../product';
import type { Collection } from '../../store';
import { TwilioError } from '../rest';
import type {
  Build,
  Deployment,
  Environment,
  File,
  FileVersion,
  Log,
  ServerlessService,
  Variable,
} from './entities';
import { LIMITS } from './limits';

/** 400/20001 with a sentence. */
export const invalid = (message: string): TwilioError => new TwilioError(400, 20001, message);

/** What comes with everything that is made. */
type Born = 'sid' | 'dateCreated' | 'dateUpdated';

/** What the account has deployed, and what it has to deploy. */
export class ServerlessModel {
  readonly services: Collection<ServerlessService>;
  readonly environments: Collection<Environment>;
  readonly variables: Collection<Variable>;
  readonly files: Collection<File>;
  readonly versions: Collection<FileVersion>;
  readonly builds: Collection<Build>;
  readonly deployments: Collection<Deployment>;
  readonly logs: Collection<Log>;

  constructor(readonly kernel: Kernel) {
    const of = <T>(name: string): Collection<T> => kernel.store.collection<T>(`serverless.${name}`);
    this.services = of('services');
    this.environments = of('environments');
    this.variables = of('variables');
    this.files = of('files');
    this.versions = of('versions');
    this.builds = of('builds');
    this.deployments = of('deployments');
    this.logs = of('logs');
  }

  add<T extends { sid: string; dateCreated: number; dateUpdated: number }>(
    collection: Collection<T>,
    prefix: string,
    fields: Omit<T, Born>,
  ): T {
    const now = this.kernel.clock.now();
    const made = { ...fields, sid: this.kernel.ids.sid(prefix), dateCreated: now, dateUpdated: now } as T;
    return collection.set(made.sid, made);
  }

  change<T extends { sid: string; dateUpdated: number }>(
    collection: Collection<T>,
    found: T,
    changes: Partial<T>,
  ): T {
    return collection.set(found.sid, { ...found, ...changes, dateUpdated: this.kernel.clock.now() });
  }

  /** By SID or unique name, as Twilio's addresses take both. */
  service(name: string): ServerlessService | undefined {
    return this.services.get(name) ?? this.services.find(({ uniqueName }) => uniqueName === name);
  }

  /** A function of the environment wrote a line. Of very old lines only some are kept, as on Twilio. */
  log(environment: Environment, { text, level, path, invocation }: LoggedLine): void {
    const build = this.builds.get(environment.buildSid ?? '');
    const version = build?.functionVersions
      .map((sid) => this.versions.get(sid))
      .find((one) => one?.path === path);
    const deployment = this.deployments
      .values()
      .findLast(({ environmentSid }) => environmentSid === environment.sid);
    if (!build || !version) return;
    this.add(this.logs, 'NO', {
      serviceSid: environment.serviceSid,
      environmentSid: environment.sid,
      buildSid: build.sid,
      deploymentSid: deployment?.sid ?? '',
      functionSid: version.fileSid,
      requestSid: `RQ${createHash('md5').update(invocation).digest('hex')}`,
      level: level === 'error' || level === 'warn' ? level : 'info',
      message: text.slice(0, LIMITS.logLine),
    });
    const all = this.logs.values();
    if (all.length > LIMITS.logs) for (const { sid } of all.slice(0, LIMITS.logs / 10)) this.logs.delete(sid);
  }

  /** With everything in it. */
  removeService({ sid }: ServerlessService): void {
    for (const part of [
      this.environments,
      this.variables,
      this.files,
      this.versions,
      this.builds,
      this.deployments,
      this.logs,
    ])
      for (const one of part.values() as { sid: string; serviceSid: string }[])
        if (one.serviceSid === sid) part.delete(one.sid);
    this.services.delete(sid);
  }

  removeEnvironment({ sid }: Environment): void {
    for (const part of [this.variables, this.deployments, this.logs])
      for (const one of part.values()) if (one.environmentSid === sid) part.delete(one.sid);
    this.environments.delete(sid);
  }
}
