import type { Timer } from '../clock';
import type { Device, DeviceLeg, LegEnd, Place, Sound } from '../voice/device';
import { planOf, type Step } from './behaviour';
import { type Caption, captionOf, captionText, type Deed, speakingSeconds } from './captions';
import { PhoneError } from './errors';
import type { HandsetView, HandsetWorld } from './handset-view';
import { ScriptRun } from './script';

interface Session {
  leg: DeviceLeg;
  state: 'ringing' | 'in-call';
  direction: 'incoming' | 'outgoing';
  since: string;
  place: Place;
  timers: Timer[];
  script?: ScriptRun;
  /** Captions from this index on are a voicemail message. */
  recordingFrom?: number;
}

const KEPT_CAPTIONS = 1000;

/** One simulated telephone: a person, a script or a mailbox holds it. It takes one call at a time. */
export class Handset implements Device {
  name: string | null = null;
  #session: Session | undefined;
  #heard: Caption[] = [];
  #did: Deed[] = [];
  #n = 0;
  #lastCall: HandsetView['lastCall'] = null;

  constructor(
    readonly address: string,
    private readonly world: HandsetWorld,
  ) {}

  invite(leg: DeviceLeg): void {
    const plan = planOf(this.world.behaviour());
    if (this.#session || plan.does === 'busy') {
      this.#tell(`${this.address} is busy for ${leg.from}`, leg.callSid);
      leg.refuse('busy');
      return;
    }
    const session = this.#begin(leg, 'ringing', 'incoming');
    this.#tell(`${this.address} rings: ${leg.from} is calling`, leg.callSid);
    if (plan.does === 'decline') this.#after(session, plan.after, () => this.reject());
    if (plan.does === 'answer') this.#after(session, plan.after, () => this.#pickUp(plan.script));
    if (plan.does === 'voicemail')
      this.#after(session, plan.after, () => this.#takeMessage(plan.greeting, plan.limit));
  }

  ended(callSid: string, end: LegEnd): void {
    const session = this.#session;
    if (session?.leg.callSid !== callSid) return;
    this.#session = undefined;
    for (const timer of session.timers) timer.cancel();
    const { recordingFrom } = session;
    if (recordingFrom !== undefined) {
      const message = this.#heard
        .slice(recordingFrom)
        .filter((caption) => caption.kind === 'speech' || caption.kind === 'voice')
        .map((caption) => caption.text);
      this.#tell(`The voicemail of ${this.address} holds a message`, callSid, { message });
    }
    this.#lastCall = { callSid, end, at: this.#now() };
    this.#tell(`${this.address} is idle again: ${end}`, callSid, { end });
    session.script?.stop();
  }

  hear(callSid: string, sound: Sound): void {
    if (this.#session?.leg.callSid !== callSid) return;
    const caption = captionOf(sound, ++this.#n, this.#now());
    if (this.#heard.length < KEPT_CAPTIONS) this.#heard.push(caption);
    this.#tell(`${this.address} hears: ${captionText(sound)}`, callSid, { sound });
    this.#session.script?.listen();
  }

  placed(callSid: string, place: Place): void {
    if (this.#session?.leg.callSid !== callSid) return;
    this.#session.place = place;
    this.world.changed();
  }

  /** Picks up. Throws `not-ringing`. */
  answer(): void {
    this.#ringing('answer');
    const plan = planOf(this.world.behaviour());
    this.#pickUp(plan.does === 'answer' ? plan.script : []);
  }

  /** Declines the ringing call. Throws `not-ringing`. */
  reject(): void {
    const { leg } = this.#ringing('reject');
    this.#tell(`${this.address} declines`, leg.callSid);
    leg.refuse('declined');
    this.ended(leg.callSid, 'busy');
  }

  /** Ends the call, or stops ringing. Throws `not-in-call`. */
  hangup(): void {
    if (this.#session?.state === 'ringing') {
      this.reject();
      return;
    }
    const { leg } = this.#inCall('hang up');
    this.#tell(`${this.address} hangs up`, leg.callSid);
    leg.hangup();
    this.ended(leg.callSid, 'completed');
  }

  /** Presses keys in the call. Throws `not-in-call`. */
  press(digits: string): void {
    const { leg } = this.#inCall('press keys');
    this.#do('pressed', digits);
    this.#tell(`${this.address} presses ${digits}`, leg.callSid, { digits });
    leg.press(digits);
  }

  /** Speaks in the call. Throws `not-in-call`. */
  say(text: string): void {
    const { leg } = this.#inCall('say anything');
    this.#do('said', text);
    this.#tell(`${this.address} says: ${text}`, leg.callSid, { text });
    leg.say(text);
  }

  /** Calls `to`, and plays `script` once the line is open. Throws `in-use`. */
  call(to: string, script: readonly Step[] = []): void {
    if (this.#session)
      throw new PhoneError('in-use', `${this.address} is on a call already; hang up first, then call ${to}`);
    const session = this.#begin(this.world.place(this, to), 'in-call', 'outgoing');
    this.#tell(`${this.address} calls ${to}`, session.leg.callSid);
    this.#run(session, script);
  }

  /** Drops the call without a word to the engine, which has forgotten it too; `heard` goes as well. */
  forget(): void {
    const session = this.#session;
    this.#session = undefined;
    for (const timer of session?.timers ?? []) timer.cancel();
    session?.script?.cancel();
    this.#heard = [];
    this.#did = [];
    this.#n = 0;
    this.#lastCall = null;
    this.world.changed();
  }

  /** Whether it rings or is on a call. */
  get inUse(): boolean {
    return this.#session !== undefined;
  }

  view(): HandsetView {
    const session = this.#session;
    const place = session?.place;
    return {
      number: this.address,
      name: this.name,
      state: session?.state ?? 'idle',
      callSid: session?.leg.callSid ?? null,
      direction: session?.direction ?? null,
      peer: session ? (session.direction === 'incoming' ? session.leg.from : session.leg.to) : null,
      since: session?.since ?? null,
      conference:
        place?.kind === 'conference'
          ? {
              sid: place.conferenceSid,
              name: place.name,
              label: place.label ?? null,
              muted: place.muted,
              hold: place.hold,
            }
          : null,
      heard: [...this.#heard],
      did: [...this.#did],
      keys: this.#did
        .filter((deed) => deed.kind === 'pressed')
        .map((deed) => deed.text)
        .join(''),
      lastCall: this.#lastCall,
      behaviour: this.world.behaviour(),
    };
  }

  #begin(leg: DeviceLeg, state: Session['state'], direction: Session['direction']): Session {
    this.#heard = [];
    this.#did = [];
    this.#n = 0;
    const session: Session = {
      leg,
      state,
      direction,
      since: this.#now(),
      place: { kind: 'twiml' },
      timers: [],
    };
    this.#session = session;
    return session;
  }

  #connect(as: 'human' | 'machine'): Session {
    const session = this.#ringing('answer');
    for (const timer of session.timers.splice(0)) timer.cancel();
    session.state = 'in-call';
    session.since = this.#now();
    this.#tell(
      `${this.address} ${as === 'machine' ? 'is answered by its voicemail' : 'answers'}`,
      session.leg.callSid,
    );
    session.leg.answer(as);
    return session;
  }

  #pickUp(script: readonly Step[]): void {
    this.#run(this.#connect('human'), script);
  }

  #run(session: Session, script: readonly Step[]): void {
    if (script.length === 0 || this.#session !== session) return;
    const { callSid } = session.leg;
    session.script = new ScriptRun(this.world.clock, script, this.#heard, {
      press: (digits) => this.press(digits),
      say: (text) => this.say(text),
      hangup: () => this.hangup(),
      gaveUp: (why) => this.#tell(`The script of ${this.address} gave up: ${why}`, callSid),
    });
  }

  /** A mailbox speaks, then listens; it never presses a key. */
  #takeMessage(greeting: string, limit: number): void {
    const session = this.#connect('machine');
    this.#after(session, 0, () => this.say(greeting));
    this.#after(session, speakingSeconds(greeting), () => {
      session.recordingFrom = this.#heard.length;
      this.#tell(`The voicemail of ${this.address} records`, session.leg.callSid);
      this.#after(session, limit, () => this.hangup());
    });
  }

  /** A timer that lives no longer than the call. */
  #after(session: Session, seconds: number, run: () => void): void {
    session.timers.push(this.world.clock.setTimeout(run, seconds * 1000));
  }

  #ringing(what: string): Session {
    if (this.#session?.state === 'ringing') return this.#session;
    throw new PhoneError(
      'not-ringing',
      `${this.address} cannot ${what}: it is ${this.#session?.state ?? 'idle'}, not ringing`,
    );
  }

  #inCall(what: string): Session {
    if (this.#session?.state === 'in-call') return this.#session;
    throw new PhoneError(
      'not-in-call',
      `${this.address} cannot ${what}: it is ${this.#session ? 'ringing; answer it first' : 'idle, not in a call'}`,
    );
  }

  #do(kind: Deed['kind'], text: string): void {
    this.#did.push({ n: ++this.#n, at: this.#now(), kind, text });
  }

  #tell(summary: string, callSid: string, data?: Record<string, unknown>): void {
    this.world.timeline.add({ kind: 'phone', summary, callSid, ...(data ? { data } : {}) });
    this.world.changed();
  }

  #now(): string {
    return this.world.clock.date().toISOString();
  }
}
