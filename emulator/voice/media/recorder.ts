import type { CallEnd } from '../audio';
import type { Sound } from '../device';
import type { AudioHub } from './hub';
import { Tape } from './tape';

/** A recording that runs. */
export interface Recorder {
  tape: Tape;
  /** Nothing is recorded until `resume`; the time that passes is silence, or left out. */
  pause(skip?: boolean): void;
  resume(): void;
  /** Ends it; the tape then has its final length. */
  stop(): void;
}

/** Which side of a call: what its person says (`inbound`), what they hear (`outbound`). */
export type Track = 'both' | 'inbound' | 'outbound';

/** Ends what plays. */
const NOTHING: Sound = { kind: 'silence', seconds: 0 };

const same = (one: CallEnd, other: CallEnd): boolean =>
  one.callSid === other.callSid && one.address === other.address;

const key = (digits: string): Sound => ({ kind: 'tone', name: 'dtmf', digits });

/**
 * Records one call: what its person says and what they hear, together or, in two channels, one on each side (the person
 * first); or one track of it. https://www.twilio.com/docs/voice/api/recording#channels-and-tracks
 */
export function recordCall(
  hub: AudioHub,
  end: CallEnd,
  channels: 1 | 2,
  now: () => number,
  track: Track = 'both',
): Recorder {
  const tape = new Tape(track === 'both' ? channels : 1, now);
  const mine = track === 'outbound' ? undefined : 0;
  const theirs = track === 'inbound' ? undefined : track === 'both' ? channels - 1 : 0;
  const said = (sound: Sound) => {
    if (mine !== undefined) tape.hear(mine, sound);
  };
  return running(hub, tape, {
    spoken: (speaker, frame) => {
      if (same(speaker, end)) {
        if (mine !== undefined) tape.speak(mine, frame);
      } else if (theirs !== undefined && hub.connects(speaker, end)) tape.speak(theirs, frame);
    },
    said: (speaker, text) => {
      if (same(speaker, end)) said({ kind: 'voice', text, from: end.address });
    },
    pressed: (speaker, digits) => {
      if (same(speaker, end)) said(key(digits));
    },
    heard: (listener, sound) => {
      if (theirs !== undefined && same(listener, end)) tape.hear(theirs, sound);
    },
    hushed: (listener) => {
      if (theirs !== undefined && same(listener, end)) tape.hear(theirs, NOTHING);
    },
  });
}

/**
 * Records a conference: whoever `speaks` in it at that moment, in one channel. What plays to everybody in it is put on its
 * tape by whoever plays it.
 */
export function recordConference(
  hub: AudioHub,
  speaks: (end: CallEnd) => boolean,
  now: () => number,
): Recorder {
  const tape = new Tape(1, now);
  return running(hub, tape, {
    spoken: (speaker, frame) => {
      if (speaks(speaker)) tape.speak(0, frame);
    },
    said: (speaker, text) => {
      if (speaks(speaker)) tape.hear(0, { kind: 'voice', text, from: speaker.address });
    },
    pressed: (speaker, digits) => {
      if (speaks(speaker)) tape.hear(0, key(digits));
    },
  });
}

function running(hub: AudioHub, tape: Tape, tap: Parameters<AudioHub['tap']>[0]): Recorder {
  const untap = hub.tap(tap);
  return {
    tape,
    pause: (skip) => tape.pause(skip),
    resume: () => tape.resume(),
    stop: () => {
      untap();
      tape.stop();
    },
  };
}
