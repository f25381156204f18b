import { rfc2822 } from '../../../api/rest';
import type { XmlElement } from '../../../xml';
import { callParams } from '../../call-callbacks';
import { Interrupted, sleep, until } from '../../core';
import type { Target } from '../../model';
import { keepRecording, type RecordingRecord, recordingUrl } from '../../recorded';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import { legOf, type Outcome, type Scene } from '../scene';
import { speakingSeconds } from '../speech';

const ANY_KEY = '1234567890*#';
const BEEP_SECONDS = 0.5;
const EVENTS = ['in-progress', 'completed', 'absent'] as const;
type Event = (typeof EVENTS)[number];

interface Plan {
  timeout: number;
  maxLength: number;
  finishOnKey: string;
  trimmed: boolean;
  callback: Target | undefined;
  events: readonly Event[];
}

/** What was heard so far. Times are milliseconds of emulated time. */
interface Tape {
  words: string[];
  startTime: number;
  /** When the last word was, or will be, said. */
  spokenUntil: number;
}

/**
 * `<Record>`: what the caller says, until silence, a key, its longest length or the end of the call. Where nothing is said
 * the program goes on to its next verb, and no `action` is asked. https://www.twilio.com/docs/voice/twiml/record
 */
export async function record(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  const attributes = new Attributes(scene, element, {
    supported: [
      'action',
      'method',
      'timeout',
      'finishOnKey',
      'maxLength',
      'playBeep',
      'trim',
      'transcribe',
      'recordingStatusCallback',
      'recordingStatusCallbackMethod',
      'recordingStatusCallbackEvent',
    ],
    missing: ['transcribeCallback', 'recordingConfigurationId'],
  });
  if (attributes.bool('transcribe', false))
    throw new TwimlFailure(
      12100,
      'The emulator does not transcribe; <Record transcribe> needs emulator/voice',
    );
  const plan: Plan = {
    timeout: attributes.int('timeout', 5, 1),
    maxLength: attributes.int('maxLength', 3600, 1),
    finishOnKey: attributes.text('finishOnKey') ?? ANY_KEY,
    trimmed: attributes.oneOf('trim', ['trim-silence', 'do-not-trim'], 'trim-silence') === 'trim-silence',
    callback: attributes.target('recordingStatusCallback', 'recordingStatusCallbackMethod'),
    events: attributes.words('recordingStatusCallbackEvent', EVENTS) ?? ['completed'],
  };
  const action = attributes.target('action', 'method') ?? scene.document;
  if (!action) throw new TwimlFailure(11100, '<Record> without an action in inline TwiML has nowhere to go');
  const leg = legOf(scene);
  leg.pickUp();
  if (attributes.bool('playBeep', true)) {
    leg.hear({ kind: 'tone', name: 'record-beep' });
    await sleep(scene.core, BEEP_SECONDS, scene.signal);
  }
  const tape: Tape = { words: [], startTime: scene.core.kernel.clock.now(), spokenUntil: 0 };
  try {
    const key = await listen(scene, plan, tape);
    const params = keep(scene, plan, tape);
    return params && { next: 'go', to: action, params: key ? { ...params, Digits: key } : params };
  } catch (error) {
    // Whoever hung up ended the recording: the project is told all the same, its TwiML goes nowhere.
    const params = error instanceof Interrupted && leg.over ? keep(scene, plan, tape) : undefined;
    if (params)
      scene.core.kernel.webhooks.notify({
        purpose: 'twiml after hang-up',
        ...action,
        params: { ...callParams(scene.core, leg.record), ...params, Digits: 'hangup' },
        callSid: leg.callSid,
      });
    throw error;
  }
}

/** Writes down what is said; resolves at its end, with the key that brought it about, if one did. */
function listen(scene: Scene, plan: Plan, tape: Tape): Promise<string | undefined> {
  const leg = legOf(scene);
  const now = () => scene.core.kernel.clock.now();
  return until<string | undefined>(scene.signal, (done) => {
    let silence = leg.after(plan.timeout, () => done(undefined));
    const longest = leg.after(plan.maxLength, () => done(undefined));
    const stop = leg.listen({
      key: (key) => {
        if (plan.finishOnKey.includes(key)) done(key);
      },
      speech: (text) => {
        tape.words.push(text);
        tape.spokenUntil = Math.max(tape.spokenUntil, now()) + speakingSeconds(text) * 1000;
        silence.cancel();
        silence = leg.after((tape.spokenUntil - now()) / 1000 + plan.timeout, () => done(undefined));
      },
    });
    return () => {
      silence.cancel();
      longest.cancel();
      stop();
    };
  });
}

/** Keeps the recording and tells the callback; resolves to what the action is told, or nothing where nothing was said. */
function keep(scene: Scene, plan: Plan, tape: Tape): Record<string, string> | undefined {
  const leg = legOf(scene);
  const now = scene.core.kernel.clock.now();
  const { words, startTime } = tape;
  if (words.length === 0) {
    tell(scene, plan, 'absent', {});
    return undefined;
  }
  const end = plan.trimmed ? Math.min(tape.spokenUntil, now) : now;
  const duration = Math.max(1, Math.round((end - startTime) / 1000));
  const kept = keepRecording(leg, { duration, words, startTime });
  tell(
    scene,
    plan,
    'completed',
    { RecordingSid: kept.sid, RecordingUrl: recordingUrl(scene.core, kept.sid) },
    kept,
  );
  return {
    RecordingUrl: recordingUrl(scene.core, kept.sid),
    RecordingSid: kept.sid,
    RecordingDuration: String(duration),
  };
}

/** https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback */
function tell(
  scene: Scene,
  { callback, events }: Plan,
  event: Event,
  params: Record<string, string>,
  kept?: RecordingRecord,
): void {
  if (!callback || !events.includes(event)) return;
  const { core } = scene;
  const { callSid } = legOf(scene);
  core.kernel.webhooks.notify({
    purpose: 'recording status',
    ...callback,
    params: {
      AccountSid: core.kernel.account.sid,
      CallSid: callSid,
      RecordingStatus: event,
      RecordingChannels: '1',
      RecordingSource: 'RecordVerb',
      ...(kept
        ? { RecordingDuration: String(kept.duration), RecordingStartTime: rfc2822(kept.startTime) }
        : {}),
      ...params,
    },
    callSid,
  });
}
