import { elements, type XmlElement } from '../../../xml';
import { recordLeg } from '../../recording/live';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import { isTrimmed, RECORDING_ATTRIBUTES, recordingCallback } from '../recording-attributes';
import { legOf, type Outcome, type Scene } from '../scene';

/**
 * `<Start><Recording>`: the call is recorded from here on, while its TwiML goes on. REST pauses and stops it.
 * https://www.twilio.com/docs/voice/twiml/recording
 */
export async function start(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  new Attributes(scene, element, { supported: [], missing: ['action', 'method'] });
  const leg = legOf(scene);
  for (const noun of elements(element)) {
    if (noun.name !== 'Recording')
      throw new TwimlFailure(
        12100,
        `The emulator does not support <${noun.name}> in <Start>; add it to emulator/voice/twiml/verbs/start.ts`,
      );
    const attributes = new Attributes(scene, noun, {
      supported: ['channels', 'track', ...RECORDING_ATTRIBUTES],
      missing: ['recordingConfigurationId', 'name'],
    });
    leg.pickUp();
    recordLeg(leg, {
      // Twilio's list of sources has none of its own for it.
      source: 'StartCallRecordingAPI',
      channels: attributes.oneOf('channels', ['mono', 'dual'], 'dual') === 'dual' ? 2 : 1,
      track: attributes.oneOf('track', ['both', 'inbound', 'outbound'] as const, 'both'),
      trim: isTrimmed(attributes),
      callback: recordingCallback(attributes),
    });
  }
  return undefined;
}
