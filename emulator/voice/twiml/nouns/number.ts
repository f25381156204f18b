import { elements, type XmlElement } from '../../../xml';
import { toE164 } from '../../addresses';
import type { MachineDetection } from '../../machine-detection';
import { CALL_EVENTS, type CallEvent, type Subscription, type Target } from '../../model';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import type { Scene } from '../scene';

/** One number to dial, and what goes with it. */
export interface Callee {
  number: string;
  /** TwiML for the called party alone, before the two are connected. */
  whisper?: Target | undefined;
  statusCallback?: Subscription<CallEvent> | undefined;
  sendDigits?: string | undefined;
  detection?: MachineDetection | undefined;
}

/** The most numbers of one `<Dial>`. https://www.twilio.com/docs/voice/twiml/number */
export const MOST_NUMBERS = 10;

/** The numbers of a `<Dial>`: its `<Number>`s, or its plain text. */
export function calleesOf(scene: Scene, dial: XmlElement): Callee[] {
  const nouns = elements(dial);
  if (nouns.length === 0) return [{ number: asNumber(dial.text) }];
  if (nouns.length > MOST_NUMBERS)
    throw new TwimlFailure(13222, `<Dial> rings at most ${MOST_NUMBERS} numbers, not ${nouns.length}`);
  return nouns.map((noun) => {
    if (noun.name !== 'Number')
      throw new TwimlFailure(
        12100,
        `The emulator does not support <${noun.name}> in <Dial>; add it as emulator/voice/twiml/nouns/${noun.name.toLowerCase()}.ts`,
      );
    return readNumber(scene, noun);
  });
}

/** `<Number>`. https://www.twilio.com/docs/voice/twiml/number */
function readNumber(scene: Scene, element: XmlElement): Callee {
  const attributes = new Attributes(scene, element, {
    supported: [
      'url',
      'method',
      'sendDigits',
      'statusCallback',
      'statusCallbackEvent',
      'statusCallbackMethod',
      'machineDetection',
      'machineDetectionTimeout',
      'amdStatusCallback',
      'amdStatusCallbackMethod',
    ],
    ignored: [
      'machineDetectionSpeechThreshold',
      'machineDetectionSpeechEndThreshold',
      'machineDetectionSilenceTimeout',
    ],
    missing: ['byoc'],
  });
  const callback = attributes.target('statusCallback', 'statusCallbackMethod');
  const mode = attributes.text('machineDetection');
  return {
    number: asNumber(element.text),
    whisper: attributes.target('url', 'method'),
    sendDigits: attributes.text('sendDigits'),
    statusCallback: callback && {
      ...callback,
      events: attributes.words('statusCallbackEvent', CALL_EVENTS) ?? ['completed'],
    },
    detection:
      mode === undefined
        ? undefined
        : {
            mode: attributes.oneOf('machineDetection', ['Enable', 'DetectMessageEnd'] as const, 'Enable'),
            timeout: attributes.int('machineDetectionTimeout', 30, 3),
            callback: attributes.target('amdStatusCallback', 'amdStatusCallbackMethod'),
          },
  };
}

function asNumber(text: string): string {
  const number = toE164(text);
  if (!number) throw new TwimlFailure(13223, `<Dial> has an invalid phone number: "${text.trim()}"`);
  return number;
}
