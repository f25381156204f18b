import type { Deps } from '../../endpoint';
import { answered } from '../../twilio';
import { timePrefix } from '../items';

/** What must be deleted some day. */
interface Kept {
  v: 1;
  /** `RE…` */
  sid: string;
}

const DAY_MS = 24 * 3_600_000;
/** How many are deleted at once: more than are made meanwhile, so that none is left behind. */
const AT_ONCE = 4;

/** A recording made at that time has been kept for as long as RECORDING_DAYS says. */
export function isOutdated({ config, now }: Deps, madeAt: number): boolean {
  const { recordingDays } = config;
  return recordingDays > 0 && madeAt < now().getTime() - recordingDays * DAY_MS;
}

/** Deletes a recording; one that is deleted already too. One request. */
async function remove(deps: Deps, sid: string): Promise<void> {
  try {
    await deps.twilio().recordings(sid).remove();
  } catch (error) {
    if (!answered(error, 404)) throw error;
  }
}

async function sweep(deps: Deps): Promise<void> {
  const kept = deps.live.recordings<Kept>();
  const end = timePrefix(deps.now().getTime() - deps.config.recordingDays * DAY_MS);
  const oldest = (await kept.list({ limit: AT_ONCE })).filter(({ key }) => key < end);
  await Promise.all(
    oldest.map(async ({ key, data }) => {
      await remove(deps, data.sid);
      await kept.remove(key);
    }),
  );
}

/**
 * Notes a recording, or a message, to be deleted after RECORDING_DAYS, and deletes the oldest whose time has come. Only
 * what was noted is ever deleted: the account may have recordings that are none of ours. Two requests, two more for each
 * that is deleted. Best effort: what could not be deleted now is, with the next one. Safe to repeat with the same time.
 *
 * @param sid `RE…`
 * @param madeAt milliseconds since the epoch
 */
export async function keepRecording(deps: Deps, sid: string, madeAt: number): Promise<void> {
  if (deps.config.recordingDays === 0) return;
  try {
    await deps.live.recordings<Kept>().create(`${timePrefix(madeAt)}.${sid}`, { v: 1, sid });
    await sweep(deps);
  } catch (error) {
    deps.log.failure(error);
  }
}
