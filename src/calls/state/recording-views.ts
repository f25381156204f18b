import type { CallView, RecordedView, RecordingMark, RecordingView } from '../contract';
import type { CallState } from './facts';
import { customerLeft } from './inbound';
import type { RecordingStand, Take } from './recordings';
import { isOver, isPresent, phaseOf } from './views';

const iso = (ms: number): string => new Date(ms).toISOString();

/** It records no more, or never did. */
const isTakeOver = ({ stand, ready, failed }: Take): boolean =>
  stand?.is === 'over' || ready !== undefined || failed !== undefined;

/** A recording with its number in the call. */
export interface NumberedTake {
  n: number;
  take: Take;
}

/** All of a call, in order. */
export const takesOf = (call: CallState): NumberedTake[] =>
  Object.entries(call.takes ?? {}).map(([n, take]) => ({ n: Number(n), take }));

/** The one that runs, or is about to; also when its customer has left, as it runs until it is stopped. */
export const runningTake = (call: CallState): NumberedTake | undefined =>
  takesOf(call).findLast(({ take }) => !isTakeOver(take));

/** How a recording runs. What nothing was said of since it began, is on. */
export const standOfTake = ({ stand, began, at = 0 }: Take): RecordingStand =>
  stand ?? { n: 0, at: began ?? at, is: 'on' };

/** The recorded line, `CA…`: the customer's. */
export const recordedLine = (call: CallState): string | undefined => call.offer?.caller ?? call.customer?.sid;

/** The customer's line has gone on without this call: it must not be recorded any longer for it. */
export const goesOn = (call: CallState): boolean => customerLeft(call) && !isOver(call.customer);

/** Both are in the conference, so that there is something to record and somebody to tell. */
export const canRecord = (call: CallState): boolean =>
  phaseOf(call) === 'connected' && isPresent(call, 'agent') && isPresent(call, 'customer');

function recordingView(call: CallState): { recording?: RecordingView } {
  const running = runningTake(call);
  if (running === undefined || customerLeft(call)) return {};
  const { take } = running;
  if (take.sid === undefined && take.stand === undefined)
    return { recording: { state: 'starting', since: iso(take.at ?? call.at) } };
  const { is, at, until } = standOfTake(take);
  return {
    recording: {
      state: is === 'paused' ? 'paused' : 'on',
      since: iso(at),
      ...(is === 'paused' && until !== undefined ? { resumesAt: iso(until) } : {}),
    },
  };
}

const recordedView = (call: CallState): RecordedView[] =>
  takesOf(call).flatMap(({ take }) => {
    const { sid, at = call.at, began = at, failed, seconds, ready, deleted } = take;
    if (sid === undefined || (failed !== undefined && ready === undefined)) return [];
    return [
      {
        id: sid,
        startedAt: iso(began),
        ...(seconds === undefined ? {} : { seconds }),
        ...(ready === undefined || deleted !== undefined ? {} : { ready: true as const }),
        ...(deleted === undefined ? {} : { deleted: true as const }),
      },
    ];
  });

/** The recording that goes on, all that there are, and who did what to them. */
export function recordingViews(
  call: CallState,
): Pick<CallView, 'recording' | 'recordings' | 'recordingMarks'> {
  const recordings = recordedView(call);
  const marks = (call.marks ?? []).map(
    ({ at, by, what }): RecordingMark => ({ at: iso(at), ...(by === undefined ? {} : { by }), what }),
  );
  return {
    ...recordingView(call),
    ...(recordings.length === 0 ? {} : { recordings }),
    ...(marks.length === 0 ? {} : { recordingMarks: marks }),
  };
}
