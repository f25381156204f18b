import type { Caller } from '../../endpoint';
import { ends, keeps, type Pause } from '../recording/pause';
import type { Plan, Step } from '../recording/steer';
import {
  canRecord,
  isSupervisorId,
  leavesCustomerAlone,
  type Mode,
  type NumberedTake,
  newTake,
  phaseOf,
  runningTake,
  standOfTake,
  supervisorOf,
} from '../state';
import { claimGuest } from './add';
import { placeOf } from './open';
import { asked } from './supervise';
import { mayJoin } from './supervisor-line';
import type { Change } from './testing-conference';
import { type Chance, SURE, Unfolding } from './testing-unfolding';

/** What somebody does at a moment of a history. */
export type Act =
  | { do: 'hold' | 'unhold' | 'mute' | 'unmute'; who: 'agent' | 'customer' | 'guest' }
  | { do: 'add'; number: number }
  | { do: 'remove' | 'answer' | 'ignore' | 'hang up' }
  | { do: 'supervise'; mode: Mode }
  | { do: 'record' | 'pause' | 'go on' | 'record no more' }
  | { do: 'stop' | 'look' | 'end in the page' | 'agent hangs up' | 'customer hangs up' };

/** One moment: what is done, what becomes of what follows from it, and how long it takes to the next. */
export interface MomentOf<A> {
  act: A;
  chance: Chance;
  ms: number;
}

export type Moment = MomentOf<Act>;

const PAUSE_MS = 60_000;
const GRACE = { agentId: 'g'.repeat(20), email: 'grace@example.com' } as Caller;

/** A call to which people do things. What an action asks, writes and does, it does in the order of the use case. */
export class History<A = Act> extends Unfolding {
  /** Plays the moments, then everybody goes and everything that is on its way comes. */
  play(moments: readonly MomentOf<A>[]): void {
    for (const moment of moments) {
      this.chance = moment.chance;
      this.act(moment.act);
      this.collect();
      this.watch();
      this.passes(moment.ms);
    }
    this.chance = SURE;
  }

  /** The call goes on, as who wants to act must find it. */
  protected get open(): boolean {
    return phaseOf(this.call) === 'connected';
  }

  get guests(): string[] {
    return Object.keys(this.call.others ?? {}).filter((id) => !isSupervisorId(id));
  }

  #change(who: string, change: Change): void {
    if (!this.open) return;
    if (change.hold && who !== 'customer' && leavesCustomerAlone(this.call, who)) return;
    let sid: string;
    try {
      ({ sid } = placeOf(this.call, who));
    } catch {
      return;
    }
    this.request(() => this.conference.change(sid, change));
  }

  /** Somebody does something. */
  protected act(given: A): unknown {
    const act = given as Act;
    const guest = this.guests.at(-1) ?? '';
    const whom = 'who' in act ? (act.who === 'guest' ? guest : act.who) : '';
    const out = (id: string, by: string) => this.commit({ others: { [id]: { gone: { at: this.now, by } } } });
    const acts: Record<Act['do'], () => unknown> = {
      hold: () => this.#change(whom, { hold: true }),
      unhold: () => this.#change(whom, { hold: false }),
      mute: () => this.#change(whom, { muted: true }),
      unmute: () => this.#change(whom, { muted: false }),
      add: () => 'number' in act && this.#add(act.number),
      remove: () => this.open && guest !== '' && out(guest, 'ada'),
      supervise: () => 'mode' in act && this.#supervise(act.mode),
      stop: () => {
        const now = supervisorOf(this.call);
        return this.open && now !== undefined && out(now.id, GRACE.agentId);
      },
      record: () =>
        this.open &&
        this.commit((call) =>
          canRecord(call) && runningTake(call) === undefined ? newTake(call, this.now, 'ada') : {},
        ),
      pause: () => this.#pauses(),
      'go on': () => this.#goesOn(),
      'record no more': () => this.#runs && this.steers(this.#plan('over', 'stop')),
      look: () => this.commit({}),
      'end in the page': () => this.open && this.commit({ asked: { at: this.now, by: 'agent' } }),
      'agent hangs up': () => this.#hangsUp('agent'),
      'customer hangs up': () => this.#hangsUp('customer'),
      answer: () => this.#answers(),
      ignore: () => this.#drops('no-answer'),
      'hang up': () => this.#drops('busy'),
    };
    return acts[act.do]();
  }

  /** The recording that runs, of a call that goes on. */
  get #runs(): NumberedTake | undefined {
    return this.open ? runningTake(this.call) : undefined;
  }

  #plan =
    (is: Step['is'], what: 'pause' | 'resume' | 'stop', until?: number): Plan =>
    (call) => {
      const n = runningTake(call)?.n;
      return n === undefined ? undefined : { n, is, until, mark: { by: 'ada', what } };
    };

  /** As `pauseRecording`: the timer and the pause at once; the timer's beginning keeps it. */
  #pauses(): void {
    const running = this.#runs;
    if (running === undefined) return;
    const stand = standOfTake(running.take);
    const until = this.now + PAUSE_MS;
    const pause: Pause = { until, word: stand.n + 1, by: 'ada' };
    const isTimed = this.request(() => true) === true;
    if (isTimed) {
      this.sends(this.now, () => this.#keeps(pause));
      this.sends(until, () => this.steers(ends(pause, this.now)));
    }
    const sid = this.request(() => this.tape.steer(running.take.sid, 'paused'));
    if (sid !== 'failed' && sid !== undefined && !isTimed) this.steers(this.#plan('paused', 'pause', until));
  }

  #keeps(pause: Pause): void {
    const take = runningTake(this.call)?.take;
    if (take === undefined) return;
    const stand = standOfTake(take);
    if (stand.is === 'paused' && stand.until === pause.until) return;
    if (stand.n < pause.word && this.tape.running?.status !== 'paused') return;
    this.steers(keeps(pause));
  }

  #goesOn(): void {
    const running = this.#runs;
    if (running === undefined) return;
    const isPaused = standOfTake(running.take).is === 'paused' || this.tape.running?.status === 'paused';
    if (isPaused) this.steers(this.#plan('on', 'resume'));
  }

  #hangsUp(who: string): void {
    this.conference.ends(this.conference.lineOf(who) ?? '');
  }

  /** Whoever was called last, and is still on the line or rung. */
  get #called() {
    const { conference } = this;
    const line = [...conference.lines.values()]
      .filter(({ who }) => who !== 'agent' && who !== 'customer')
      .findLast(({ sid }) => conference.isUp(sid));
    return line && { ...line, rings: line.status === 'queued' || line.status === 'ringing' };
  }

  #answers(): void {
    const line = this.#called;
    if (line === undefined || !line.rings) return;
    this.conference.becomes(line.sid, 'in-progress');
    if (isSupervisorId(line.who)) this.#joins(line.who, line.sid);
  }

  #drops(ringing: 'no-answer' | 'busy'): void {
    const line = this.#called;
    if (line === undefined || (ringing === 'no-answer' && !line.rings)) return;
    this.conference.ends(line.sid, line.rings ? ringing : 'completed');
  }

  /** A supervisor has answered and pressed a key. */
  #joins(other: string, CallSid: string): void {
    const { call, conference } = this;
    const wish = call.others?.[other]?.wish?.mode;
    if (!mayJoin(call, { other, CallSid })) conference.ends(CallSid);
    else conference.enters(CallSid, { muted: wish !== 'whisper', coaching: true, coached: call.agent?.sid });
  }

  #add(number: number): void {
    if (!this.open) return;
    const before = new Set(this.guests);
    const guest = { address: `+1415555010${number}`, shown: { to: `+1415555010${number}` } };
    const random = this.random();
    if (!this.commit((call) => claimGuest(call, guest, 'ada', this.now, random))) return;
    const id = this.guests.find((one) => !before.has(one));
    if (id === undefined) return;
    if (this.request(() => this.conference.dial(id)) === 'failed')
      this.commit({ others: { [id]: { refused: this.now } } });
  }

  #supervise(mode: Mode): void {
    if (!this.open) return;
    const random = this.random();
    const ask = { me: this.me(), mode, caller: GRACE, shown: { to: '', who: GRACE.email } };
    const before = supervisorOf(this.call)?.id;
    // Who asks to be heard by all may be from this moment on.
    if (mode === 'barge') this.mayBeHeard = true;
    this.asked = mode;
    if (!this.commit((call) => asked(call, ask, random))) return;
    const id = supervisorOf(this.call)?.id;
    if (id === undefined || id === before) return;
    this.mayBeHeard = mode === 'barge';
    if (this.request(() => this.conference.place(id)) === 'failed')
      this.commit({ others: { [id]: { refused: this.now } } });
  }
}
