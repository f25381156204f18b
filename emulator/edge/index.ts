import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Domains } from '../domains';
import type { HostedProject, ProjectOptions } from '../options';
import type { Kernel } from '../product';
import { configFileFor, contextProblems, domainOf, projectEnvironment, writeEnvFile } from './environment';
import { Edge } from './server';
import { Toolkit, type ToolkitOptions } from './toolkit';

/** Lines kept for `logs()`. */
const KEPT = 1000;

/** What hosting needs of the emulator. */
export interface Hosting {
  kernel: Kernel;
  domains: Domains;
  dataDir: string;
  /** The way to the emulated Twilio, for the toolkit's process and the functions in it. */
  environment: Record<string, string>;
  /** Milliseconds a function may take; default Twilio's 10 s. */
  functionTimeout?: number;
  /** Told of every line that a function writes. */
  logged?: (line: LoggedLine) => void;
}

/** A line that a function wrote, or the error that it ended with. */
export interface LoggedLine {
  text: string;
  /** `log`, `info`, `warn`, `error`. */
  level: string;
  /** The function's path. */
  path: string;
  /** The same for all lines of one run. */
  invocation: string;
}

/** Serves a Serverless project: the real toolkit on a private port, and in front of it what Twilio's platform does. */
export async function hostProject(hosting: Hosting, project: ProjectOptions): Promise<HostedProject> {
  const { kernel, domains } = hosting;
  const cwd = path.resolve(project.cwd);
  const domain = project.domain ?? domainOf(cwd);
  if (domains.port(domain) !== undefined)
    throw new Error(
      `A project with the domain ${domain} is hosted already; give this one a "domain" of its own`,
    );
  const lines: string[] = [];
  const log = (text: string) => {
    lines.push(text);
    lines.splice(0, lines.length - KEPT);
  };

  let written: string | undefined;
  const envFile = () => {
    const { variables, replaced } = projectEnvironment(path.resolve(project.envFile), kernel.account, domain);
    if (replaced.length > 0) {
      const told = `${replaced.join(', ')} in the project's variables are those of another account; the emulated account's are used`;
      log(told);
      kernel.timeline.add({ kind: 'function', summary: told });
    }
    for (const problem of contextProblems(variables)) kernel.timeline.violation(`Environment: ${problem}`);
    written = writeEnvFile(hosting.dataDir, domain, variables);
    return written;
  };

  const toolkitOptions: ToolkitOptions = { cwd, envFile, environment: hosting.environment };
  if (project.sealed !== undefined) toolkitOptions.sealed = project.sealed;
  if (project.functionsFolder !== undefined) toolkitOptions.functionsFolder = project.functionsFolder;
  if (project.assetsFolder !== undefined) toolkitOptions.assetsFolder = project.assetsFolder;
  const configFile =
    project.configFile === undefined
      ? configFileFor(cwd, hosting.dataDir)
      : path.resolve(cwd, project.configFile);
  if (configFile !== undefined) toolkitOptions.configFile = configFile;
  const tell = (id: string | undefined, level: string, text: string) => {
    const path = edge.invocations.pathOf(id);
    if (id !== undefined && path !== undefined)
      hosting.logged?.({ text, level, path, invocation: `${domain} ${id}` });
  };
  const toolkit = new Toolkit(toolkitOptions, {
    log: (text, level, id) => {
      log(text);
      // What the toolkit prints of itself (a banner, a list of URLs) is not something that happened.
      if (id !== undefined) edge.invocations.log(text, level, id);
      tell(id, level, text);
    },
    failed: (id, error) => {
      const text = error.stack ?? `${error.name}: ${error.message}`;
      log(text);
      edge.invocations.error(error, id);
      tell(id, 'error', text);
    },
    crashed: (text) => {
      log(text);
      kernel.timeline.violation(text);
    },
  });
  const { functionTimeout } = hosting;
  const edge = new Edge(kernel, {
    toolkit,
    domain,
    ...(functionTimeout === undefined ? {} : { functionTimeout }),
  });

  const port = await edge.listen(project.port);
  const close = async () => {
    domains.delete(domain);
    await edge.close();
    await toolkit.close();
    if (written) rmSync(written, { force: true });
  };
  try {
    await toolkit.start();
  } catch (error) {
    await close();
    throw error;
  }
  domains.set(domain, port);
  return {
    url: `http://localhost:${port}`,
    domain,
    restart: () => toolkit.restart(),
    logs: () => [...lines],
    close,
  };
}
