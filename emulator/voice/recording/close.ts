import type { Core } from '../core';
import type { TapeRecord } from '../media/tape';
import { keptOf } from './file';

/** After a restored snapshot no recording goes on: what there is of it is kept, without webhooks. */
export function closeRecordings(core: Core): void {
  const now = core.kernel.clock.now();
  for (const recording of core.recordings.values()) {
    if (['completed', 'absent', 'deleted'].includes(recording.status)) continue;
    const tape = core.tapes.get(recording.sid);
    if (tape) {
      tape.ended ??= lastOn(tape);
      const { from, to } = keptOf(tape, recording.trim, now);
      recording.duration ??= Math.max(1, Math.round(to - from));
    }
    recording.status = tape && recording.errorCode === null ? 'completed' : 'absent';
    recording.dateUpdated = now;
  }
}

/** When the last thing on a tape happened: nobody knows how long it ran on after that. */
function lastOn({ begun, channels, pauses }: TapeRecord): number {
  const times = [...channels.flat().map(({ at }) => at), ...pauses.map(({ from, to }) => to ?? from)];
  return begun + times.reduce((last, at) => Math.max(last, at), 0);
}
