import type { XmlElement } from '../../../xml';
import { Attributes } from '../attributes';
import type { Outcome, Scene } from '../scene';

/** `<Hangup>`; a call that rings is picked up first. https://www.twilio.com/docs/voice/twiml/hangup */
export async function hangup(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  new Attributes(scene, element, { supported: [] });
  scene.leg?.pickUp();
  return { next: 'hangup' };
}
