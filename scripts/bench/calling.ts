import { Client, until } from '../client';
import { startLocal } from '../local';
import { PEOPLE } from '../people';
import { playStory } from '../story';
import { counts, type Figure, figure } from './figure';

const ROUNDS = 11;

interface Event {
  id: number;
  at: string;
  kind: string;
  summary: string;
  data?: Record<string, unknown>;
}

/** The line a function logs for each request (see src/endpoint/log.ts). */
interface Line {
  endpoint: string;
  ms: number;
  upstreamMs: number;
  upstreamCalls: number;
}

/** REST requests and own time of each endpoint, key press to ringing, and what repeated webhooks do. */
export async function calling(): Promise<Figure[]> {
  const local = await startLocal({ port: 0, emulatorPort: 0, built: true });
  try {
    const client = new Client(local.app.url, local.emulator.controlUrl);
    const timeline = (since = 0) => client.emulator<Event[]>('GET', `/control/timeline?since=${since}`);
    const settled = () => client.emulator('POST', '/control/clock/advance', { seconds: 0 });
    const lines: Line[] = [];
    const ringing: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await local.reset();
      // A person's first call makes the place for all their calls; what is measured is any other call.
      await quietly(() => playStory(client, settled));
      const since = (await timeline()).at(-1)?.id ?? 0;
      await quietly(() => playStory(client, settled));
      const events = await timeline(since);
      // The first round pays for connections and warms the functions up.
      if (round === 0) continue;
      lines.push(...functionLines(events));
      ringing.push(pressToRinging(events));
    }
    const of = (endpoint: string) => lines.filter((line) => line.endpoint === endpoint);
    const rest = (endpoint: string, target: number) =>
      counts(
        `REST requests, ${endpoint}`,
        'requests',
        target,
        of(endpoint).map((line) => line.upstreamCalls),
      );
    return [
      rest('/setup/email/init', 1),
      rest('/setup/email/validate', 2),
      rest('/setup/phone/init', 2),
      rest('/setup/phone/validate', 3),
      rest('/phone-to-phone/start', 2),
      rest('/phone-to-phone/dial-recipient', 3),
      rest('/phone-to-phone/status', 2),
      figure(
        'own time of a warm function',
        'ms',
        5,
        lines.map((line) => line.ms - line.upstreamMs),
      ),
      figure('key press to customer ringing', 'ms', 100, ringing),
      figure('calls made by one webhook delivered three times', 'calls', 1, [
        await callsByRepeatedWebhook(client, local.reset),
      ]),
    ];
  } finally {
    await local.close();
  }
}

function functionLines(events: Event[]): Line[] {
  return events
    .filter((event) => event.kind === 'function')
    .map((event) => event.data?.log as Line | undefined)
    .filter((line) => line?.endpoint !== undefined) as Line[];
}

function pressToRinging(events: Event[]): number {
  const pressed = events.find((event) => event.kind === 'phone' && event.summary.includes('press'));
  const rings = events.find(
    (event) => event.kind === 'call' && event.summary.includes('ringing') && pressed && event.id > pressed.id,
  );
  if (!pressed || !rings) throw new Error('The story has no key press followed by a ringing phone');
  return Date.parse(rings.at) - Date.parse(pressed.at);
}

async function callsByRepeatedWebhook(client: Client, reset: () => Promise<void>): Promise<number> {
  const { agent, customer } = PEOPLE;
  await reset();
  await client.signUp(agent.email, agent.phone);
  await client.emulator('PUT', '/control/faults', [
    { on: 'webhook', match: '/phone-to-phone/dial-recipient', effect: 'duplicate', times: 3 },
  ]);
  await client.must('/phone-to-phone/start', { RecipientNumber: customer.phone });
  const state = async (number: string) =>
    (await client.emulator<{ state: string }>('GET', `/control/phones/${encodeURIComponent(number)}`)).state;
  await until('the agent rings', async () => (await state(agent.phone)) === 'ringing');
  await client.phone(agent.phone, 'answer');
  await client.phone(agent.phone, 'press', { digits: '1' });
  await until('the customer rings', async () => (await state(customer.phone)) === 'ringing');
  await client.emulator('POST', '/control/clock/advance', { seconds: 1 });
  const events = await client.emulator<Event[]>('GET', '/control/timeline?since=0');
  return events.filter(({ kind, data }) => {
    const { method, path, status } = (data ?? {}) as { method?: string; path?: string; status?: number };
    return kind === 'rest' && method === 'POST' && status === 201 && path?.endsWith('/Participants.json');
  }).length;
}

/** The story tells itself on the terminal; a benchmark wants figures only. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => undefined;
  try {
    await work();
  } finally {
    console.log = log;
  }
}
