import type { XmlElement } from '../../../xml';
import { callParams } from '../../call-callbacks';
import { Interrupted, sleep, until } from '../../core';
import { whenHeard } from '../../recording/heard';
import { type LiveRecording, recordLeg } from '../../recording/live';
import { recordingUrl } from '../../recording/tell';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import { isTrimmed, RECORDING_ATTRIBUTES, recordingCallback } from '../recording-attributes';
import { legOf, type Outcome, type Scene } from '../scene';
import { speakingSeconds } from '../speech';

const ANY_KEY = '1234567890*#';
const BEEP_SECONDS = 0.5;

/** When a recording ends by itself. Times in seconds. */
interface Limits {
  /** Silence that ends it. */
  timeout: number;
  maxLength: number;
  finishOnKey: string;
}

/** What was heard so far. */
interface Heard {
  anything: boolean;
  /** The key that ended it. */
  key?: string;
}

/**
 * `<Record>`: what the caller says, by a microphone or in words, until silence, a key, its longest length or the end of
 * the call. Where nothing is said the program goes on to its next verb, and no `action` is asked.
 * https://www.twilio.com/docs/voice/twiml/record
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
      'transcribe',
      ...RECORDING_ATTRIBUTES,
    ],
    missing: ['transcribeCallback', 'recordingConfigurationId'],
  });
  if (attributes.bool('transcribe', false))
    throw new TwimlFailure(
      12100,
      'The emulator does not transcribe; <Record transcribe> needs emulator/voice',
    );
  const limits: Limits = {
    timeout: attributes.int('timeout', 5, 1),
    maxLength: attributes.int('maxLength', 3600, 1),
    finishOnKey: attributes.text('finishOnKey') ?? ANY_KEY,
  };
  const trim = isTrimmed(attributes);
  const callback = recordingCallback(attributes);
  const action = attributes.target('action', 'method') ?? scene.document;
  if (!action) throw new TwimlFailure(11100, '<Record> without an action in inline TwiML has nowhere to go');
  const leg = legOf(scene);
  leg.pickUp();
  if (attributes.bool('playBeep', true)) {
    leg.hear({ kind: 'tone', name: 'record-beep' });
    await sleep(scene.core, BEEP_SECONDS, scene.signal);
  }
  const live = recordLeg(leg, { source: 'RecordVerb', channels: 1, track: 'inbound', trim, callback });
  const heard: Heard = { anything: false };
  try {
    await listen(scene, limits, heard, live);
  } catch (error) {
    const params = kept(scene, live);
    // Whoever hung up ended the recording: the project is told all the same, its TwiML goes nowhere.
    if (params && error instanceof Interrupted && leg.over)
      scene.core.kernel.webhooks.notify({
        purpose: 'twiml after hang-up',
        ...action,
        params: { ...callParams(scene.core, leg.record), ...params, Digits: 'hangup' },
        callSid: leg.callSid,
      });
    throw error;
  }
  const params = kept(scene, live);
  return params && { next: 'go', to: action, params: heard.key ? { ...params, Digits: heard.key } : params };
}

/** Listens to what is said; resolves when the recording ends. A key alone is nothing said. */
function listen(
  scene: Scene,
  { timeout, maxLength, finishOnKey }: Limits,
  heard: Heard,
  live: LiveRecording | undefined,
): Promise<void> {
  const leg = legOf(scene);
  const now = () => scene.core.kernel.clock.now();
  return until(scene.signal, (done) => {
    let spokenUntil = 0;
    let silence = leg.after(timeout, done);
    const speaks = (seconds: number) => {
      heard.anything = true;
      spokenUntil = Math.max(spokenUntil, now() + seconds * 1000);
      silence.cancel();
      silence = leg.after((spokenUntil - now()) / 1000 + timeout, done);
    };
    const longest = leg.after(maxLength, done);
    const stopListening = leg.listen({
      key: (key) => {
        if (!finishOnKey.includes(key)) return;
        heard.key = key;
        done();
      },
      speech: (text) => speaks(speakingSeconds(text)),
    });
    const unplug = whenHeard(leg, () => speaks(0));
    return () => {
      silence.cancel();
      longest.cancel();
      stopListening();
      unplug();
      // Here, since who hangs up ends all recordings of the call next, and it would not be known that nothing was said.
      live?.end('processing', !heard.anything);
    };
  });
}

/** What the action is told of the recording, or nothing where nothing was said. */
function kept({ core }: Scene, live: LiveRecording | undefined): Record<string, string> | undefined {
  if (!live || live.record.errorCode !== null) return undefined;
  const { sid, duration } = live.record;
  return {
    RecordingUrl: recordingUrl(core, sid),
    RecordingSid: sid,
    RecordingDuration: String(duration),
  };
}
