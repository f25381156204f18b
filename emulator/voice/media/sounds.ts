import type { Sound } from '../device';
import { speakingSeconds } from '../twiml/speech';
import type { SoundSource } from './frame';
import { murmur } from './murmur';
import { music } from './music';
import { BEEP, BUSY, keyTones, RECORD_BEEP, RINGING, Tone } from './tones';

/**
 * How a sound takes its place on a line. One `programme` plays at a time: a new one ends what played before, and
 * `hush` ends it too. What is `over` it sounds at the same time and comes to its own end.
 */
export interface Audible {
  as: 'programme' | 'over';
  /** Undefined for silence. */
  source: SoundSource | undefined;
}

/** The length of a recording that is played, as `<Play>` reckons: it is not fetched. Seconds. */
const RECORDING_SECONDS = 5;

/** Whether a sound goes on until something else comes. */
export const lasts = (sound: Sound): boolean =>
  sound.kind === 'music' || (sound.kind === 'tone' && sound.name === 'ringing');

/** What the person at the far end hears of a sound. */
export function audible(sound: Sound): Audible {
  switch (sound.kind) {
    case 'speech':
      return { as: 'programme', source: murmur(sound.seconds, 1) };
    case 'voice':
      return { as: 'over', source: murmur(speakingSeconds(sound.text), seedOf(sound.from)) };
    case 'play':
      return { as: 'programme', source: music(RECORDING_SECONDS * (sound.loop || Number.POSITIVE_INFINITY)) };
    case 'music':
      return { as: 'programme', source: music() };
    case 'silence':
      return { as: 'programme', source: undefined };
    case 'tone':
      return toneOf(sound.name, sound.digits ?? '');
  }
}

function toneOf(name: Extract<Sound, { kind: 'tone' }>['name'], digits: string): Audible {
  switch (name) {
    case 'ringing':
      return { as: 'programme', source: new Tone(RINGING, true) };
    case 'busy':
      return { as: 'programme', source: new Tone([...BUSY, ...BUSY, ...BUSY]) };
    case 'beep':
      return { as: 'over', source: new Tone(BEEP) };
    case 'record-beep':
      return { as: 'over', source: new Tone(RECORD_BEEP) };
    case 'dtmf':
      return { as: 'over', source: new Tone(keyTones(digits)) };
  }
}

/** Another voice for each address; the same one each time. */
function seedOf(address: string): number {
  let seed = 2;
  for (const character of address) seed = (seed * 31 + character.charCodeAt(0)) % 997;
  return seed;
}
