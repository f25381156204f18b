import { endOf } from '../audio';
import type { Core } from '../core';
import type { Sound } from '../device';
import type { Leg } from '../leg';
import { type Recorder, recordCall } from '../media/recorder';
import { keptOf } from './file';
import { isRunning, type RecordingPlan, type RecordingRecord } from './model';
import { tell } from './tell';

/** How long it takes until an ended recording can be had, in seconds. At Twilio it depends on its length. */
const PROCESSING_SECONDS = 1;
/** Shorter is nothing. Seconds. */
const SHORTEST_SECONDS = 0.2;
/** https://www.twilio.com/docs/api/errors/16101, https://www.twilio.com/docs/api/errors/16102 */
const TOO_SHORT = 16101;
const SILENT = 16102;

/** One recording while it runs: in-progress and paused in turn, then stopped or processing, then completed or absent. */
export class LiveRecording {
  constructor(
    private readonly core: Core,
    readonly record: RecordingRecord,
    private readonly recorder: Recorder,
    private readonly of: string,
  ) {
    core.recorders.set(record.sid, this);
    core.tapes.set(record.sid, recorder.tape.record);
    core.recordings.set(record.sid, record);
    if (record.callback?.events.includes('started'))
      tell(core, record, 'started', `Recording of ${of} begins`);
    tell(core, record, 'in-progress', `Recording of ${of} is in-progress`);
  }

  /** Silence or, with `skip`, nothing is recorded until `resume`. Harmless when it is paused. */
  pause(skip: boolean): void {
    if (this.record.status !== 'in-progress') return;
    this.recorder.pause(skip);
    this.#become('paused');
    tell(this.core, this.record, 'paused', `Recording of ${this.of} is paused`);
  }

  resume(): void {
    if (this.record.status !== 'paused') return;
    this.recorder.resume();
    this.#become('in-progress');
    tell(this.core, this.record, 'resumed', `Recording of ${this.of} goes on`);
  }

  /** Something that sounds in all of what is recorded. */
  hear(sound: Sound): void {
    this.recorder.tape.hear(0, sound);
  }

  /**
   * Ends it, by REST (`stopped`) or with what is recorded (`processing`). `silent` says that there is nothing on it that
   * anybody would want.
   */
  end(how: 'stopped' | 'processing', silent = false): void {
    if (!isRunning(this.record)) return;
    this.recorder.stop();
    this.core.recorders.delete(this.record.sid);
    const { tape } = this.recorder;
    const { from, to } = keptOf(tape.record, this.record.trim, this.core.kernel.clock.now());
    const absent = tape.seconds < SHORTEST_SECONDS ? TOO_SHORT : silent ? SILENT : null;
    this.record.errorCode = absent;
    this.record.duration = absent === null ? Math.max(1, Math.round(to - from)) : 0;
    this.#become(how);
    if (how === 'stopped') tell(this.core, this.record, 'stopped', `Recording of ${this.of} is stopped`);
    this.core.kernel.clock.setTimeout(() => {
      if (this.core.recordings.get(this.record.sid)?.status !== how) return;
      const result = absent === null ? 'completed' : 'absent';
      if (absent !== null) this.core.tapes.delete(this.record.sid);
      this.#become(result);
      tell(
        this.core,
        this.record,
        result,
        absent === null
          ? `Recorded ${this.record.duration} s of ${this.of}`
          : `Nothing was recorded of ${this.of}`,
      );
    }, PROCESSING_SECONDS * 1000);
  }

  /** Ends without a word to anybody: the emulator itself starts over. */
  forget(): void {
    this.recorder.stop();
    this.core.recorders.delete(this.record.sid);
  }

  #become(status: RecordingRecord['status']): void {
    this.record.status = status;
    this.record.dateUpdated = this.core.kernel.clock.now();
    this.core.recordings.set(this.record.sid, this.record);
  }
}

/** Begins to record with what `recorder` hears. */
export function begin(
  core: Core,
  plan: RecordingPlan,
  about: Pick<RecordingRecord, 'callSid' | 'conferenceSid'> & { of: string },
  recorder: Recorder,
): LiveRecording {
  const now = core.kernel.clock.now();
  const { callback, ...rest } = plan;
  const { of, ...what } = about;
  const record: RecordingRecord = {
    sid: core.kernel.ids.sid('RE'),
    ...what,
    ...rest,
    channels: plan.track === 'both' ? plan.channels : 1,
    callback: callback ?? null,
    status: 'in-progress',
    startTime: now,
    duration: null,
    dateCreated: now,
    dateUpdated: now,
    errorCode: null,
  };
  return new LiveRecording(core, record, recorder, of);
}

/** Records a call until it is over, unless it is ended before. Undefined for a call that has no far end. */
export function recordLeg(leg: Leg, plan: RecordingPlan): LiveRecording | undefined {
  const { core, device, callSid } = leg;
  if (!device || leg.over) return undefined;
  const now = () => core.kernel.clock.now();
  const recorder = recordCall(core.audio, endOf(callSid, device), plan.channels, now, plan.track);
  const what = { callSid, conferenceSid: null, of: `the call from ${leg.from} to ${leg.to}` };
  const live = begin(core, plan, what, recorder);
  leg.watch({ ended: () => live.end('processing') });
  return live;
}
