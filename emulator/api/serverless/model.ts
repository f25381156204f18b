import type { Kernel } from '../../product';
import type { Collection } from '../../store';
import { TwilioError } from '../rest';
import type {
  Build,
  Deployment,
  Environment,
  File,
  FileVersion,
  ServerlessService,
  Variable,
} from './entities';

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

  constructor(readonly kernel: Kernel) {
    const of = <T>(name: string): Collection<T> => kernel.store.collection<T>(`serverless.${name}`);
    this.services = of('services');
    this.environments = of('environments');
    this.variables = of('variables');
    this.files = of('files');
    this.versions = of('versions');
    this.builds = of('builds');
    this.deployments = of('deployments');
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

  /** With everything in it. */
  removeService({ sid }: ServerlessService): void {
    for (const part of [
      this.environments,
      this.variables,
      this.files,
      this.versions,
      this.builds,
      this.deployments,
    ])
      for (const one of part.values() as { sid: string; serviceSid: string }[])
        if (one.serviceSid === sid) part.delete(one.sid);
    this.services.delete(sid);
  }

  removeEnvironment({ sid }: Environment): void {
    for (const part of [this.variables, this.deployments])
      for (const one of part.values()) if (one.environmentSid === sid) part.delete(one.sid);
    this.environments.delete(sid);
  }
}
