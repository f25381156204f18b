import type { XmlElement } from '../../../xml';
import { sleep } from '../../core';
import { Attributes } from '../attributes';
import { resolveUrl } from '../resolve-url';
import type { Outcome, Scene } from '../scene';

/** A recording's length is not known without fetching it; every one takes this long. */
const RECORDING_SECONDS = 5;
/** One tone and the gap after it. */
const TONE_SECONDS = 0.2;
/** What `loop="0"` means: Twilio stops after this many. https://www.twilio.com/docs/voice/twiml/play#attributes-loop */
const ENDLESS = 1000;

/** Plays a recording `times` times over; 0 is without end. */
export async function playUrl(scene: Scene, url: string, times: number): Promise<void> {
  scene.stage.hear({ kind: 'play', url, loop: times });
  await sleep(scene.core, RECORDING_SECONDS * (times || ENDLESS), scene.signal);
}

/** Plays touch tones; `w` waits half a second, `W` a whole one. Resolves when they are over. */
export async function playDigits(scene: Scene, digits: string): Promise<void> {
  for (const part of digits.match(/w+|W+|[^wW]+/g) ?? []) {
    if (part.startsWith('w')) await sleep(scene.core, part.length * 0.5, scene.signal);
    else if (part.startsWith('W')) await sleep(scene.core, part.length, scene.signal);
    else {
      scene.stage.hear({ kind: 'tone', name: 'dtmf', digits: part });
      await sleep(scene.core, part.length * TONE_SECONDS, scene.signal);
    }
  }
}

/** `<Play>`: a recording by URL, or touch tones. https://www.twilio.com/docs/voice/twiml/play */
export async function play(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  const attributes = new Attributes(scene, element, { supported: ['loop', 'digits'] });
  const digits = attributes.text('digits');
  scene.leg?.pickUp();
  if (digits) await playDigits(scene, digits);
  const url = element.text.trim();
  if (url) await playUrl(scene, resolveUrl(scene, url), attributes.int('loop', 1));
  return undefined;
}
