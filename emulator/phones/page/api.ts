import { signal } from '@preact/signals';

/** What the control API refused last, for the person to read; empty when nothing is wrong. */
export const refusal = signal('');

/** Asks the control API. A refusal is shown and gives undefined. */
export async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  try {
    const response = await fetch(`/control${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.ok) {
      refusal.value = '';
      return answer;
    }
    refusal.value = (answer as { message: string }).message;
  } catch {
    refusal.value = 'The emulator does not answer. Is it still running?';
  }
  return undefined;
}

/** Acts on one handset: `act('+14155550101', 'press', {digits: '1'})`. */
export const act = (number: string, verb: string, body?: unknown): Promise<unknown> =>
  ask('POST', `/phones/${encodeURIComponent(number)}/${verb}`, body);
