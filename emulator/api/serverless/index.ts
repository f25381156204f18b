import { mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LoggedLine } from '../../edge';
import type { HostedProject, ProjectOptions } from '../../options';
import type { Kernel, Product } from '../../product';
import type { Environment } from './entities';
import { materialise } from './materialise';
import { ServerlessModel } from './model';
import { buildRoutes } from './routes/builds';
import { environmentRoutes } from './routes/environments';
import { fileRoutes } from './routes/files';
import { logRoutes } from './routes/logs';
import type { Desk } from './routes/request';
import { serviceRoutes } from './routes/services';
import { ServerlessViews } from './views';

/** How long after a change of variables the functions are started with them, ms. */
const VARIABLES_SETTLE = 20;

/** What the emulator lends to deployments. */
export interface ServerlessHost {
  /** Where files of deployments may be kept. */
  dataDir: string;
  /**
   * Serves a project behind the edge and tells of what its functions write. `sealed`: it sees only the packages in its own
   * folder.
   */
  host(
    project: ProjectOptions & { sealed: true },
    logged: (line: LoggedLine) => void,
  ): Promise<HostedProject>;
}

/** A deployment that runs. */
interface Running {
  project: HostedProject;
  /** What it was made of; the same text means that nothing has to be started anew. */
  made: string;
}

/**
 * Twilio's Serverless API, as far as deploying goes: whatever is deployed with it runs behind the edge, at the domain of
 * its environment. https://www.twilio.com/docs/serverless/api
 */
export function createServerless(kernel: Kernel, { dataDir, host }: ServerlessHost): Product {
  const model = new ServerlessModel(kernel);
  const running = new Map<string, Running>();
  const folderOf = (sid: string) => path.resolve(dataDir, 'deployed', `${sid}-${process.pid}`);

  const end = async (sid: string): Promise<void> => {
    const found = running.get(sid);
    running.delete(sid);
    await found?.project.close();
    await rm(folderOf(sid), { recursive: true, force: true });
  };

  const partsOf = (environment: Environment) => {
    const build = model.builds.get(environment.buildSid ?? '');
    if (!build) return undefined;
    const versions = [...build.functionVersions, ...build.assetVersions].flatMap(
      (sid) => model.versions.get(sid) ?? [],
    );
    const own = model.variables.values().filter(({ environmentSid }) => environmentSid === environment.sid);
    const variables = own.map(({ key, value }) => `${key}=${quoted(value)}\n`).join('');
    return { build, versions, variables, made: JSON.stringify([build, variables]) };
  };

  const run = async (environment: Environment): Promise<void> => {
    const parts = partsOf(environment);
    if (!parts) return end(environment.sid);
    const { build, versions, variables, made } = parts;
    if (running.get(environment.sid)?.made === made) return;
    const folder = folderOf(environment.sid);
    mkdirSync(folder, { recursive: true });
    for (const problem of materialise(folder, build, versions))
      kernel.timeline.violation(`Deployment to ${environment.domainName}: ${problem}`);
    const envFile = path.join(folder, 'variables.env');
    await writeFile(envFile, variables, { mode: 0o600 });
    const before = running.get(environment.sid);
    // What comes in meanwhile waits: on Twilio too, nobody notices a deployment.
    await before?.project.restart();
    const project =
      before?.project ?? (await host(projectIn(folder, envFile, environment), log(environment)));
    running.set(environment.sid, { project, made });
    kernel.timeline.add({
      kind: 'function',
      summary: `${environment.domainName} now runs build ${build.sid}: ${build.functionVersions.length} functions, ${build.assetVersions.length} assets`,
      data: { environmentSid: environment.sid, buildSid: build.sid, url: project.url },
    });
  };

  /** One thing at a time for each environment. */
  const queues = new Map<string, Promise<void>>();
  const inTurn = (sid: string, work: () => Promise<void>): Promise<void> => {
    const before = (queues.get(sid) ?? Promise.resolve()).catch(() => undefined);
    const next = before.then(work);
    queues.set(sid, next);
    return next;
  };

  /** Resolves when what runs is what the environment holds by then. */
  const settle = (sid: string): Promise<void> =>
    inTurn(sid, () => {
      const environment = model.environments.get(sid);
      return environment === undefined ? end(sid) : run(environment);
    });

  const log =
    ({ sid }: Environment) =>
    (line: LoggedLine): void => {
      const environment = model.environments.get(sid);
      if (environment) model.log(environment, line);
    };

  const inBackground = (work: Promise<void>) => {
    work.catch((error: Error) =>
      kernel.timeline.violation(`A deployment could not be run: ${error.message}`),
    );
  };

  const timers = new Map<string, NodeJS.Timeout>();
  const desk: Desk = {
    model,
    views: new ServerlessViews(kernel.account),
    run: ({ sid }) => settle(sid),
    end: ({ sid }) => inTurn(sid, () => end(sid)),
    // Whoever deploys sets many of them at once: one start for all.
    variablesChanged: ({ sid }) => {
      clearTimeout(timers.get(sid));
      timers.set(
        sid,
        setTimeout(() => inBackground(settle(sid)), VARIABLES_SETTLE),
      );
    },
  };
  return {
    name: 'serverless',
    routes: [
      ...serviceRoutes(desk),
      ...environmentRoutes(desk),
      ...fileRoutes(desk, 'function'),
      ...fileRoutes(desk, 'asset'),
      ...buildRoutes(desk),
      ...logRoutes(desk),
    ],
    restored: () => {
      const wanted = model.environments.values().filter(({ buildSid }) => buildSid !== null);
      const kept = new Set(wanted.map(({ sid }) => sid));
      for (const sid of [...running.keys()].filter((one) => !kept.has(one))) inBackground(end(sid));
      for (const environment of wanted)
        if (running.get(environment.sid)?.made !== partsOf(environment)?.made) inBackground(run(environment));
    },
    stop: async () => {
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.allSettled(queues.values());
      await Promise.all([...running.keys()].map(end));
    },
  };
}

const projectIn = (folder: string, envFile: string, { domainName }: Environment) => ({
  cwd: folder,
  envFile,
  port: 0,
  domain: domainName,
  functionsFolder: 'functions',
  assetsFolder: 'assets',
  sealed: true as const,
});

/** In quotes that the toolkit takes off again. */
const quoted = (value: string): string => {
  if (value.includes('\n')) return `"${value.replaceAll('\n', '\\n')}"`;
  const mark = ["'", '`', '"'].find((one) => !value.includes(one)) ?? "'";
  return `${mark}${value}${mark}`;
};
