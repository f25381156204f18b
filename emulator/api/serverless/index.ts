import { mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HostedProject, ProjectOptions } from '../../options';
import type { Kernel, Product } from '../../product';
import type { Environment } from './entities';
import { materialise } from './materialise';
import { ServerlessModel } from './model';
import { buildRoutes } from './routes/builds';
import { environmentRoutes } from './routes/environments';
import { fileRoutes } from './routes/files';
import type { Desk } from './routes/request';
import { serviceRoutes } from './routes/services';
import { ServerlessViews } from './views';

/** What the emulator lends to deployments. */
export interface ServerlessHost {
  /** Where files of deployments may be kept. */
  dataDir: string;
  /** Serves a project behind the edge. `sealed`: it sees only the packages in its own folder. */
  host(project: ProjectOptions & { sealed: true }): Promise<HostedProject>;
}

/**
 * Twilio's Serverless API, as far as deploying goes: whatever is deployed with it runs behind the edge, at the domain of
 * its environment. https://www.twilio.com/docs/serverless/api
 */
export function createServerless(kernel: Kernel, { dataDir, host }: ServerlessHost): Product {
  const model = new ServerlessModel(kernel);
  const running = new Map<string, HostedProject>();

  const end = async (sid: string): Promise<void> => {
    const project = running.get(sid);
    running.delete(sid);
    await project?.close();
    await rm(folderOf(sid), { recursive: true, force: true });
  };
  const folderOf = (sid: string) => path.resolve(dataDir, 'deployed', `${sid}-${process.pid}`);

  const run = async (environment: Environment): Promise<void> => {
    const build = model.builds.get(environment.buildSid ?? '');
    if (!build) return;
    await end(environment.sid);
    const folder = folderOf(environment.sid);
    mkdirSync(folder, { recursive: true });
    const sids = [...build.functionVersions, ...build.assetVersions];
    const problems = materialise(
      folder,
      build,
      sids.flatMap((sid) => model.versions.get(sid) ?? []),
    );
    for (const problem of problems)
      kernel.timeline.violation(`Deployment to ${environment.domainName}: ${problem}`);
    const own = model.variables.values().filter(({ environmentSid }) => environmentSid === environment.sid);
    const envFile = path.join(folder, 'variables.env');
    await writeFile(envFile, own.map(({ key, value }) => `${key}=${quoted(value)}\n`).join(''), {
      mode: 0o600,
    });
    const project = await host({
      cwd: folder,
      envFile,
      port: 0,
      domain: environment.domainName,
      functionsFolder: 'functions',
      assetsFolder: 'assets',
      sealed: true,
    });
    running.set(environment.sid, project);
    kernel.timeline.add({
      kind: 'function',
      summary: `${environment.domainName} now runs build ${build.sid}: ${build.functionVersions.length} functions, ${build.assetVersions.length} assets`,
      data: { environmentSid: environment.sid, buildSid: build.sid, url: project.url },
    });
  };

  const inBackground = (work: Promise<void>) => {
    work.catch((error: Error) =>
      kernel.timeline.violation(`A deployment could not be run: ${error.message}`),
    );
  };

  const desk: Desk = { model, views: new ServerlessViews(kernel.account), run, end: ({ sid }) => end(sid) };
  return {
    name: 'serverless',
    routes: [
      ...serviceRoutes(desk),
      ...environmentRoutes(desk),
      ...fileRoutes(desk, 'function'),
      ...fileRoutes(desk, 'asset'),
      ...buildRoutes(desk),
    ],
    restored: () => {
      const wanted = model.environments.values().filter(({ buildSid }) => buildSid !== null);
      const kept = new Set(wanted.map(({ sid }) => sid));
      for (const sid of [...running.keys()].filter((one) => !kept.has(one))) inBackground(end(sid));
      for (const environment of wanted) inBackground(run(environment));
    },
    stop: async () => {
      await Promise.all([...running.keys()].map(end));
    },
  };
}

const quoted = (value: string): string =>
  value.includes('\n') ? `"${value.replaceAll('\n', '\\n')}"` : `'${value}'`;
