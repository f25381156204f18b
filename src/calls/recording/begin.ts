import type { Deps } from '../../endpoint';
import { answered, failureOf } from '../../twilio';
import { recordedUrl } from '../control/speak';
import type { CallRef } from '../items';
import { type CallState, type Facts, recordedLine, roomWith, runningTake, takesOf } from '../state';
import { sentence } from '../words';

/** Where Twilio reports on a recording. */
const reportUrl = (deps: Deps, { agent, call }: CallRef, n: number): string =>
  deps.webhookUrl('/voice/recordings/report', { agent, call, take: String(n) });

/** Twilio's times are whole seconds. */
const SECOND = 1000;

/** A recording of a line that runs. */
export async function findRunning(
  deps: Deps,
  line: string,
  since: number,
  until = Number.POSITIVE_INFINITY,
): Promise<{ sid: string; began: number } | undefined> {
  const all = await deps.twilio().calls(line).recordings.list({ limit: 20, pageSize: 20 });
  const ours = all.find(({ status, dateCreated }) => {
    const at = dateCreated?.getTime() ?? 0;
    return ['in-progress', 'paused'].includes(status) && at >= since - SECOND && at <= until + SECOND;
  });
  return ours && { sid: ours.sid, began: ours.startTime?.getTime() ?? ours.dateCreated.getTime() };
}

/** Asked again it would be refused again. */
const isRefusal = (error: unknown): boolean => {
  const failure = failureOf(error);
  return failure?.kind === 'answer' && failure.status < 500 && failure.status !== 429;
};

/** Whether Twilio has the recording that runs paused: for a pause that is not kept yet. One request. */
export async function isPaused(deps: Deps, call: CallState): Promise<boolean> {
  const line = recordedLine(call);
  const take = runningTake(call)?.take;
  if (line === undefined || take === undefined) return false;
  const all = await deps.twilio().calls(line).recordings.list({ limit: 20, pageSize: 20 });
  const since = (take.at ?? 0) - SECOND;
  return all.some(
    ({ sid, status, dateCreated }) =>
      status === 'paused' &&
      (take.sid === undefined ? (dateCreated?.getTime() ?? 0) >= since : sid === take.sid),
  );
}

/** A refusal is for good; anything else is thrown, to be tried again. */
function refused(deps: Deps, n: number, error: unknown): Facts {
  if (!isRefusal(error)) throw error;
  // The conference or the line has just ended; anything else is worth a line in the log.
  if (!answered(error, 404, 21220)) deps.log.failure(error);
  return { takes: { [n]: { failed: deps.now().getTime() } } };
}

/**
 * Says to everybody in the call that it is recorded. One request. Twilio asks us for the words, and with that the recording
 * begins (`speakInCall`): nobody is recorded who could not be told.
 */
export async function tellRecorded(deps: Deps, ref: CallRef, call: CallState, n: number): Promise<Facts> {
  const conference = roomWith(call, 'customer');
  if (conference === undefined) return {};
  const language = call.offer?.language ?? deps.config.locale;
  const announceUrl = recordedUrl(deps, ref, n, { text: sentence('recorded', language), language });
  try {
    await deps.twilio().conferences(conference).update({ announceUrl, announceMethod: 'POST' });
    return {};
  } catch (error) {
    return refused(deps, n, error);
  }
}

/**
 * Begins to record the customer's line: the customer on the first channel, all that they hear on the second. One request.
 * Somebody who tried before may have succeeded without
 * knowing it: then Twilio is asked first. What comes of it Twilio reports; a refusal is for good.
 * https://www.twilio.com/docs/voice/api/recording#start-a-call-recording
 */
export async function beginRecording(
  deps: Deps,
  ref: CallRef,
  call: CallState,
  { n, again }: { n: number; again: boolean },
): Promise<Facts> {
  const line = recordedLine(call);
  const take = takesOf(call).find((each) => each.n === n)?.take;
  if (line === undefined || take === undefined) return {};
  if (again) {
    const found = await findRunning(deps, line, take.at ?? 0);
    if (found !== undefined) return { takes: { [n]: found } };
  }
  try {
    await deps
      .twilio()
      .calls(line)
      .recordings.create({
        recordingChannels: 'dual',
        recordingTrack: 'both',
        trim: 'do-not-trim',
        recordingStatusCallback: reportUrl(deps, ref, n),
        recordingStatusCallbackEvent: ['in-progress', 'completed', 'absent'],
      });
    return {};
  } catch (error) {
    return refused(deps, n, error);
  }
}
