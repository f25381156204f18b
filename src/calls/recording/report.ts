import type { Deps, Input, Reply } from '../../endpoint';
import type { CallRef } from '../items';
import { settle } from '../settle';
import { type CallState, type Facts, recordedLine, takesOf } from '../state';
import { keepRecording } from './retention';
import type { RecordingReport } from './schemas';

type Report = Input<typeof RecordingReport>;
/** What of a report tells something of a call. */
export type Reported = Pick<Report, 'take' | 'RecordingSid' | 'RecordingStatus'> &
  Partial<Pick<Report, 'CallSid' | 'RecordingDuration'>>;

/** When Twilio began it; RFC 2822. */
function beganAt(deps: Deps, { RecordingStartTime: time }: Report): number {
  const parsed = Date.parse(time ?? '');
  return Number.isNaN(parsed) || parsed < 0 ? deps.now().getTime() : parsed;
}

/** What a report tells of a call; nothing when it is about a recording that this call can't have. */
export function toldBy(call: CallState, report: Reported, began: number, now: number): Facts {
  const { take: n, RecordingSid: sid, RecordingStatus: status, RecordingDuration: duration = '' } = report;
  const known = takesOf(call).find((each) => each.n === n)?.take;
  if (known === undefined || recordedLine(call) !== report.CallSid) return {};
  // Of the one that was begun by mistake only that it is there.
  if (known.sid !== undefined && known.sid !== sid) return { takes: { [n]: { sid } } };
  const seconds = /^\d{1,6}$/.test(duration) ? { seconds: Number(duration) } : {};
  switch (status) {
    case 'in-progress':
      return { takes: { [n]: { sid, began } } };
    case 'completed':
      return { takes: { [n]: { sid, began, ready: now, ...seconds } } };
    case 'absent':
    case 'failed':
      return { takes: { [n]: { sid, failed: now } } };
    default:
      return {};
  }
}

/**
 * Twilio reports that a recording runs, that it can be played, or that there was nothing to record; also late, into the
 * history. Two requests, two for the floor when it shows there, two to have it deleted in time.
 */
export async function trackRecording(deps: Deps, input: Report): Promise<Reply> {
  const ref: CallRef = { agent: input.agent, call: input.call };
  deps.log.note({ call: ref.call, event: input.RecordingStatus });
  const began = beganAt(deps, input);
  const now = deps.now().getTime();
  const settled = await settle(deps, ref, (call) => toldBy(call, input, began, now));
  if (settled === undefined) deps.log.note({ dropped: true });
  // Also of a call that is forgotten.
  if (['in-progress', 'completed'].includes(input.RecordingStatus))
    await keepRecording(deps, input.RecordingSid, began);
  return undefined;
}
