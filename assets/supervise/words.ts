import type { FloorItem, SupervisionMode } from '../../src/calls/contract';
import { personInWords } from '../floor/names';
import { tl } from '../i18n/late';
import { sentenceFor } from '../i18n/problem';
import { Failure } from '../session/post';
import { NO_BROWSER } from './browser';
import { NOT_REACHED, type Standing, type Supervision } from './model';

export const agentOf = ({ email }: FloorItem): string => personInWords(email);

/** Who hears a supervisor. */
export function heardBy(mode: SupervisionMode | undefined, item: FloorItem): string {
  const held = mode === 'barge' && item.held === true;
  const key = held ? 'supervise.heard.held' : (`supervise.heard.${mode ?? 'out'}` as const);
  return tl(key, { agent: agentOf(item) });
}

/** How it is now, and what is waited for. */
export function standingInWords(
  { mode, pending }: Standing,
  item: FloorItem,
  device: 'phone' | 'browser' | undefined,
): string {
  if (pending === undefined) return heardBy(mode, item);
  const coming = device === 'browser' ? 'supervise.coming.browser' : 'supervise.coming.phone';
  const next = mode === undefined && pending !== 'stop' ? coming : 'supervise.changing';
  return `${heardBy(mode, item)} ${tl(next)}`;
}

/** What went wrong in a call, and what to do. */
export function problemIn({ failure }: Supervision, call: string): string | undefined {
  const known = failure.value;
  if (known?.call !== call) return undefined;
  if (known.code === NOT_REACHED) return tl('supervise.problem.unreached');
  if (known.code === NO_BROWSER) return tl('supervise.problem.browser');
  return sentenceFor(known.failure ?? new Failure(known.code));
}
