import { callParams } from './call-callbacks';
import { sleep } from './core';
import type { Leg } from './leg';
import type { Target } from './model';

/** Answering machine detection as asked for. https://www.twilio.com/docs/voice/answering-machine-detection */
export interface MachineDetection {
  mode: 'Enable' | 'DetectMessageEnd';
  /** After this many seconds the answer is `unknown`. Twilio's default is 30. */
  timeout: number;
  /** Told the result, where detection goes on beside the call. */
  callback?: Target | undefined;
}

/**
 * How long the emulator takes to tell: a person says a short hello, a machine a long greeting, and the message end comes
 * with the beep after it. Seconds.
 */
const SECONDS = { human: 2, machine_start: 4, machine_end_beep: 8 } as const;

/** Listens to who answered; resolves with Twilio's AnsweredBy. Rejects with `Interrupted` when the call goes elsewhere. */
export async function detect(
  leg: Leg,
  as: 'human' | 'machine',
  settings: MachineDetection,
  signal: AbortSignal,
): Promise<{ AnsweredBy: string; MachineDetectionDuration: string }> {
  const machine = settings.mode === 'DetectMessageEnd' ? 'machine_end_beep' : 'machine_start';
  const found = as === 'human' ? 'human' : machine;
  const seconds = Math.min(SECONDS[found], settings.timeout);
  await sleep(leg.core, seconds, signal);
  const answeredBy = SECONDS[found] > settings.timeout ? 'unknown' : found;
  leg.record.answeredBy = answeredBy;
  leg.save();
  leg.core.kernel.timeline.add({
    kind: 'call',
    summary: `Answering machine detection: ${leg.to} was answered by ${answeredBy}`,
    callSid: leg.callSid,
    data: { answeredBy },
  });
  return { AnsweredBy: answeredBy, MachineDetectionDuration: String(Math.round(seconds * 1000)) };
}

/** Detects beside the call, and tells the callback. */
export function detectInBackground(leg: Leg, as: 'human' | 'machine', settings: MachineDetection): void {
  const controller = new AbortController();
  leg.watch({ ended: () => controller.abort() });
  detect(leg, as, settings, controller.signal).then(
    (found) => {
      if (!settings.callback) return;
      const { CallSid = '', AccountSid = '' } = callParams(leg.core, leg.record);
      leg.core.kernel.webhooks.notify({
        purpose: 'answering machine detection',
        ...settings.callback,
        params: { CallSid, AccountSid, ...found },
        callSid: leg.callSid,
      });
    },
    () => undefined,
  );
}
