import { toldBy } from '../recording/report';
import { answeredBy, dueBy, type Plan } from '../recording/steer';
import {
  type CallPolicy,
  type CallState,
  type Claim,
  claims,
  decided,
  type Facts,
  factsAbout,
  factsFor,
  factsOf,
  firstHeard,
  isSupervisorId,
  joinFacts,
  learn,
  legFacts,
  type Mode,
  type Obligation,
  obligations,
  recordedLine,
  sameCall,
  takesOf,
  toldRecorded,
} from '../state';
import { newCall, START } from '../state/testing';
import { positionOf } from './take-part';
import { Conference } from './testing-conference';
import { Tape } from './testing-tape';

/** What becomes of a report of Twilio's: how late it comes, how often, and whether at all. */
export interface Fate {
  late: number;
  copies: number;
  lost: boolean;
}

/** What becomes of the next request to Twilio, and of the next report. */
export interface Chance {
  fails(): boolean;
  fate(): Fate;
}

/** Nothing fails, and everything comes at once. */
export const SURE: Chance = { fails: () => false, fate: () => ({ late: 0, copies: 1, lost: false }) };

const POLICY: CallPolicy = { voicemailDetection: 'off', recording: 'ask', recordingNotice: true };
const none = (facts: Facts): boolean => Object.keys(facts).length === 0;
const known = (call: CallState, facts: Facts): CallState => (none(facts) ? call : learn(call, facts));
type Learnt = Facts | ((call: CallState) => Facts);

/** How something is learnt; see `settle`. */
interface Manner {
  round?: number;
  brief?: boolean;
  me?: Claim;
}

/** What a duty is done with. */
export interface Doing {
  /** The call as it was before it was claimed. */
  before: CallState;
  brief: boolean;
}

/** Longer than anything is on its way, or waits to be looked at again. */
const LONG_MS = 70_000;

/**
 * One call as it may go: the pure core of the use cases against Twilio's own consequences, without HTTP, so that
 * thousands can be played. What an action asks, writes and does, it does in the order of the use case.
 */
export class Unfolding {
  now = START;
  readonly conference = new Conference(() => this.now);
  call: CallState;
  /** Since when the customer hears silence, and how long it was at most. */
  #aloneSince: number | undefined;
  longestSilence = 0;
  /** The customer has heard a supervisor who had not asked for that. */
  whisperHeard = false;
  /** The last position that a supervisor asked for. */
  asked: Mode | undefined;
  protected mayBeHeard = false;
  readonly #coming: { at: number; comes: () => void }[] = [];
  readonly tape = new Tape();
  #count = 0;
  /** What becomes of requests and reports of this moment. */
  protected chance: Chance = SURE;

  constructor() {
    const { conference } = this;
    const [agent, customer] = [conference.place('agent'), conference.place('customer')];
    for (const sid of [agent, customer]) {
      conference.becomes(sid, 'in-progress');
      conference.enters(sid, { endsConference: true });
    }
    conference.reports.splice(0);
    const line = { status: 'in-progress' as const, answered: START };
    this.call = learn(
      newCall({
        key: START,
        dialled: { at: START, by: 'somebody' },
        agent: { sid: agent, ...line },
        customer: { sid: customer, ...line },
        rooms: { [conference.sid]: { joined: { agent: 1, customer: 2 }, left: {} } },
      }),
      {},
    );
  }

  /** Nothing more is done: what is on its way comes, and somebody looks. */
  calm(): void {
    for (let time = 0; time < 2; time += 1) {
      this.passes(6_000);
      this.commit({});
      this.collect();
    }
    this.passes(6_000);
  }

  /** The call ends if it hasn't; phones stop ringing, and somebody looks. */
  end(): void {
    this.conference.ends(this.conference.lineOf('customer') ?? '');
    for (const { sid, status } of this.conference.lines.values())
      if (status === 'queued' || status === 'ringing') this.conference.ends(sid, 'no-answer');
    this.collect();
    this.passes(LONG_MS);
    this.calm();
    this.#looksAtLines();
    this.calm();
  }

  /** Whoever wants to call next asks Twilio how the lines of the last call are: the last resort for lost reports. */
  #looksAtLines(): void {
    const { agent, customer, others = {} } = this.call;
    const lines = {
      agent,
      customer,
      ...Object.fromEntries(Object.entries(others).map(([id, { line }]) => [id, line])),
    };
    for (const [who, line] of Object.entries(lines))
      if (line !== undefined) this.commit(this.lookAt(who, line.sid));
  }

  protected lookAt = (who: string, sid: string): Facts =>
    factsAbout(who, legFacts(sid, this.conference.lines.get(sid)?.status, this.now));

  /** A request to Twilio may fail: then it was not carried out. */
  protected request<T>(work: () => T): T | 'failed' {
    return this.chance.fails() ? 'failed' : work();
  }

  protected me = (): Claim => {
    this.#count += 1;
    return { at: this.now, by: String(this.#count).padStart(8, '0') };
  };

  protected random = (): string =>
    `${this.me()
      .by.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? 'a')
      .slice(2)}xxxxxx`;

  /** As `settle` does it, in one go; false when something that had to be done failed. */
  protected commit(learnt: Learnt, { round = 1, brief = false, me = this.me() }: Manner = {}): boolean {
    const told = known(this.call, typeof learnt === 'function' ? learnt(this.call) : learnt);
    const more = known(told, decided(told, this.now, POLICY));
    const all = obligations(more, me, POLICY);
    const todo = brief ? firstHeard(all, more) : all;
    const before = more;
    this.call = known(more, claims(more, todo, me));
    if (todo[0]?.do === 'archive') {
      this.call = learn(this.call, { archived: this.now });
      return true;
    }
    let facts: Facts = {};
    let well = true;
    for (const what of todo) {
      const done = this.request(() => this.perform(what, { before, brief }));
      if (done !== 'failed') facts = joinFacts(facts, done);
      else {
        well = false;
        if (what.do === 'hang-up' && what.other !== undefined)
          facts = joinFacts(facts, { others: { [what.other]: { uncut: this.now } } });
        if (what.do === 'record' || what.do === 'tell-recorded')
          facts = joinFacts(facts, { takes: { [what.n]: { unbegun: this.now } } });
        facts = joinFacts(facts, this.undone(what));
      }
    }
    // What went well is told by reports.
    if (brief && well && facts.transfer !== undefined && facts.transfer.failed === undefined) return true;
    const after = known(this.call, facts);
    if (!well) this.call = after;
    else if (round < 4 && after !== this.call && !sameCall(this.call, after))
      return this.commit(facts, { round: round + 1 });
    return well;
  }

  /** What is known of something that could not be done. */
  protected undone(_what: Obligation): Facts {
    return {};
  }

  /** Does one thing, and tells what is known by it. */
  protected perform(what: Obligation, _how: Doing): Facts {
    const { conference } = this;
    switch (what.do) {
      case 'hang-up': {
        const who = conference.lines.get(what.sid)?.who ?? '';
        if (!conference.isUp(what.sid)) return this.lookAt(who, what.sid);
        conference.ends(what.sid);
        return {};
      }
      case 'supervise': {
        const { muted, coaching, callSidToCoach } = positionOf(what.mode, what.coached);
        const refused = conference.change(what.sid, { muted, coaching, coached: callSidToCoach });
        if (refused === undefined) this.mayBeHeard = what.mode === 'barge';
        return refused === undefined ? {} : this.lookAt(what.id, what.sid);
      }
      case 'bring-back':
        return conference.change(what.sid, { hold: false }) === undefined
          ? {}
          : this.lookAt('agent', what.sid);
      case 'tell-recorded':
        if (conference.over) return { takes: { [what.n]: { failed: this.now } } };
        this.sends(this.now, () => this.commit((call) => toldRecorded(call, what.n, this.now)));
        return {};
      case 'record':
        return this.#begins(what.n, what.again);
      case 'steer-recording':
        return this.#told(dueBy(this.now));
      default:
        throw new Error(`no history has the duty ${what.do}`);
    }
  }

  #begins(n: number, again: boolean): Facts {
    const line = recordedLine(this.call) ?? '';
    if (!this.conference.isUp(line)) return { takes: { [n]: { failed: this.now } } };
    const { running } = this.tape;
    if (again && running !== undefined) return { takes: { [n]: { sid: running.sid, began: running.began } } };
    this.#tells(this.tape.begin(n, line, this.now), 'in-progress');
    return {};
  }

  /** What Twilio reports sets out, each report to its fate; phones that were called ring. */
  protected collect(): void {
    const { conference } = this;
    for (const { sid, status } of conference.lines.values())
      if (status === 'queued') conference.becomes(sid, 'ringing');
    for (const report of conference.reports.splice(0))
      this.sends(this.now, () => this.commit((call) => factsFor(call, factsOf(report, this.now))));
    for (const { sid, n, line, began } of this.tape.ended((each) => conference.isUp(each)))
      this.#tells({ sid, n, line, began }, 'completed');
  }

  /** Something comes at that time, or later, as often as fate has it. */
  protected sends(at: number, comes: () => void): void {
    const { late, copies, lost } = this.chance.fate();
    for (let copy = 0; copy < copies && !lost; copy += 1)
      this.#coming.push({ at: at + late + copy * 200, comes });
  }

  /** Twilio reports on a recording. */
  #tells(
    { sid, n, line, began }: { sid: string; n: number; line: string; began: number },
    RecordingStatus: string,
  ) {
    const report = { take: n, RecordingSid: sid, RecordingStatus, CallSid: line };
    this.sends(this.now, () => this.commit((call) => toldBy(call, report, began, this.now)));
  }

  /** A recording is told what a plan wants of it: what became known by Twilio's answer. */
  #told(plan: Plan): Facts {
    const step = plan(this.call, false);
    const take = takesOf(this.call).find(({ n }) => n === step?.n)?.take;
    if (step === undefined || take === undefined) return {};
    const facts = answeredBy(take, step, this.tape.steer(take.sid, step.is), this.now);
    return joinFacts(facts, step.mark === undefined ? {} : { marks: [{ at: this.now, ...step.mark }] });
  }

  /** As `steer`: asks, then keeps. */
  protected steers(plan: Plan): void {
    const facts = this.request(() => this.#told(plan));
    if (facts !== 'failed') this.call = known(this.call, facts);
  }

  /** Time passes, and reports come. */
  passes(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const next = this.#coming.sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > until) break;
      this.#coming.shift();
      this.now = Math.max(this.now, next.at);
      next.comes();
      this.collect();
      this.watch();
    }
    this.now = until;
    this.watch();
  }

  /** What must never be is looked for at every moment. */
  protected watch(): void {
    const { conference } = this;
    const supervisor = [...conference.members.values()].find(({ who }) => isSupervisorId(who));
    if (supervisor !== undefined && conference.hears('customer', supervisor.who) && !this.mayBeHeard)
      this.whisperHeard = true;
    if (!conference.customerAlone) this.#aloneSince = undefined;
    else this.#aloneSince ??= this.now;
    if (this.#aloneSince !== undefined)
      this.longestSilence = Math.max(this.longestSilence, this.now - this.#aloneSince);
  }
}
