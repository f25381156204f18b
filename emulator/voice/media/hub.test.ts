import fc from 'fast-check';
import type { CallEnd } from '../audio';
import { hears, type Voice } from '../conference/hears';
import { FRAME_SAMPLES, type Samples } from './frame';
import { AudioHub, type Plugged } from './hub';
import { JitterBuffer } from './jitter';
import { level, levelAt } from './spectrum';
import { Tape } from './tape';
import { decodeWav } from './wav';

const TONES = { ada: 500, bob: 900, cy: 1300, dot: 1700 } as const;
type Name = keyof typeof TONES;
const NAMES = Object.keys(TONES) as Name[];

/** A person with a microphone that picks up their own tone, and ears. */
class Person {
  heard: number[] = [];
  #at = 0;
  #plugged: Plugged | undefined;
  readonly end: CallEnd;

  constructor(readonly name: Name) {
    this.end = { callSid: `CA-${name}`, address: `client:${name}` };
  }

  plugInto(hub: AudioHub): this {
    this.#plugged = hub.attach(this.end, { play: (frame) => void this.heard.push(...frame) });
    return this;
  }

  speak(): void {
    this.#plugged?.speak(
      Int16Array.from({ length: FRAME_SAMPLES }, () =>
        Math.round(4000 * Math.sin((2 * Math.PI * TONES[this.name] * this.#at++) / 8000)),
      ),
    );
  }

  unplug(): void {
    this.#plugged?.detach();
  }

  /** Whose tones are in what was heard last. */
  get hears(): Name[] {
    const last = Int16Array.from(this.heard.slice(-1600));
    return NAMES.filter((name) => levelAt(last, TONES[name]) > -40);
  }
}

/** Half a second in which everybody speaks. */
function talk(hub: AudioHub, people: readonly Person[]): void {
  for (let n = 0; n < 25; n++) {
    for (const person of people) person.speak();
    hub.tick();
  }
}

const open: AudioHub[] = [];
/** A hub whose own timer is stopped: the test ticks. */
function makeHub(heardBy: (end: CallEnd) => CallEnd[] = () => []): AudioHub {
  const hub = new AudioHub(heardBy);
  open.push(hub);
  return hub;
}
const plug = (hub: AudioHub, names: readonly Name[]): Person[] => {
  const people = names.map((name) => new Person(name).plugInto(hub));
  for (const { end } of people) hub.placed(end, { kind: 'twiml' });
  hub.stop();
  return people;
};
afterEach(() => {
  for (const hub of open.splice(0)) hub.stop();
});

test('everybody in a conference hears everybody else, and nobody hears themself', () => {
  const everybody = NAMES.map((name) => new Person(name).end);
  const hub = makeHub((end) => everybody.filter(({ callSid }) => callSid !== end.callSid));
  const people = plug(hub, NAMES);
  talk(hub, people);
  for (const person of people) expect(person.hears).toEqual(NAMES.filter((name) => name !== person.name));
});

test('what is heard is exactly what the conference allows, however it is set', () => {
  const voice = fc.record({
    status: fc.constantFrom<Voice['status']>('connected', 'connected', 'ringing'),
    muted: fc.boolean(),
    hold: fc.boolean(),
    coaching: fc.boolean(),
    callSidToCoach: fc.constantFrom(...NAMES.map((name) => `CA-${name}`)),
  });
  fc.assert(
    fc.property(fc.tuple(voice, voice, voice, voice), fc.boolean(), (settings, started) => {
      const voices = settings.map((set, n): Voice => ({ ...set, callSid: `CA-${NAMES[n]}` }));
      const allowed = (listener: string, speaker: string) => {
        const [one, two] = [listener, speaker].map((sid) => voices.find(({ callSid }) => callSid === sid));
        return one !== undefined && two !== undefined && hears({ started }, one, two);
      };
      const ends = NAMES.map((name) => new Person(name).end);
      const hub = makeHub((end) => ends.filter((other) => allowed(end.callSid, other.callSid)));
      const people = plug(hub, NAMES);
      talk(hub, people);
      for (const person of people)
        expect(person.hears).toEqual(NAMES.filter((name) => allowed(person.end.callSid, `CA-${name}`)));
    }),
    { numRuns: 30 },
  );
});

test('a beep sounds over the music, and hush ends the music', () => {
  const hub = makeHub();
  const [ada] = plug(hub, ['ada']) as [Person];
  hub.attach({ address: 'client:somebody' }, { play: () => undefined });
  hub.hear(ada.end, { kind: 'music', url: '' });
  hub.hear(ada.end, { kind: 'tone', name: 'beep' });
  for (let n = 0; n < 14; n++) hub.tick();
  expect(levelAt(Int16Array.from(ada.heard.slice(-1600)), 850)).toBeGreaterThan(-25);
  hub.hush(ada.end);
  for (let n = 0; n < 20; n++) hub.tick();
  expect(level(Int16Array.from(ada.heard.slice(-160)))).toBe(-120);
});

test('ringing stops when the call is picked up', () => {
  const hub = makeHub();
  const [ada] = plug(hub, ['ada']) as [Person];
  hub.hear(ada.end, { kind: 'tone', name: 'ringing' });
  for (let n = 0; n < 10; n++) hub.tick();
  expect(ada.heard.some((sample) => sample !== 0)).toBe(true);
  hub.placed(ada.end, { kind: 'twiml' });
  ada.heard = [];
  for (let n = 0; n < 10; n++) hub.tick();
  expect(ada.heard.every((sample) => sample === 0)).toBe(true);
});

test('a loudspeaker that is plugged in during hold hears the music, but not what was said before', () => {
  const hub = makeHub();
  const ada = new Person('ada');
  hub.hear(ada.end, { kind: 'voice', text: 'Long gone.', from: '+14155550101' });
  hub.hear(ada.end, { kind: 'tone', name: 'dtmf', digits: '5' });
  ada.plugInto(hub);
  hub.stop();
  for (let n = 0; n < 10; n++) hub.tick();
  expect(ada.heard.every((sample) => sample === 0)).toBe(true);
  hub.hear(ada.end, { kind: 'music', url: '' });
  const bob = new Person('ada').plugInto(hub);
  hub.stop();
  for (let n = 0; n < 10; n++) hub.tick();
  expect(level(Int16Array.from(bob.heard))).toBeGreaterThan(-50);
  // Two loudspeakers on one line hear the same, at the same pace.
  expect(bob.heard).toEqual(ada.heard.slice(-bob.heard.length));
});

test('no timer runs while nobody listens', () => {
  const hub = makeHub();
  const ada = new Person('ada');
  hub.hear(ada.end, { kind: 'music', url: '' });
  expect(hub.running).toBe(false);
  ada.plugInto(hub);
  expect(hub.running).toBe(true);
  ada.unplug();
  expect(hub.running).toBe(false);
});

test('frames come at their pace in real time', async () => {
  const hub = makeHub();
  const ada = new Person('ada').plugInto(hub);
  await new Promise((resolve) => setTimeout(resolve, 500));
  ada.unplug();
  expect(ada.heard.length / FRAME_SAMPLES).toBeGreaterThanOrEqual(22);
  expect(ada.heard.length / FRAME_SAMPLES).toBeLessThanOrEqual(26);
});

test('late packets are waited for once, and a flood does not make a call lag behind', () => {
  const buffer = new JitterBuffer();
  const packet = (value: number): Samples => new Int16Array(160).fill(value);
  expect(buffer.pull()).toBeUndefined();
  buffer.push(packet(1));
  expect(buffer.pull()).toBeUndefined();
  buffer.push(packet(2));
  expect(buffer.pull()).toEqual(packet(1));
  expect(buffer.pull()).toEqual(packet(2));
  expect(buffer.pull()).toBeUndefined();
  for (let n = 10; n < 40; n++) buffer.push(packet(n));
  expect(buffer.pull()?.[0]).toBeGreaterThan(25);
  // Pieces of any length become frames.
  const pieces = new JitterBuffer();
  for (let n = 0; n < 5; n++) pieces.push(new Int16Array(80).fill(n));
  expect([...(pieces.pull() ?? [])].slice(78, 82)).toEqual([0, 0, 1, 1]);
});

test('a recording holds what was said when it was said, each side on its own channel', () => {
  let now = 1_000_000;
  const tape = new Tape(2, () => now);
  now += 1000;
  tape.hear(0, { kind: 'tone', name: 'dtmf', digits: '5' });
  now += 1000;
  tape.hear(1, { kind: 'tone', name: 'beep' });
  for (let n = 0; n < 50; n++, now += 20)
    tape.speak(
      0,
      Int16Array.from({ length: 160 }, (_, i) =>
        Math.round(4000 * Math.sin((2 * Math.PI * 1000 * (n * 160 + i)) / 8000)),
      ),
    );
  // An hour that a test skips is silence, and takes no time.
  now += 10_000;
  tape.stop();
  now += 5000;
  expect(tape.seconds).toBe(13);
  const [left, right] = decodeWav(tape.wav()) as [Samples, Samples];
  const part = (channel: Samples, from: number, to: number) => channel.slice(from * 8000, to * 8000);
  expect(left.length).toBe(13 * 8000);
  expect(level(part(left, 0, 1))).toBe(-120);
  expect(levelAt(part(left, 1, 1.1), 770)).toBeGreaterThan(-20);
  expect(levelAt(part(left, 2, 3), 1000)).toBeCloseTo(-18, 0);
  expect(level(part(left, 3, 13))).toBe(-120);
  expect(level(part(right, 0, 2))).toBe(-120);
  expect(levelAt(part(right, 2, 2.25), 850)).toBeGreaterThan(-20);
});
