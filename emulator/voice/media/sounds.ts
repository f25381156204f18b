import type { Sound } from '../device';
import { speakingSeconds } from '../twiml/speech';
import type { SoundSource } from './frame';
import { murmur } from './murmur';
import { music } from './music';
import { BEEP, BUSY, keyTones, RECORD_BEEP, RINGING, type Stretch, Tone } from './tones';

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

/** How long a sound goes on by itself, in seconds; infinite for what lasts. */
export function soundSeconds(sound: Sound): number {
  switch (sound.kind) {
    case 'speech':
    case 'silence':
      return sound.seconds;
    case 'voice':
      return speakingSeconds(sound.text);
    case 'play':
      return RECORDING_SECONDS * (sound.loop || Number.POSITIVE_INFINITY);
    case 'music':
      return Number.POSITIVE_INFINITY;
    case 'tone':
      return sound.name === 'ringing' ? Number.POSITIVE_INFINITY : secondsIn(stretchesOf(sound));
  }
}

const secondsIn = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { seconds }) => sum + seconds, 0);

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
      return sound.name === 'ringing'
        ? { as: 'programme', source: new Tone(RINGING, true) }
        : { as: sound.name === 'busy' ? 'programme' : 'over', source: new Tone(stretchesOf(sound)) };
  }
}

function stretchesOf({ name, digits = '' }: Extract<Sound, { kind: 'tone' }>): readonly Stretch[] {
  switch (name) {
    case 'ringing':
      return RINGING;
    case 'busy':
      return [...BUSY, ...BUSY, ...BUSY];
    case 'beep':
      return BEEP;
    case 'record-beep':
      return RECORD_BEEP;
    case 'dtmf':
      return keyTones(digits);
  }
}

/** Another voice for each address; the same one each time. */
function seedOf(address: string): number {
  let seed = 2;
  for (const character of address) seed = (seed * 31 + character.charCodeAt(0)) % 997;
  return seed;
}
