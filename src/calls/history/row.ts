import type { CallView } from '../contract';
import type { Cell } from './csv';

/** The columns of an export, each with what stands in it. Times are ISO 8601, in UTC. */
const COLUMNS: Record<string, (call: CallView, agent: string) => Cell> = {
  call: ({ id }) => id,
  agent: (_, agent) => agent,
  direction: ({ direction }) => direction,
  device: ({ kind }) => kind,
  started: ({ startedAt }) => startedAt,
  connected: ({ connectedAt }) => connectedAt,
  ended: ({ endedAt }) => endedAt,
  talk_seconds: ({ talkSeconds }) => talkSeconds,
  number: ({ recipient }) => recipient,
  label: ({ label }) => label,
  outcome: ({ outcome }) => outcome,
  reason: ({ reason }) => reason,
  ended_by: ({ endedBy }) => endedBy,
  queue: ({ offer }) => offer?.reason,
  language: ({ offer }) => offer?.language,
  caller: ({ offer }) => offer?.name,
  waited_seconds: ({ offer, connectedAt, endedAt }) => {
    const until = connectedAt ?? endedAt;
    if (offer === undefined || until === undefined) return undefined;
    return Math.max(0, Math.round((Date.parse(until) - Date.parse(offer.queuedAt)) / 1000));
  },
  disposition: ({ wrapUp }) => wrapUp?.disposition,
  notes: ({ wrapUp }) => wrapUp?.notes,
  supervised_by: ({ supervised = [] }) => [...new Set(supervised.map(({ by }) => by))].join(' ') || undefined,
  transferred_to: ({ transfer }) => (transfer?.phase === 'done' ? transfer.to : undefined),
  recordings: ({ recordings }) => recordings?.length,
};

/** The first line of an export. */
export const HEADINGS: readonly Cell[] = Object.keys(COLUMNS);

/** One call as a line; `agent` is whose call it was, by their e-mail address. */
export const rowOf = (call: CallView, agent: string): Cell[] =>
  Object.values(COLUMNS).map((cell) => cell(call, agent));
