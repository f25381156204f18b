import { Client } from './client';
import { startLocal } from './local';
import { readable, WIDTH } from './readable';
import { playStory } from './story';
import { playIncomingStory } from './story-incoming';
import { paint } from './terminal';

interface Event {
  at: string;
  kind: string;
  summary: string;
}

/** `npm run demo`: plays both stories, a call out and a call in, on ports of its own, then prints what happened on the way. */
export async function main(): Promise<void> {
  const local = await startLocal({ port: 0, emulatorPort: 0 });
  try {
    const client = new Client(local.app.url, local.emulator.controlUrl);
    const { id } = (await timeline(client, 0)).at(-1) ?? { id: 0 };
    await playStory(client);
    await playIncomingStory(client);
    console.log(`\n${paint('bold', 'Timeline')}`);
    for (const event of await timeline(client, id)) {
      const colour = event.kind === 'violation' ? 'red' : 'yellow';
      const [at, kind] = [event.at.slice(11, 23), event.kind.padEnd(10)];
      const summary = readable(event.summary, WIDTH - at.length - kind.length - 3);
      console.log(`${paint('dim', at)}  ${paint(colour, kind)} ${summary}`);
    }
  } finally {
    await local.close();
  }
}

async function timeline(client: Client, since: number): Promise<(Event & { id: number })[]> {
  return client.emulator('GET', `/control/timeline?since=${since}`);
}
