import { Client, until } from '../client';
import { startLocal } from '../local';
import { PEOPLE } from '../people';
import { counts, type Figure, figure } from './figure';

const ROUNDS = 8;
/** The number that customers call. */
const LINE = '+14155550199';

interface Event {
  id: number;
  at: string;
  kind: string;
  summary: string;
  data?: { log?: { endpoint?: string; upstreamCalls?: number } };
}

/** From the moment a caller is queued to the moment when the phone of a free agent rings, and what the offer costs. */
export async function incoming(): Promise<Figure[]> {
  const local = await startLocal({ port: 0, emulatorPort: 0, built: true });
  try {
    const { agent, customer } = PEOPLE;
    const client = new Client(local.app.url, local.emulator.controlUrl);
    const timeline = () => client.emulator<Event[]>('GET', '/control/timeline?since=0');
    const state = async (number: string) =>
      (await client.emulator<{ state: string }>('GET', `/control/phones/${encodeURIComponent(number)}`))
        .state;
    const ringing: number[] = [];
    const requests: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await local.reset();
      await client.signUp(agent.email, agent.phone);
      // What an agent's page asks first; it makes the place for their calls.
      await client.must('/voice/token');
      await client.must('/presence', { activity: 'available' });
      await client.phone(customer.phone, 'call', { to: LINE });
      await client.emulator('POST', '/control/clock/advance', { seconds: 1 });
      await client.phone(customer.phone, 'press', { digits: '1' });
      await client.emulator('POST', '/control/clock/advance', { seconds: 1 });
      await client.phone(customer.phone, 'press', { digits: '2' });
      await until('the agent rings', async () => (await state(agent.phone)) === 'ringing');
      const events = await timeline();
      // The first round pays for connections and warms the functions up.
      if (round === 0) continue;
      ringing.push(queuedToRinging(events, agent.phone));
      const line = events.find(({ data }) => data?.log?.endpoint === '/taskrouter/assignment');
      requests.push(line?.data?.log?.upstreamCalls ?? Number.POSITIVE_INFINITY);
    }
    return [
      figure('caller queued to agent ringing', 'ms', 300, ringing),
      counts('REST requests, /taskrouter/assignment', 'requests', 4, requests),
    ];
  } finally {
    await local.close();
  }
}

function queuedToRinging(events: Event[], phone: string): number {
  const queued = events.find(({ kind, summary }) => kind === 'task' && summary.startsWith('task.created:'));
  const rings = events.find(
    ({ kind, summary }) => kind === 'call' && summary.includes('ringing') && summary.includes(phone),
  );
  if (queued === undefined || rings === undefined) throw new Error('No caller was queued, or no agent rang');
  return Date.parse(rings.at) - Date.parse(queued.at);
}
