import { Client } from './client';
import { startLocal } from './local';
import { PEOPLE } from './people';
import { mustBeFree, portFrom } from './ports';
import { playStory } from './story';
import { playIncomingStory } from './story-incoming';
import { box, listenForKeys, paint } from './terminal';

/** What `npm run dev` adds to a start. */
export interface StartHooks {
  title?: string;
  started?(local: Awaited<ReturnType<typeof startLocal>>): () => void;
}

/**
 * `npm start`: everything on this machine, without an account. Runs until Ctrl-C, q, or SIGTERM, and ends all it
 * started.
 */
export async function main(_args: string[] = [], hooks: StartHooks = {}): Promise<void> {
  const started = performance.now();
  const port = portFrom('PORT', 3000);
  const emulatorPort = portFrom('EMULATOR_PORT', 3001);
  await mustBeFree('PORT', port);
  await mustBeFree('EMULATOR_PORT', emulatorPort);

  const local = await startLocal({ port, emulatorPort });
  const ended = hooks.started?.(local);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { agent, supervisor, customer } = PEOPLE;
  console.log(
    box(
      `${hooks.title ?? 'Cordboard is ready'} (${seconds} s). No account, no cost: every number is simulated.`,
      [
        ['App', local.app.url],
        ['Phones, codes, timeline', local.emulator.controlUrl],
        ['Webhooks reach it as', `https://${local.app.domain}`],
        '',
        'People you can be (codes arrive on the phones page)',
        [`${agent.name}, agent`, `${agent.email}, phone ${agent.phone}`],
        [`${supervisor.name}, supervisor`, `${supervisor.email}, phone ${supervisor.phone}`],
        [`${customer.name}, customer`, `phone ${customer.phone}`],
        '',
        'Keys',
        ['s', `sign ${agent.name} up and print a session for curl`],
        ['d', `play a call: ${agent.name} calls ${customer.name}`],
        ['c', `play a call: ${customer.name} calls in`],
        ['r', 'reset: as it was at the start'],
        ['q or Ctrl-C', 'stop everything'],
      ],
    ),
  );

  await new Promise<void>((resolve) => {
    let busy = false;
    const act = (what: () => Promise<void>) => {
      if (busy) return;
      busy = true;
      what()
        .catch((error: Error) => console.error(paint('red', `✗ ${error.message}`)))
        .finally(() => {
          busy = false;
        });
    };
    const client = () => new Client(local.app.url, local.emulator.controlUrl);
    const release = listenForKeys((key) => {
      if (key === 'q' || key === '\u0003') stop();
      else if (key === 's') act(() => printSession(client(), local.app.url));
      else if (key === 'd') act(() => playStory(client()));
      else if (key === 'c') act(() => comesIn(client()));
      else if (key === 'r')
        act(() => local.reset().then(() => console.log('Reset: codes, calls and people are gone.')));
    });
    const stop = () => {
      release();
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
  console.log('Stopping …');
  ended?.();
  await local.close();
}

/** The incoming call, for which Ada has to be there. */
async function comesIn(client: Client): Promise<void> {
  await client.signUp(PEOPLE.agent.email, PEOPLE.agent.phone);
  await playIncomingStory(client);
}

async function printSession(client: Client, app: string): Promise<void> {
  const { agent, customer } = PEOPLE;
  await client.signUp(agent.email, agent.phone);
  console.log(`\n${agent.name} has signed up; the session holds for 15 minutes. Call ${customer.name}:\n`);
  console.log(`curl '${app}/phone-to-phone/start' \\
  --header 'Authorization: Bearer ${client.accessToken}' \\
  --header 'Content-Type: application/json' \\
  --data '{"RecipientNumber": "${customer.phone}", "ConferenceName": "Call with ${customer.name}"}'\n`);
}
