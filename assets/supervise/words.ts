import type { FloorItem, SupervisionMode } from '../../src/calls/contract';
import { personInWords } from '../floor/names';
import { ts } from '../i18n/late/supervise';
import { sentenceFor } from '../i18n/problem';
import { Failure } from '../session/post';
import { NO_BROWSER } from './browser';
import { NOT_REACHED, type Standing, type Supervision } from './model';

export const agentOf = ({ email }: FloorItem): string => personInWords(email);

/** Who hears a supervisor. */
export function heardBy(mode: SupervisionMode | undefined, item: FloorItem): string {
  const held = mode === 'barge' && item.held === true;
  const key = held ? 'heard.held' : (`heard.${mode ?? 'out'}` as const);
  return ts(key, { agent: agentOf(item) });
}

/** How it is now, and what is waited for. */
export function standingInWords(
  { mode, pending }: Standing,
  item: FloorItem,
  device: 'phone' | 'browser' | undefined,
): string {
  if (pending === undefined) return heardBy(mode, item);
  const coming = device === 'browser' ? 'coming.browser' : 'coming.phone';
  const next = mode === undefined && pending !== 'stop' ? coming : 'changing';
  return `${heardBy(mode, item)} ${ts(next)}`;
}

/** What went wrong in a call, and what to do. */
export function problemIn({ failure }: Supervision, call: string): string | undefined {
  const known = failure.value;
  if (known?.call !== call) return undefined;
  if (known.code === NOT_REACHED) return ts('problem.unreached');
  if (known.code === NO_BROWSER) return ts('problem.browser');
  return sentenceFor(known.failure ?? new Failure(known.code));
}
