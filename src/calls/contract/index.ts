export type { CallItem, CoolDown } from '../items';
/**
 * What the items of the Sync map `calls.<agent>` hold: under the key `live` the call that goes on, or until when the
 * agent has to wait; under a call's id what became of it.
 */
export type { CallState, Facts, Label, LegFacts, Offer, RoomFacts } from '../state/facts';
export type {
  CallAnswer,
  ControlAnswer,
  HistoryAnswer,
  OfferAnswer,
  RecordingLink,
  StateAnswer,
} from './answers';
export type { CallView, FloorItem } from './call';
export type { EndedBy, LegStatus, Outcome, Phase, Reason } from './course';
export type { LegView, SupervisedView, SupervisionMode, SupervisionView } from './legs';
export type { OfferView, WrapUpView } from './offer';
export type { RecordedView, RecordingMark, RecordingView } from './recording';
export type { TransferPhase, TransferView } from './transfer';
