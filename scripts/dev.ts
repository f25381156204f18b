import { watch } from 'node:fs';
import { build } from './build';
import { main as start } from './start';
import { paint } from './terminal';

/**
 * `npm run dev`: a start that builds again when a source changes and restarts the functions only. The emulator goes on
 * running, so calls in progress survive.
 */
export async function main(): Promise<void> {
  await start([], {
    title: 'Cordboard is ready and watches functions/, src/ and assets/',
    started: (local) => {
      let timer: NodeJS.Timeout | undefined;
      let rebuilding = Promise.resolve();
      const rebuild = async () => {
        try {
          const { functions, ms } = await build();
          await local.app.restart();
          console.log(paint('green', `Built ${functions} functions in ${ms} ms and restarted them.`));
        } catch (error) {
          console.error(paint('red', `✗ Not restarted: ${(error as Error).message}`));
        }
      };
      const changed = () => {
        // Editors write a file in several steps; one build for all of them.
        clearTimeout(timer);
        timer = setTimeout(() => {
          rebuilding = rebuilding.then(rebuild);
        }, 80);
      };
      const watchers = ['functions', 'src', 'assets'].map((folder) =>
        watch(folder, { recursive: true }, changed),
      );
      return () => {
        clearTimeout(timer);
        for (const watcher of watchers) watcher.close();
      };
    },
  });
}
