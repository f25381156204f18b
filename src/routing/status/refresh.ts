import type { Deps } from '../../endpoint';
import { type Deadline, deadlineIn } from '../../twilio';
import type { QueueStatus } from '../contract';
import { settled } from '../together';
import { Pace, REAL_TIME } from './pace';
import { readStatus } from './read';

/** The answer to an event waits so long for the refresh, its turn included; from then on it goes on by itself. Milliseconds. */
const ANSWER_MS = 2_000;
/** Kept free of what is left to the function. Milliseconds. */
const RESERVE_MS = 2_000;
/** What a refresh takes when all is well, kept free while another instance is waited for. Milliseconds. */
const READING_MS = 500;
/** How far the clocks of two instances may differ. Milliseconds. */
const SKEW_MS = 200;
/** A status younger than this is another instance's work; the next one comes a second after it. Milliseconds. */
const YOUNG_MS = 700;
const ATTEMPTS = 4;

/** Of a tenant's status, in this instance. */
interface Turn {
  pace: Pace;
  /** When the latest event was written. Milliseconds since the epoch. */
  dirtyAt: number;
}

const turns = new Map<string, Turn>();

function turnOf(key: string): Turn {
  const known = turns.get(key) ?? { pace: new Pace(), dirtyAt: 0 };
  turns.set(key, known);
  return known;
}

/** What became of a refresh: done, done by another instance, or given up. */
export type Refreshed = 'written' | 'covered' | 'contended';

/**
 * Brings `queue-status` up to date: its figures are read from TaskRouter, never counted, so that nothing adds up to
 * something wrong. Nothing is written over by what was read earlier. `patience`: within which it should be done.
 */
export async function writeStatus(
  deps: Deps,
  workspaceSid: string,
  dirtyAt: () => number,
  patience: Deadline = deps.deadline,
): Promise<Refreshed> {
  const document = deps.live.queueStatus<QueueStatus>();
  for (let attempt = 0; attempt < ATTEMPTS && deps.deadline.remaining() > 0; attempt += 1) {
    const stored = await document.get();
    const asOf = stored?.data.lastUpdated ?? 0;
    if (asOf > dirtyAt() + SKEW_MS) return 'covered';
    const age = deps.now().getTime() - asOf;
    const wait = 1_000 - age + Math.random() * SKEW_MS;
    if (age >= 0 && age < YOUNG_MS && patience.remaining() > wait + READING_MS) {
      await REAL_TIME.sleep(wait);
      continue;
    }
    const status = await readStatus(deps, workspaceSid);
    const written =
      stored === undefined ? await document.create(status) : await document.replace(status, stored.revision);
    if (written !== undefined) return 'written';
  }
  return 'contended';
}

/**
 * After an event that may have changed how the floor is doing. At most once a second per instance it costs the requests
 * of `writeStatus`. The event itself is written by then, so whatever fails here is logged and no more, and what takes
 * long doesn't hold up the answer.
 */
export async function refreshStatus(deps: Deps): Promise<void> {
  const { workspaceSid, syncServiceSid } = deps.config;
  if (workspaceSid === undefined) return;
  const turn = turnOf(`${syncServiceSid} ${workspaceSid}`);
  turn.dirtyAt = deps.now().getTime();
  const patience = deadlineIn(Math.max(0, Math.min(ANSWER_MS, deps.deadline.remaining() - RESERVE_MS)));
  let outcome = 'late';
  const refreshed = turn.pace
    .run(() => writeStatus(deps, workspaceSid, () => turn.dirtyAt, patience))
    .then(
      (done) => {
        outcome = done ?? 'left';
      },
      (error: unknown) => {
        outcome = 'failed';
        deps.log.failure(error);
      },
    );
  await settled(refreshed, patience.remaining());
  deps.log.note({ queueStatus: outcome });
}
