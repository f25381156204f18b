import type { Deps } from '../../endpoint';
import type { QueueStatus } from '../contract';
import { Pace, REAL_TIME } from './pace';
import { readStatus } from './read';

/** Time that a refresh needs when Twilio is slow; kept free while waiting for the turn. Milliseconds. */
const RESERVE_MS = 4_000;
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

/** What became of a refresh: done, done by another instance, left to another event, or given up. */
export type Refreshed = 'written' | 'covered' | 'left' | 'contended' | 'failed';

/**
 * Brings `queue-status` up to date: its figures are read from TaskRouter, never counted, so that nothing adds up to
 * something wrong. Nothing is written over by what was read earlier.
 */
export async function writeStatus(
  deps: Deps,
  workspaceSid: string,
  dirtyAt: () => number,
): Promise<Refreshed> {
  const document = deps.live.queueStatus<QueueStatus>();
  for (let attempt = 0; attempt < ATTEMPTS && deps.deadline.remaining() > 0; attempt += 1) {
    const stored = await document.get();
    const asOf = stored?.data.lastUpdated ?? 0;
    if (asOf > dirtyAt() + SKEW_MS) return 'covered';
    const age = deps.now().getTime() - asOf;
    if (age >= 0 && age < YOUNG_MS && deps.deadline.remaining() > RESERVE_MS) {
      await REAL_TIME.sleep(1_000 - age + Math.random() * SKEW_MS);
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
 * of `writeStatus`; the event itself is written by then, so whatever fails here is logged and no more.
 */
export async function refreshStatus(deps: Deps): Promise<void> {
  const { workspaceSid, syncServiceSid } = deps.config;
  if (workspaceSid === undefined) return;
  const turn = turnOf(`${syncServiceSid} ${workspaceSid}`);
  turn.dirtyAt = deps.now().getTime();
  if (!(await turn.pace.turn(deps.deadline.remaining() - RESERVE_MS))) {
    deps.log.note({ queueStatus: 'left' });
    return;
  }
  try {
    deps.log.note({ queueStatus: await writeStatus(deps, workspaceSid, () => turn.dirtyAt) });
  } catch (error) {
    deps.log.note({ queueStatus: 'failed' });
    deps.log.failure(error);
  }
}
