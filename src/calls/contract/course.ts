/** Where a call is, in the order in which a call that goes well passes through. */
export type Phase =
  /** Claimed; Twilio has not rung the agent yet. */
  | 'starting'
  | 'agent-ringing'
  /** The agent is asked to press a key. */
  | 'agent-answered'
  /** A key was pressed; the customer's phone is being reached. */
  | 'dialling'
  | 'customer-ringing'
  /** Both, or the agent and the customer's voicemail, are in the conference. */
  | 'connected'
  /** Somebody has left; what is left is being ended. */
  | 'ending'
  | 'ended';

/** Why a call ended, or is ending. Keys for the page's texts. */
export type Reason =
  | 'agent_hung_up'
  | 'customer_hung_up'
  | 'customer_busy'
  | 'customer_rejected'
  | 'customer_no_answer'
  | 'customer_unreachable'
  /** A machine answered and policy is to hang up. */
  | 'customer_voicemail'
  | 'agent_busy'
  | 'agent_no_answer'
  /** Also: the browser that was to call never came onto the line. */
  | 'agent_unreachable'
  /** Somebody, or the agent's voicemail, answered but pressed no key: the customer was not dialled. */
  | 'agent_pressed_nothing'
  | 'ended_in_page'
  /** Of a call that came in: the agent did not want it. */
  | 'offer_declined'
  /** Of a call that came in: it was taken back before the agent took it. */
  | 'offer_withdrawn'
  /** Of a call that came in: the agent's browser was lost in the middle of it. */
  | 'agent_lost'
  /** The agent has transferred the customer. */
  | 'transferred'
  /** MAX_LIVE_CALLS were under way. */
  | 'cap_reached'
  | 'system_error';

/** What came of a call, for lists and statistics. */
export type Outcome =
  | 'talked'
  | 'voicemail'
  /** The customer was dialled and not reached. */
  | 'not_reached'
  /** The customer was never dialled. */
  | 'not_dialled'
  /** Of a call that came in: the agent did not take it; it was offered to the next one. */
  | 'missed'
  /** Of a call that came in: the caller had gone before the agent took it. */
  | 'abandoned'
  /** A colleague has talked with the agent, and kept the customer. */
  | 'consulted'
  | 'failed';

/** Who ended it. */
export type EndedBy = 'agent' | 'customer' | 'supervisor' | 'system';

/** The state of one person's phone line, as Twilio names it. */
export type LegStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'canceled'
  | 'no-answer'
  | 'busy'
  | 'failed'
  | 'completed';
