import type { AudioListener, CallEnd } from '../audio';
import type { Place, Sound } from '../device';
import { add, clipped, FRAME_MS, type Mix, type Samples } from './frame';
import { JitterBuffer } from './jitter';
import { Line, silence } from './line';

/** A real microphone and loudspeaker. */
export interface AudioPeer {
  /** Takes the next 20 ms to be heard. */
  play(frame: Samples): void;
}

/** Where a peer is plugged in: one call of a device, or whichever call the device is on. */
export interface Socket {
  address: string;
  callSid?: string;
}

/** A peer that is plugged in. */
export interface Plugged {
  /** What the microphone picked up, in pieces of any length. */
  speak(samples: Samples): void;
  /** Unplugs it. */
  detach(): void;
}

/** Follows what each end of a call is told and says, 20 ms at a time: a recording is one. */
export interface Tap {
  /** A frame that `end` spoke into its microphone. */
  spoken?(end: CallEnd, frame: Samples): void;
  /** Words of `end`, as a caption. */
  said?(end: CallEnd, text: string): void;
  /** Keys that `end` pressed. */
  pressed?(end: CallEnd, digits: string): void;
  /** A sound that `end` was given to hear. */
  heard?(end: CallEnd, sound: Sound): void;
  /** What played to `end` was stopped. */
  hushed?(end: CallEnd): void;
}

interface Jack {
  socket: Socket;
  peer: AudioPeer;
  microphone: JitterBuffer;
  /** What the microphone picked up in this tick. */
  frame: Samples | undefined;
}

/** Frames that are caught up on at most after the process was held up; the rest is left out. */
const MOST_AT_ONCE = 5;

const keyOf = ({ callSid, address }: CallEnd): string => `${callSid} ${address}`;

/**
 * The audio of all calls. It keeps what plays on each line without any work; only while a microphone and loudspeaker
 * are plugged in somewhere does a timer run, each tick of which gives every peer its 20 ms: what plays on its line, and
 * the microphones of those that `heardBy` says it hears. The timer follows real time, not the emulated clock, because
 * people's ears do.
 */
export class AudioHub implements AudioListener {
  #lines = new Map<string, Line>();
  #jacks = new Set<Jack>();
  #taps = new Set<Tap>();
  #timer: NodeJS.Timeout | undefined;
  #began = 0;
  #ticks = 0;

  constructor(private heardBy: (end: CallEnd) => readonly CallEnd[] = () => []) {}

  /** Says who hears whom; given once, by the engine that is made after the hub. */
  follow(heardBy: (end: CallEnd) => readonly CallEnd[]): void {
    this.heardBy = heardBy;
  }

  hear(end: CallEnd, sound: Sound): void {
    this.#line(end).hear(sound, this.running);
    for (const tap of this.#taps) tap.heard?.(end, sound);
  }

  said(end: CallEnd, text: string): void {
    for (const tap of this.#taps) tap.said?.(end, text);
  }

  pressed(end: CallEnd, digits: string): void {
    for (const tap of this.#taps) tap.pressed?.(end, digits);
  }

  hush(end: CallEnd): void {
    this.#lines.get(keyOf(end))?.hush();
    for (const tap of this.#taps) tap.hushed?.(end);
  }

  placed(end: CallEnd, place: Place): void {
    this.#line(end).placed(place);
  }

  over(end: CallEnd): void {
    this.#lines.delete(keyOf(end));
  }

  /** Plugs a microphone and loudspeaker in. */
  attach(socket: Socket, peer: AudioPeer): Plugged {
    const jack: Jack = { socket, peer, microphone: new JitterBuffer(), frame: undefined };
    this.#jacks.add(jack);
    this.#start();
    return {
      speak: (samples) => jack.microphone.push(samples),
      detach: () => {
        this.#jacks.delete(jack);
        if (this.#jacks.size === 0) this.stop();
      },
    };
  }

  /** Follows all audio; returns what ends that. */
  tap(tap: Tap): () => void {
    this.#taps.add(tap);
    return () => this.#taps.delete(tap);
  }

  /** Whether `listener` hears `speaker` now. */
  connects(speaker: CallEnd, listener: CallEnd): boolean {
    return this.heardBy(listener).some((end) => keyOf(end) === keyOf(speaker));
  }

  /** Whether the timer runs. */
  get running(): boolean {
    return this.#timer !== undefined;
  }

  /** Stops the timer until the next peer is plugged in. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** One frame for everybody. */
  tick(): void {
    for (const jack of this.#jacks) jack.frame = jack.microphone.pull();
    if (this.#taps.size > 0) this.#showTaps();
    // Two loudspeakers on one line hear the same: a line plays on once a tick.
    const played = new Map<Line, Mix>();
    for (const { socket, peer } of this.#jacks) {
      const mix = silence();
      for (const line of this.#linesAt(socket)) {
        const frame = played.get(line) ?? this.#heardOn(line);
        played.set(line, frame);
        add(mix, frame);
      }
      peer.play(clipped(mix));
    }
  }

  #heardOn(line: Line): Mix {
    const mix = silence();
    line.addTo(mix);
    for (const speaker of this.heardBy(line.end))
      for (const { socket, frame } of this.#jacks) if (frame && fits(socket, speaker)) add(mix, frame);
    return mix;
  }

  #showTaps(): void {
    for (const { frame, socket } of this.#jacks) {
      if (!frame) continue;
      for (const line of this.#linesAt(socket)) for (const tap of this.#taps) tap.spoken?.(line.end, frame);
    }
  }

  #linesAt(socket: Socket): Line[] {
    return [...this.#lines.values()].filter((line) => fits(socket, line.end));
  }

  #line(end: CallEnd): Line {
    const known = this.#lines.get(keyOf(end));
    if (known) return known;
    const line = new Line(end);
    this.#lines.set(keyOf(end), line);
    return line;
  }

  #start(): void {
    if (this.#timer) return;
    this.#began = performance.now();
    this.#ticks = 0;
    this.#timer = setInterval(() => this.#catchUp(), FRAME_MS / 2);
    this.#timer.unref();
  }

  #catchUp(): void {
    const due = Math.floor((performance.now() - this.#began) / FRAME_MS);
    this.#ticks = Math.max(this.#ticks, due - MOST_AT_ONCE);
    for (; this.#ticks < due; this.#ticks++) this.tick();
  }
}

const fits = (socket: Socket, end: CallEnd): boolean =>
  socket.address === end.address && (socket.callSid === undefined || socket.callSid === end.callSid);
