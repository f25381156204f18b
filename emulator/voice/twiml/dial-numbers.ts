import { connect } from '../bridge';
import { callParams } from '../call-callbacks';
import { openLeg } from '../calls';
import { type Core, nested, until } from '../core';
import type { Leg } from '../leg';
import { detectInBackground } from '../machine-detection';
import type { CallRecord, FinalStatus } from '../model';
import { type LiveRecording, recordLeg } from '../recording/live';
import type { RecordingPlan } from '../recording/model';
import { runCallProgram } from './interpreter';
import type { Callee } from './nouns/callee';
import { legOf, type Scene } from './scene';
import { playDigits } from './verbs/play';

/** How a `<Dial>` goes about numbers. Times in seconds. */
export interface DialPlan {
  timeout: number;
  timeLimit: number;
  callerId: string | undefined;
  hangupOnStar: boolean;
  answerOnBridge: boolean;
  sequential: boolean;
  recording: DialRecording | undefined;
}

/** The recording a `<Dial>` asks for, and makes. */
export interface DialRecording {
  plan: RecordingPlan;
  /** From when it rings, instead of when the two are connected. */
  fromRinging: boolean;
  live?: LiveRecording | undefined;
}

/** How it went: Twilio's DialCallStatus, the leg that decided it, and whether the two parties ever talked. */
export interface DialOutcome {
  status: FinalStatus;
  child?: CallRecord;
  bridged: boolean;
}

/** The called party that is ready to talk, or how the last of them failed. */
type Attempt = { ready: Leg; signal: AbortSignal } | { failed: FinalStatus; child: CallRecord };

/** Rings numbers, all at once or one after the other, and connects the first that is ready. */
export async function dialNumbers(scene: Scene, callees: Callee[], plan: DialPlan): Promise<DialOutcome> {
  try {
    return await dialRounds(scene, callees, plan);
  } finally {
    plan.recording?.live?.end('processing');
  }
}

function record(scene: Scene, { recording }: DialPlan, isRinging: boolean): void {
  if (!recording || recording.live || (isRinging && !recording.fromRinging)) return;
  recording.live = recordLeg(legOf(scene), recording.plan);
}

async function dialRounds(scene: Scene, callees: Callee[], plan: DialPlan): Promise<DialOutcome> {
  const leg = legOf(scene);
  if (!plan.answerOnBridge) leg.pickUp();
  record(scene, plan, true);
  leg.hear({ kind: 'tone', name: 'ringing' });
  const rounds = plan.sequential ? callees.map((callee) => [callee]) : [callees];
  let outcome: DialOutcome = { status: 'failed', bridged: false };
  for (const round of rounds) {
    const attempt = await ring(scene, round, plan);
    if ('ready' in attempt) {
      leg.pickUp();
      return talk(scene, attempt, plan);
    }
    outcome = { status: attempt.failed, child: attempt.child, bridged: false };
  }
  leg.hush();
  return outcome;
}

function ring(scene: Scene, callees: Callee[], plan: DialPlan): Promise<Attempt> {
  const { core } = scene;
  const parent = legOf(scene);
  return until<Attempt>(scene.signal, (done) => {
    let winner: Leg | undefined;
    const children = callees.map((callee) => ({
      callee,
      child: openLeg(core, {
        from: plan.callerId ?? parent.from,
        to: callee.address,
        direction: 'outbound-dial',
        parentCallSid: parent.callSid,
        statusCallback: callee.statusCallback,
        parameters: callee.parameters,
      }),
    }));
    const waiting = new Set(children.map(({ child }) => child));
    for (const { callee, child } of children) {
      child.watch({
        answered: (as) => {
          if (callee.detection) detectInBackground(child, as, callee.detection);
          child.occupy(async (signal) => {
            if (!(await greet(core, child, callee, signal))) return;
            // The call is the dial's from here on; it ends, or goes elsewhere, by an interruption.
            await until(signal, () => {
              winner = child;
              done({ ready: child, signal });
              return () => undefined;
            });
          });
        },
        ended: (failed) => {
          waiting.delete(child);
          if (waiting.size === 0) done({ failed, child: child.record });
        },
      });
    }
    for (const { child } of children) child.dial(plan.timeout);
    return () => {
      for (const child of waiting)
        if (child !== winner) child.end(child.answered ? 'completed' : 'canceled', 'twilio');
    };
  });
}

/** What a called party hears before the other side does; false when its TwiML hung up. */
async function greet(core: Core, child: Leg, callee: Callee, signal: AbortSignal): Promise<boolean> {
  const scene: Scene = {
    core,
    purpose: 'whisper',
    leg: child,
    stage: child,
    signal,
    params: () => callParams(core, child.record),
  };
  if (callee.sendDigits) await playDigits(scene, callee.sendDigits);
  if (!callee.whisper) return true;
  return (await runCallProgram(scene, { url: callee.whisper })) === 'finished';
}

async function talk(
  scene: Scene,
  attempt: Extract<Attempt, { ready: Leg }>,
  plan: DialPlan,
): Promise<DialOutcome> {
  const parent = legOf(scene);
  const { ready: child, signal } = attempt;
  const talking = nested(scene.signal);
  record(scene, plan, false);
  const disconnect = connect(parent, child, {
    onKey: (key) => {
      if (plan.hangupOnStar && key === '*') talking.abort();
    },
  });
  try {
    await until(scene.signal, (done) => {
      signal.addEventListener('abort', () => done());
      talking.signal.addEventListener('abort', () => done());
      const limit = parent.after(plan.timeLimit, () => done());
      if (signal.aborted) done();
      return () => limit.cancel();
    });
  } finally {
    disconnect();
    talking.abort();
    // A call redirected by REST goes its own way; any other ends with the dial.
    if (!signal.aborted) child.end('completed', 'twilio');
  }
  return { status: 'completed', child: child.record, bridged: true };
}
