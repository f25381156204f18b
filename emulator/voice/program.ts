import { callParams } from './call-callbacks';
import type { Leg } from './leg';
import { detect, detectInBackground, type MachineDetection } from './machine-detection';
import type { Target } from './model';
import { recordLeg } from './recording/live';
import type { RecordingPlan } from './recording/model';
import { runCallProgram, type Source } from './twiml/interpreter';
import type { Scene } from './twiml/scene';
import { playDigits } from './twiml/verbs/play';

/** TwiML for a call: where it begins, and where it goes when that fails. */
export interface Program {
  source: Source;
  fallback?: Target | undefined;
}

/** Gives a call over to a TwiML program; `before` comes first and may add to the first request. */
export function runOn(
  leg: Leg,
  program: Program,
  before?: (scene: Scene) => Promise<Record<string, string>>,
): void {
  leg.occupy(async (signal) => {
    const scene: Scene = {
      core: leg.core,
      purpose: 'call',
      leg,
      stage: leg,
      signal,
      params: () => callParams(leg.core, leg.record),
      fallback: program.fallback,
    };
    const extra = await before?.(scene);
    const { source } = program;
    await runCallProgram(
      scene,
      'url' in source && extra ? { ...source, params: { ...source.params, ...extra } } : source,
    );
  });
}

/** What a call made by REST does once it is answered. Times in seconds. */
export interface OutboundPlan {
  program: Program;
  timeout: number;
  timeLimit?: number | undefined;
  sendDigits?: string | undefined;
  detection?: MachineDetection | undefined;
  recording?: RecordingPlan | undefined;
  /** Detection goes on beside the call, instead of before its TwiML. */
  asyncAmd?: boolean | undefined;
}

/** Sets a queued call made by REST on its way. https://www.twilio.com/docs/voice/api/call-resource */
export function start(leg: Leg, plan: OutboundPlan): void {
  const { detection, sendDigits } = plan;
  leg.watch({
    answered: (as) => {
      if (plan.recording) recordLeg(leg, plan.recording);
      if (plan.timeLimit) leg.after(plan.timeLimit, () => leg.end('completed', 'twilio'));
      if (detection && plan.asyncAmd && !sendDigits) detectInBackground(leg, as, detection);
      runOn(leg, plan.program, async (scene) => {
        if (sendDigits) await playDigits(scene, sendDigits);
        else if (detection && !plan.asyncAmd) return detect(leg, as, detection, scene.signal);
        return {};
      });
    },
  });
  leg.after(leg.record.queueTime / 1000, () => leg.dial(plan.timeout));
}
