import type { XmlElement } from '../../../xml';
import { sleep } from '../../core';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import { resolveUrl } from '../resolve-url';
import type { Outcome, Scene } from '../scene';

/** How long a document that only leads to another takes, so that a loop of them cannot hold up the clock. */
const REDIRECT_SECONDS = 0.01;

/** `<Redirect>`; left empty it is the document it stands in. https://www.twilio.com/docs/voice/twiml/redirect */
export async function redirect(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  const attributes = new Attributes(scene, element, { supported: ['method'] });
  const method = attributes.method('method');
  const written = element.text.trim();
  if (!written && !scene.document) throw new TwimlFailure(11100, 'An empty <Redirect> in inline TwiML');
  const url = written ? resolveUrl(scene, written) : (scene.document?.url ?? '');
  await sleep(scene.core, REDIRECT_SECONDS, scene.signal);
  return { next: 'go', to: { url, method } };
}
