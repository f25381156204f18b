import { existsSync } from 'node:fs';
import path from 'node:path';
import { createEmulator, type HostedProject } from '../emulator';
import { mustBeFree, portFrom } from './ports';
import { box } from './terminal';
import { UserError } from './user-error';

const USAGE = 'Usage: npm run emulator [-- --project DIR]';

/** Stops with a clear message when the toolkit would find nothing to serve in `project`. */
function mustBeProject(project: string, name: string | undefined): void {
  const has = (file: string) => existsSync(path.join(project, file));
  if (!existsSync(project)) throw new UserError(`There is no folder ${name}. ${USAGE}`);
  if (!has('package.json'))
    throw new UserError(
      `${name} has no package.json. A Serverless project has one, beside its functions/ and assets/.`,
    );
  if (!has('functions') && !has('src'))
    throw new UserError(
      `${name} has no folder functions/ (or src/). Make one, even an empty one for assets alone.`,
    );
}

/**
 * `npm run emulator`: Twilio on this machine for any program. Alone it starts an empty account and prints the
 * environment to export; with `--project DIR` it also serves that Serverless project behind the edge.
 */
export async function main(args: string[]): Promise<void> {
  const [flag, folder, ...rest] = args;
  if ((flag && flag !== '--project') || (flag && !folder) || rest.length > 0) throw new UserError(USAGE);
  const project = folder === undefined ? undefined : path.resolve(process.env.INIT_CWD ?? '.', folder);
  if (project) mustBeProject(project, folder);

  const emulatorPort = portFrom('EMULATOR_PORT', 3001);
  await mustBeFree('EMULATOR_PORT', emulatorPort);
  const port = portFrom('PORT', 3000);
  if (project) await mustBeFree('PORT', port);

  const emulator = await createEmulator({ port: emulatorPort, dataDir: path.resolve('.emulator') });
  let app: HostedProject | undefined;
  try {
    app = project
      ? await emulator.host({ cwd: project, envFile: path.join(project, '.env'), port })
      : undefined;
  } catch (error) {
    await emulator.close();
    throw new UserError(`The project in ${folder} did not start. ${(error as Error).message}`);
  }

  console.log(
    box('Twilio is emulated on this machine', [
      ['Phones, codes, timeline', emulator.controlUrl],
      ...(app
        ? ([
            ['Project', app.url],
            ['Webhooks reach it as', `https://${app.domain}`],
          ] as [string, string][])
        : []),
      ['Stop', 'Ctrl-C'],
    ]),
  );
  if (!app) {
    console.log('\nFor a program that shall reach it:\n');
    for (const [name, value] of Object.entries(emulator.environment()))
      console.log(`export ${name}='${value}'`);
  }
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await app?.close();
  await emulator.close();
}
