import { elements, type XmlElement } from '../../../xml';
import { toE164 } from '../../addresses';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import type { Scene } from '../scene';
import { type Callee, calledEvents } from './callee';
import { readClient } from './client';

/** The most numbers of one `<Dial>`. https://www.twilio.com/docs/voice/twiml/number */
export const MOST_NUMBERS = 10;

/** Whom a `<Dial>` calls: its `<Number>`s and `<Client>`s, or the number that is its plain text. */
export function calleesOf(scene: Scene, dial: XmlElement): Callee[] {
  const nouns = elements(dial);
  if (nouns.length === 0) return [{ address: asNumber(dial.text) }];
  if (nouns.length > MOST_NUMBERS)
    throw new TwimlFailure(13222, `<Dial> rings at most ${MOST_NUMBERS} numbers, not ${nouns.length}`);
  return nouns.map((noun) => {
    if (noun.name === 'Client') return readClient(scene, noun);
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
  const mode = attributes.text('machineDetection');
  return {
    address: asNumber(element.text),
    whisper: attributes.target('url', 'method'),
    sendDigits: attributes.text('sendDigits'),
    statusCallback: calledEvents(attributes),
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
