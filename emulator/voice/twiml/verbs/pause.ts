import type { XmlElement } from '../../../xml';
import { sleep } from '../../core';
import { Attributes } from '../attributes';
import type { Outcome, Scene } from '../scene';

/** `<Pause>`. As a call's first verb it waits before Twilio picks up. https://www.twilio.com/docs/voice/twiml/pause */
export async function pause(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  const seconds = new Attributes(scene, element, { supported: ['length'] }).int('length', 1, 1);
  if (scene.leg?.answered !== false) scene.stage.hear({ kind: 'silence', seconds });
  await sleep(scene.core, seconds, scene.signal);
  return undefined;
}
