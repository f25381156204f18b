import type { XmlElement } from '../../../xml';
import { Interrupted } from '../../core';
import { Attributes } from '../attributes';
import { legOf, type Outcome, type Scene } from '../scene';

/**
 * `<Reject>`: an incoming call ends without being picked up (and so without charge). On a call that has been answered it
 * is no more than a hang-up. https://www.twilio.com/docs/voice/twiml/reject
 */
export async function reject(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  const attributes = new Attributes(scene, element, { supported: ['reason'] });
  const reason = attributes.oneOf('reason', ['rejected', 'busy'] as const, 'rejected');
  const leg = legOf(scene);
  if (leg.answered) return { next: 'hangup' };
  leg.end(reason === 'busy' ? 'busy' : 'no-answer', 'twilio');
  throw new Interrupted();
}
