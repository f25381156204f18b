import type { CallEnd } from '../audio';
import type { Sound } from '../device';
import type { AudioHub } from './hub';
import { Tape } from './tape';

/** A recording that runs. */
export interface Recorder {
  tape: Tape;
  /** Nothing is recorded until `resume`; the time that passes is silence. */
  pause(): void;
  resume(): void;
  /** Ends it; the tape then has its final length. */
  stop(): void;
}

/** Ends what plays. */
const NOTHING: Sound = { kind: 'silence', seconds: 0 };

const same = (one: CallEnd, other: CallEnd): boolean =>
  one.callSid === other.callSid && one.address === other.address;

/**
 * Records one call: what its person says and what they hear, together or, in two channels, one on each side (the person
 * first). https://www.twilio.com/docs/voice/api/recording#channels-and-tracks
 */
export function recordCall(hub: AudioHub, end: CallEnd, channels: 1 | 2, now: () => number): Recorder {
  const tape = new Tape(channels, now);
  const theirs = channels - 1;
  return running(hub, tape, (active) => ({
    spoken: (speaker, frame) => {
      if (!active()) return;
      if (same(speaker, end)) tape.speak(0, frame);
      else if (hub.connects(speaker, end)) tape.speak(theirs, frame);
    },
    said: (speaker, text) => {
      if (active() && same(speaker, end)) tape.hear(0, { kind: 'voice', text, from: end.address });
    },
    heard: (listener, sound) => {
      if (active() && same(listener, end)) tape.hear(theirs, sound);
    },
    hushed: (listener) => {
      if (same(listener, end)) tape.hear(theirs, NOTHING);
    },
  }));
}

/** Records a conference: whoever `speaks` in it at that moment, in one channel. */
export function recordConference(
  hub: AudioHub,
  speaks: (end: CallEnd) => boolean,
  now: () => number,
): Recorder {
  const tape = new Tape(1, now);
  return running(hub, tape, (active) => ({
    spoken: (speaker, frame) => {
      if (active() && speaks(speaker)) tape.speak(0, frame);
    },
    said: (speaker, text) => {
      if (active() && speaks(speaker)) tape.hear(0, { kind: 'voice', text, from: speaker.address });
    },
  }));
}

function running(
  hub: AudioHub,
  tape: Tape,
  tapOf: (active: () => boolean) => Parameters<AudioHub['tap']>[0],
): Recorder {
  let active = true;
  const untap = hub.tap(tapOf(() => active));
  return {
    tape,
    pause: () => {
      active = false;
    },
    resume: () => {
      active = true;
    },
    stop: () => {
      untap();
      tape.stop();
    },
  };
}
