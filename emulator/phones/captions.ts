import type { Sound } from '../voice/device';

/** One thing that a handset heard, as a person would read it. */
export interface Caption {
  /** Place in the call, among what was heard and done, from 1. */
  n: number;
  /** Emulated time, ISO 8601. */
  at: string;
  kind: Sound['kind'];
  text: string;
  /** For `voice`: who spoke. */
  from?: string;
  /** For `voice`: the label of the participant who spoke. */
  label?: string;
  /** For `speech`: the voice and language that TwiML asked for. */
  voice?: string;
  language?: string;
}

/** One thing that the person at a handset did in a call. */
export interface Deed {
  n: number;
  at: string;
  kind: 'pressed' | 'said';
  text: string;
}

const TONES = {
  ringing: 'Ringing',
  busy: 'Busy tone',
  beep: 'Beep',
  'record-beep': 'Beep: recording starts',
  dtmf: 'Key tones',
} as const;

/** The words of a sound. Speech and voices are what was said; everything else is a short description. */
export function captionText(sound: Sound): string {
  switch (sound.kind) {
    case 'speech':
    case 'voice':
      return sound.text;
    case 'play':
      return `Audio file ${sound.url}${sound.loop === 0 ? ', again and again' : sound.loop > 1 ? `, ${sound.loop} times` : ''}`;
    case 'music':
      return `Music ${sound.url}`;
    case 'silence':
      return `Silence, ${sound.seconds} s`;
    case 'tone':
      return sound.digits ? `${TONES[sound.name]} ${sound.digits}` : TONES[sound.name];
  }
}

/** A sound as a caption of a call. */
export function captionOf(sound: Sound, n: number, at: string): Caption {
  const caption: Caption = { n, at, kind: sound.kind, text: captionText(sound) };
  if (sound.kind === 'voice') {
    caption.from = sound.from;
    if (sound.label) caption.label = sound.label;
  }
  if (sound.kind === 'speech') {
    if (sound.voice) caption.voice = sound.voice;
    if (sound.language) caption.language = sound.language;
  }
  return caption;
}

/** Seconds that it takes to say `text`, at a calm 150 words a minute, and one at least. */
export const speakingSeconds = (text: string): number =>
  Math.max(1, text.split(/\s+/).filter(Boolean).length * 0.4);
