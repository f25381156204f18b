import { claimGuest } from '../control/add';
import { type Act as Control, History as Controlled } from '../control/testing-history';
import type { Doing } from '../control/testing-unfolding';
import {
  aboutTransfer,
  customerSid,
  type Facts,
  givenAway,
  isFree,
  isOver,
  isPresent,
  isUnderWay,
  joinFacts,
  type Obligation,
  stageOf,
  standOf,
  type Talk,
  type Transfer,
  unmoved,
} from '../state';

/** What somebody does at a moment of a history in which a customer may be handed on. */
export type Act =
  | Control
  | { do: 'transfer'; kind: 'cold' | 'warm'; number: number }
  | { do: 'to queue' | 'swap' | 'join' | 'complete' | 'cancel' };

/** A call in which everything is done that is done to live calls, and the customer is handed on besides. */
export class History extends Controlled<Act> {
  /** Whose line goes on in the queue. */
  queued = false;

  protected override act(act: Act): unknown {
    switch (act.do) {
      case 'transfer':
        return this.#transfer(act.kind, `+1415555010${act.number}`);
      case 'to queue':
        return this.#begin({ kind: 'cold', target: 'queue', to: 'sales' });
      case 'swap':
        return this.#talk(standOf(this.call, 'customer').held ? 'customer' : 'target');
      case 'join':
        return this.#talk('all');
      case 'complete':
        return this.#complete();
      case 'cancel':
        return this.#cancel();
      case 'end in the page':
        if (this.open && isUnderWay(this.call)) {
          this.commit(aboutTransfer(this.call.transfer?.by ?? '', { left: this.now }));
          return undefined;
        }
    }
    return super.act(act as never);
  }

  #begin(wanted: Pick<Transfer, 'kind' | 'target' | 'to'>, guest?: { facts: Facts; id: string }): void {
    const { call } = this;
    if (!this.open || isUnderWay(call) || !isPresent(call, 'agent') || !isPresent(call, 'customer')) return;
    const { by } = this.me();
    const at = Math.max(this.now, (call.transfer?.at ?? 0) + 1);
    const transfer: Transfer = { at, by, ...wanted, ...(guest === undefined ? {} : { guest: guest.id }) };
    const well = this.commit(joinFacts(guest?.facts ?? {}, { transfer }), { brief: true });
    if (!well && wanted.target !== 'queue')
      this.commit(aboutTransfer(by, { failed: { at: this.now, reason: 'unreachable' } }));
  }

  #transfer(kind: 'cold' | 'warm', to: string): void {
    const facts = claimGuest(this.call, { address: to, shown: { to } }, 'ada', this.now, this.random());
    const [id] = Object.keys(facts.others ?? {});
    if (id !== undefined) this.#begin({ kind, target: 'number', to }, { facts, id });
  }

  /** The transfer during a consultation. */
  get #consultation(): Transfer | undefined {
    const { transfer } = this.call;
    return this.open && stageOf(this.call)?.phase === 'consulting' ? transfer : undefined;
  }

  #talk(wanted: Talk['with']): void {
    const transfer = this.#consultation;
    if (transfer === undefined) return;
    if (![transfer.guest ?? '', 'customer'].every((who) => isPresent(this.call, who))) return;
    const { talk, moving } = transfer;
    if (wanted !== 'all' && talk !== undefined && this.now - talk.at < 1_000) return;
    const at = Math.max(this.now, (talk?.at ?? 0) + 1);
    const stays = moving === undefined ? {} : { unmoved: Math.max(at, moving.at) };
    const wish = { talk: { ...this.me(), at, with: wanted }, ...stays };
    this.commit(aboutTransfer(transfer.by, wish), { brief: true });
  }

  #complete(): void {
    const transfer = this.#consultation;
    if (transfer === undefined || !isPresent(this.call, 'customer')) return;
    const me = this.me();
    const claim = aboutTransfer(transfer.by, (known) => (isFree(known, me) ? { moving: me } : {}));
    this.commit(claim, { brief: true, me });
  }

  #cancel(): void {
    const { transfer } = this.call;
    if (transfer === undefined || !this.open || !isUnderWay(this.call)) return;
    const { guest, by } = transfer;
    const gone = guest === undefined ? {} : { others: { [guest]: { gone: { at: this.now, by: 'ada' } } } };
    this.commit((call) => joinFacts(aboutTransfer(by, { canceled: this.now })(call), gone), { brief: true });
  }

  protected override undone(what: Obligation): Facts {
    if (what.do === 'call-target') return { others: { [what.id]: { refused: this.now } } };
    if (what.do === 'complete-transfer') return unmoved(this.call, this.now);
    return {};
  }

  protected override perform(what: Obligation, how: Doing): Facts {
    const { conference, call, now } = this;
    const customer = customerSid(call) ?? '';
    const change = (who: string, wanted: Parameters<typeof conference.change>[1]) =>
      isPresent(call, who) && conference.change(conference.lineOf(who) ?? '', wanted) === undefined;
    const learnt = (facts: Partial<Transfer>) => aboutTransfer(call.transfer?.by ?? '', facts)(call);
    switch (what.do) {
      case 'change': {
        const { who, hold, ends, means } = what;
        if (change(who, { hold, endsConference: ends }) || who === 'agent') return learnt(means);
        const facts = this.lookAt(who, conference.lineOf(who) ?? '');
        if (who !== 'customer' || isOver(facts.customer)) return facts;
        return joinFacts(facts, learnt({ failed: { at: now, reason: 'unreachable' } }));
      }
      case 'call-target': {
        const there = what.again && conference.lineOf(what.id) !== undefined;
        return there || conference.dial(what.id) !== undefined ? {} : this.undone(what);
      }
      case 'restore':
        change('customer', { hold: false });
        if (!how.brief) change('agent', { endsConference: true });
        return learnt({ restored: now });
      case 'complete-transfer':
        return this.#gives(change, customer);
      case 'return-customer':
        return this.#queues(customer) ? { released: now } : this.lookAt('customer', customer);
      case 'dismiss-customer':
        conference.ends(customer);
        return learnt({ dismissed: now });
      default:
        return super.perform(what, how);
    }
  }

  #queues(customer: string): boolean {
    const went = this.conference.leaves(customer);
    if (went) this.queued = true;
    return went;
  }

  #gives(change: (who: string, wanted: { hold: boolean }) => boolean, customer: string): Facts {
    const { call, conference, now } = this;
    const { target, guest = '' } = call.transfer ?? {};
    if (target === 'queue')
      return this.#queues(customer) ? givenAway(call, now) : this.lookAt('customer', customer);
    // Supervisors are told first.
    for (const { who, sid, connected } of conference.members.values())
      if (who.startsWith('s') && connected) conference.ends(sid);
    const isHeld = standOf(call, guest).held;
    if (isHeld && !change(guest, { hold: false })) return this.lookAt(guest, conference.lineOf(guest) ?? '');
    change('customer', { hold: false });
    return givenAway(call, now);
  }
}
