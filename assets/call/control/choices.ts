import { read } from '../../numbers';
import { type Colleague, found, isFree } from './colleagues';
import type { Target } from './model';

/** Somebody or something that a call can go to, as a row of the list. */
export type Choice =
  | { id: string; kind: 'colleague'; colleague: Colleague; free: boolean }
  | { id: string; kind: 'queue'; queue: 'sales' | 'support' }
  | { id: string; kind: 'number'; number: string };

const QUEUES = ['sales', 'support'] as const;

/**
 * What fits the text: colleagues by name, then queues, then the number it is. `nameOf`: a queue's name as it is shown;
 * absent, where a queue makes no sense.
 */
export function choicesFor(
  text: string,
  colleagues: readonly Colleague[],
  nameOf?: (queue: 'sales' | 'support') => string,
): Choice[] {
  const number = /\d{3}/.test(text) ? read(text) : undefined;
  const wanted = text.trim().toLowerCase();
  return [
    ...found(colleagues, text).map(
      (colleague): Choice => ({
        id: colleague.agentId,
        kind: 'colleague',
        colleague,
        free: isFree(colleague),
      }),
    ),
    ...QUEUES.filter((queue) => nameOf?.(queue).toLowerCase().includes(wanted)).map(
      (queue): Choice => ({ id: queue, kind: 'queue', queue }),
    ),
    ...(number?.ok ? [{ id: number.e164, kind: 'number', number: number.e164 } satisfies Choice] : []),
  ];
}

/** Where the call goes when this is chosen. */
export function targetFor(choice: Choice): Target {
  if (choice.kind === 'colleague') return { agentId: choice.colleague.agentId, who: choice.colleague.name };
  return choice.kind === 'queue' ? { queue: choice.queue } : { RecipientNumber: choice.number };
}

/** The row that is chosen: the one that was picked while it is there; else, once something is typed, the first. */
export function chosenOf(
  choices: readonly Choice[],
  picked: string | undefined,
  text: string,
): Choice | undefined {
  return choices.find(({ id }) => id === picked) ?? (text.trim() === '' ? undefined : choices[0]);
}

/** The row so many steps from the chosen one, round and round. */
export function stepped(
  choices: readonly Choice[],
  from: Choice | undefined,
  by: 1 | -1,
): string | undefined {
  if (choices.length === 0) return undefined;
  const at = from === undefined ? -1 : choices.findIndex(({ id }) => id === from.id);
  const next = at < 0 ? (by === 1 ? 0 : choices.length - 1) : (at + by + choices.length) % choices.length;
  return choices[next]?.id;
}
