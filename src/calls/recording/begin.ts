import type { Deps } from '../../endpoint';
import { answered, failureOf } from '../../twilio';
import { textUrl } from '../control/speak';
import type { CallRef } from '../items';
import { type CallState, type Facts, recordedLine, roomWith, takesOf } from '../state';
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

/** Says to everybody in the call that it is recorded. One request. */
async function tellAll(deps: Deps, call: CallState): Promise<void> {
  const conference = roomWith(call, 'customer');
  if (conference === undefined) return;
  const language = call.offer?.language ?? deps.config.locale;
  const announceUrl = textUrl(deps, call.id, sentence('recorded', language), language);
  await deps.twilio().conferences(conference).update({ announceUrl, announceMethod: 'POST' });
}

/** Asked again it would be refused again. */
const isRefusal = (error: unknown): boolean => {
  const failure = failureOf(error);
  return failure?.kind === 'answer' && failure.status < 500 && failure.status !== 429;
};

/**
 * Begins to record the customer's line: the customer on the first channel, all that they hear on the second. Who is in the
 * call is told first. Two requests, one without RECORDING_NOTICE. Somebody who tried before may have succeeded without
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
    if (deps.config.recordingNotice) await tellAll(deps, call);
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
    if (!isRefusal(error)) throw error;
    // The conference or the line has just ended; anything else is worth a line in the log.
    if (!answered(error, 404, 21220)) deps.log.failure(error);
    return { takes: { [n]: { failed: deps.now().getTime() } } };
  }
}
