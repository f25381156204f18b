/** Where a transfer is. `ringing`: the colleague is asked, or the number is called, and the customer hears music. */
export type TransferPhase = 'ringing' | 'consulting' | 'done' | 'canceled' | 'failed';

/** The last transfer of a call. */
export interface TransferView {
  /** `cold`: whoever takes it has the customer at once; `warm`: the agent talks with them first. */
  kind: 'cold' | 'warm';
  target: 'colleague' | 'queue' | 'number';
  /** A colleague's e-mail address, cut when it is long; a queue's name; a number, E.164. */
  to: string;
  /** The guest who is called or consulted, once they have a place in this call. */
  participant?: string;
  phase: TransferPhase;
  /** Whom the agent talks with while `consulting`. */
  with?: 'customer' | 'target' | 'all';
  /** Why it `failed`. */
  reason?: 'declined' | 'no_answer' | 'busy' | 'unreachable' | 'left';
  /** ISO 8601: when it was asked for. */
  since: string;
}
