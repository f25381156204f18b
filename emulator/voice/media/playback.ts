import { FRAME_SAMPLES, SAMPLE_RATE, type Samples } from './frame';
import { silence } from './line';
import { decodeMulaw } from './mulaw';
import { audible, soundSeconds } from './sounds';
import type { Pause, Piece, TapeRecord } from './tape';

/** The longest recording Twilio makes. https://www.twilio.com/docs/voice/api/recording */
const LONGEST_MS = 4 * 60 * 60 * 1000;
/** Louder than the noise of a line that nobody speaks on: a sample of a microphone. */
const AUDIBLE = 200;

/** A stretch of time in milliseconds. */
interface Span {
  from: number;
  to: number;
}

/** Whether somebody can be heard in these samples. */
export const isAudible = (samples: Samples): boolean => samples.some((sample) => Math.abs(sample) > AUDIBLE);

/** How long the tape plays: what was left out of it does not count. Seconds; `now` matters while it runs. */
export function secondsOf(tape: TapeRecord, now: number): number {
  const whole = lengthOf(tape, now);
  return (whole - skipped(tape, whole)) / 1000;
}

/** What is on the tape, a channel each, its pauses made silent or left out. */
export function channelsOf(tape: TapeRecord, now: number): Samples[] {
  const whole = lengthOf(tape, now);
  return tape.channels.map((pieces) => {
    const samples = render(pieces, samplesIn(whole));
    for (const { from, to } of pausesOf(tape, whole)) samples.fill(0, samplesIn(from), samplesIn(to));
    return cut(samples, pausesOf(tape, whole));
  });
}

/** Seconds of the tape, as it plays, from the first sound to the last; undefined when there is none. */
export function audibleOf(tape: TapeRecord, now: number): { from: number; to: number } | undefined {
  const whole = lengthOf(tape, now);
  const pauses = pausesOf(tape, whole);
  const heard = tape.channels
    .flatMap((pieces) => spans(pieces, whole).filter(({ piece }) => sounds(piece)))
    .flatMap((span) => without(span, pauses));
  if (heard.length === 0) return undefined;
  const plays = (at: number) => (at - skipped(tape, at)) / 1000;
  return {
    from: plays(heard.reduce((first, { from }) => Math.min(first, from), whole)),
    to: plays(heard.reduce((last, { to }) => Math.max(last, to), 0)),
  };
}

const samplesIn = (ms: number): number => Math.round((ms / 1000) * SAMPLE_RATE);

const lengthOf = (tape: TapeRecord, now: number): number =>
  Math.min(LONGEST_MS, (tape.ended ?? now) - tape.begun);

const pausesOf = (tape: TapeRecord, whole: number): (Span & Pick<Pause, 'skip'>)[] =>
  tape.pauses.map(({ from, to, skip }) => ({ from, to: to ?? whole, skip }));

/** Milliseconds left out before `at`. */
const skipped = (tape: TapeRecord, at: number): number =>
  pausesOf(tape, at)
    .filter(({ skip, from }) => skip && from < at)
    .reduce((sum, { from, to }) => sum + Math.min(to, at) - from, 0);

function cut(samples: Samples, pauses: (Span & Pick<Pause, 'skip'>)[]): Samples {
  const left: Samples[] = [];
  let at = 0;
  for (const { from, to } of pauses.filter(({ skip }) => skip)) {
    left.push(samples.subarray(at, samplesIn(from)));
    at = samplesIn(to);
  }
  if (at === 0) return samples;
  left.push(samples.subarray(at));
  const whole = new Int16Array(left.reduce((sum, { length }) => sum + length, 0));
  let put = 0;
  for (const part of left) {
    whole.set(part, put);
    put += part.length;
  }
  return whole;
}

/** What remains of a stretch outside the pauses. */
function without(span: Span, pauses: readonly Span[]): Span[] {
  let left = [{ from: span.from, to: span.to }];
  for (const pause of pauses)
    left = left.flatMap(({ from, to }) => [
      { from, to: Math.min(to, pause.from) },
      { from: Math.max(from, pause.to), to },
    ]);
  return left.filter(({ from, to }) => to > from);
}

const isProgramme = (piece: Piece): boolean => 'sound' in piece && audible(piece.sound).as === 'programme';

const sounds = (piece: Piece): boolean =>
  'codes' in piece
    ? isAudible(decodeMulaw(Buffer.from(piece.codes, 'base64')))
    : audible(piece.sound).source !== undefined;

/** When each piece is heard; what plays is cut short by what plays next. */
function spans(pieces: readonly Piece[], whole: number): (Span & { piece: Piece })[] {
  let next = whole;
  return pieces.toReversed().map((piece) => {
    const ms =
      'codes' in piece
        ? (Buffer.byteLength(piece.codes, 'base64') / SAMPLE_RATE) * 1000
        : soundSeconds(piece.sound) * 1000;
    const end = Math.min(piece.at + ms, isProgramme(piece) ? next : whole);
    if (isProgramme(piece)) next = piece.at;
    return { from: piece.at, to: end, piece };
  });
}

function render(pieces: readonly Piece[], length: number): Samples {
  const samples = new Int16Array(length);
  const put = (at: number, value: number) => {
    if (at < length) samples[at] = Math.max(-32768, Math.min(32767, (samples[at] ?? 0) + value));
  };
  for (const { from, to, piece } of spans(pieces, (length / SAMPLE_RATE) * 1000).reverse()) {
    const start = samplesIn(from);
    if ('codes' in piece) {
      decodeMulaw(Buffer.from(piece.codes, 'base64')).forEach((value, i) => void put(start + i, value));
      continue;
    }
    const { source } = audible(piece.sound);
    if (!source) continue;
    const end = samplesIn(to);
    for (let at = start; at < end; at += FRAME_SAMPLES) {
      const mix = silence();
      if (!source.addTo(mix)) break;
      for (let i = 0; i < mix.length && at + i < end; i++) put(at + i, mix[i] ?? 0);
    }
  }
  return samples;
}
