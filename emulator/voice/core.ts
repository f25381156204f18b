import type { Timer } from '../clock';
import type { Kernel } from '../product';
import type { Collection } from '../store';
import type { XmlElement } from '../xml';
import type { Room } from './conference/room';
import type { DeviceDirectory } from './device';
import type { DirectCall } from './direct';
import type { Leg } from './leg';
import { AudioHub } from './media/hub';
import type { TapeRecord } from './media/tape';
import type {
  ApplicationRecord,
  CallerIdRecord,
  CallRecord,
  ConferenceRecord,
  NumberRecord,
  ParticipantRecord,
  QueueMemberRecord,
  QueueRecord,
} from './model';
import type { QueuedCall } from './queue/queued-call';
import type { CallTasks } from './queue/tasks';
import type { LiveRecording } from './recording/live';
import type { RecordingRecord } from './recording/model';

/** What the emulated account is like, for voice. */
export interface VoiceOptions {
  /** Numbers the account owns from the start, E.164. */
  numbers?: string[];
  /** Numbers of others that it may show as caller from the start, E.164. */
  callerIds?: string[];
  /** Calls started in a second; the rest wait as `queued`. Twilio's default is 1; here, without it, nothing waits. */
  callsPerSecond?: number;
  /**
   * Says what in a TwiML document Twilio would not take, one line each; `where` is the document's address. What it
   * returns becomes violations on the timeline.
   */
  checkTwiml?: (document: XmlElement, where: string, callSid?: string) => string[];
  /** How many times faster than usual `<Say>` speaks; default 1. */
  speechRate?: number;
  /** The audio of the calls, where something else than recordings listens to it. */
  audio?: AudioHub;
  /** What makes tasks of queued calls; without it `<Enqueue workflowSid>` is refused. */
  tasks?: CallTasks;
}

/** Everything the parts of the voice engine share. */
export interface Core {
  kernel: Kernel;
  devices: DeviceDirectory;
  options: VoiceOptions;
  calls: Collection<CallRecord>;
  conferences: Collection<ConferenceRecord>;
  participants: Collection<ParticipantRecord>;
  numbers: Collection<NumberRecord>;
  applications: Collection<ApplicationRecord>;
  callerIds: Collection<CallerIdRecord>;
  queues: Collection<QueueRecord>;
  queueMembers: Collection<QueueMemberRecord>;
  recordings: Collection<RecordingRecord>;
  /** What is on them, by the SID of the recording. */
  tapes: Collection<TapeRecord>;
  /** Told of all that is heard and said. */
  audio: AudioHub;
  /** Recordings that run, by SID. */
  recorders: Map<string, LiveRecording>;
  /** Live calls by SID. */
  legs: Map<string, Leg>;
  /** Live calls from one device to another. */
  direct: Set<DirectCall>;
  /** Calls that are connected to one another. */
  bridges: Set<readonly [Leg, Leg]>;
  /** Callers who wait, by call SID, first come first. */
  queued: Map<string, QueuedCall>;
  /** Live conferences by SID. */
  rooms: Map<string, Room>;
  /** When the next call may start under `callsPerSecond`, in milliseconds. */
  nextStart: number;
}

/** Builds the shared state over the kernel's store. */
export function createCore(kernel: Kernel, devices: DeviceDirectory, options: VoiceOptions): Core {
  const { store } = kernel;
  return {
    kernel,
    devices,
    options,
    calls: store.collection('voice.calls'),
    conferences: store.collection('voice.conferences'),
    participants: store.collection('voice.participants'),
    numbers: store.collection('voice.numbers'),
    applications: store.collection('voice.applications'),
    callerIds: store.collection('voice.callerIds'),
    queues: store.collection('voice.queues'),
    queueMembers: store.collection('voice.queue-members'),
    recordings: store.collection('voice.recordings'),
    tapes: store.collection('voice.tapes'),
    audio: options.audio ?? new AudioHub(),
    recorders: new Map(),
    legs: new Map(),
    direct: new Set(),
    bridges: new Set(),
    queued: new Map(),
    rooms: new Map(),
    nextStart: 0,
  };
}

/** Thrown where an activity waits when something else takes its place (hang-up, redirect, end of a hold). */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Waits on the emulated clock. Rejects with `Interrupted`, and takes its timer back, once `signal` aborts. */
export function sleep(core: Core, seconds: number, signal: AbortSignal): Promise<void> {
  return until(signal, (done) => {
    const timer: Timer = core.kernel.clock.setTimeout(done, seconds * 1000);
    return () => timer.cancel();
  });
}

/**
 * A promise that `start` settles through `done`, and that rejects with `Interrupted` when `signal` aborts first. What
 * `start` returns cleans up in either case.
 */
export function until<T = void>(
  signal: AbortSignal,
  start: (done: (value: T) => void) => () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) {
      reject(new Interrupted());
      return;
    }
    let cleanup: (() => void) | undefined;
    let settled = false;
    const finish = (how: () => void) => {
      if (settled) return;
      settled = true;
      signal.removeEventListener('abort', interrupt);
      cleanup?.();
      how();
    };
    const interrupt = () => finish(() => reject(new Interrupted()));
    signal.addEventListener('abort', interrupt);
    cleanup = start((value) => finish(() => resolve(value)));
    if (settled) cleanup();
  });
}

/** Lets `work` go on, but rejects with `Interrupted` as soon as `signal` aborts: what it brings is then not wanted. */
export async function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const settled = work.then(
    () => undefined,
    () => undefined,
  );
  await until(signal, (done) => {
    void settled.then(done);
    return () => undefined;
  });
  return work;
}

/** A signal that aborts with `signal`, and by `abort` before that. */
export function nested(signal: AbortSignal): { signal: AbortSignal; abort: () => void } {
  const inner = new AbortController();
  const follow = () => inner.abort();
  if (signal.aborted) inner.abort();
  else signal.addEventListener('abort', follow, { once: true });
  return {
    signal: inner.signal,
    abort: () => {
      signal.removeEventListener('abort', follow);
      inner.abort();
    },
  };
}
