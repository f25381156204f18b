/** What a call that came in is about. Times are ISO 8601. */
export interface OfferView {
  /** `WT…` and `WR…` */
  task: string;
  reservation: string;
  /** What the caller chose in the menu. */
  reason?: 'sales' | 'support';
  /** What the caller speaks. */
  language?: 'en' | 'es';
  /** The caller's, if known. */
  name?: string;
  /** When they began to wait. */
  queuedAt: string;
  /** Until when it can be taken. */
  answerBy: string;
  /** Meant for this agent alone. */
  direct?: true;
  /** The caller had lost their agent and waits again. */
  returned?: true;
  /** A colleague asks to take the customer over: their e-mail address, cut when it is long. */
  transfer?: {
    by: string;
    kind: 'cold' | 'warm';
    /** They have said yes, and talk with the colleague, in the colleague's call; the customer comes later. */
    consulting?: true;
  };
  /** Nobody is on the line: the customer wants to be called. Which attempt this is, and how many there are. */
  callback?: { attempt: number; of: number };
  /** The customer has left a message. */
  message?: { id: string; seconds: number };
}

/** The note after a call. */
export interface WrapUpView {
  /** One of those of /page-config, by what the call was about; since then they may have changed. */
  disposition?: string;
  notes?: string;
  /** When it was handed in, or ran out. ISO 8601; absent: still to be written. */
  doneAt?: string;
}
