import type { XmlElement } from '../../../xml';
import { sleep } from '../../core';
import { Attributes } from '../attributes';
import type { Outcome, Scene } from '../scene';
import { sentences, speakingSeconds } from '../speech';

interface Voice {
  language?: string;
  voice?: string;
}

/** Says `text` on the stage, one caption at the start of each sentence; resolves when it is said. */
export async function speak(scene: Scene, text: string, voice: Voice = {}): Promise<void> {
  for (const sentence of sentences(text)) {
    const seconds = speakingSeconds(sentence) / (scene.core.options.speechRate ?? 1);
    scene.stage.hear({ kind: 'speech', text: sentence, seconds, ...voice });
    await sleep(scene.core, seconds, scene.signal);
  }
}

/** `<Say>`. SSML inside it is read as its plain words. https://www.twilio.com/docs/voice/twiml/say */
export async function say(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  const attributes = new Attributes(scene, element, { supported: ['voice', 'language', 'loop'] });
  const language = attributes.text('language');
  const voice = attributes.text('voice');
  const times = attributes.int('loop', 1);
  scene.leg?.pickUp();
  for (let n = 0; times === 0 || n < times; n++) {
    if (sentences(element.text).length === 0) break;
    await speak(scene, element.text, {
      ...(language === undefined ? {} : { language }),
      ...(voice === undefined ? {} : { voice }),
    });
  }
  return undefined;
}
