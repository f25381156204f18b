import { type Client, until } from './client';
import { paint } from './terminal';

interface Handset {
  state: 'idle' | 'ringing' | 'in-call';
  conference?: { name: string } | null;
  heard: { text?: string }[];
}

/** Half a second: people are never as fast as a program, and webhooks are under way meanwhile. */
export const half = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 500));

/** What stories are told with: sentences on the terminal, and simulated phones. `beat` is the pause between two steps. */
export function storyteller(client: Client, beat: () => Promise<unknown>) {
  const handset = (number: string) =>
    client.emulator<Handset>('GET', `/control/phones/${encodeURIComponent(number)}`);
  return {
    handset,
    tell: async (text: string) => {
      await beat();
      console.log(`${paint('cyan', '●')} ${text}`);
    },
    heard: async (number: string, text: string) =>
      until(
        `${number} hears "${text}"`,
        async () => (await handset(number)).heard.some((caption) => caption.text?.includes(text)),
        30_000,
      ),
    state: async (number: string, wanted: Handset['state']) =>
      until(`${number} is ${wanted}`, async () => (await handset(number)).state === wanted),
    talk: async (one: string, other: string) =>
      until('both are in the conference', async () => {
        const [first, second] = await Promise.all([handset(one), handset(other)]);
        return Boolean(first.conference && first.conference.name === second.conference?.name);
      }),
  };
}
