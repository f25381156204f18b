import type { XmlElement } from '../../../xml';
import { Attributes } from '../attributes';
import type { Outcome, Scene } from '../scene';

/** `<Leave>`: out of the queue, on with what follows its `<Enqueue>`. https://www.twilio.com/docs/voice/twiml/leave */
export async function leave(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  new Attributes(scene, element, { supported: [] });
  return { next: 'leave' };
}
