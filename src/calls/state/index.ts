export { type AnswerDecision, decideAnswer, goesOnTo } from './answer';
export { isServed } from './callback';
export { type Callback, factsAbout, factsFor, factsOf, legFacts } from './callbacks';
export { type DialDecision, decideBrowser, decideDial } from './dial';
export {
  type AskedColleague,
  type CallState,
  type Claim,
  type Facts,
  type FromColleague,
  isFinal,
  joinFacts,
  type Label,
  type LegFacts,
  type LineFacts,
  learn,
  legStatus,
  type Note,
  type Offer,
  pickedUp,
  type Stand,
  sameCall,
} from './facts';
export {
  agentGone,
  cameIn,
  type InboundCall,
  isCallback,
  isInbound,
  isOffered,
  type OfferedCall,
  wasAccepted,
  wasTaken,
} from './inbound';
export { type CallPolicy, CLAIM_MS, claims, decided, type Obligation, obligations } from './obligations';
export { leavesCustomerAlone, lost } from './other-obligations';
export { endOfSupervision, isOtherOver, isWanted, modeOf, supervisorOf } from './other-views';
export {
  GUEST_ID,
  GUEST_SLOTS,
  isOtherId,
  isSupervisorId,
  labelOf,
  type Mode,
  type OtherFacts,
  type OtherId,
  type Slot,
} from './others';
export { type Due, newTake, recordingDue, toldRecorded } from './recording-obligations';
export {
  canRecord,
  goesOn,
  type NumberedTake,
  recordedLine,
  runningTake,
  standOfTake,
  takesOf,
} from './recording-views';
export type { Mark, RecordingStand, Take } from './recordings';
export { type News, newsOf } from './second';
export type { Failure, Talk, Transfer } from './transfer';
export { customerSid, firstHeard, isFree, unmoved } from './transfer-obligations';
export {
  aboutTransfer,
  allOut,
  givenAway,
  isUnderWay,
  outOfFirst,
  type Stage,
  stageOf,
  talkOn,
} from './transfer-views';
export { viewOf } from './view-of';
export {
  customerMissing,
  customerOver,
  hasEnded,
  isOver,
  isPresent,
  phaseOf,
  reasonOf,
  roomWith,
  standOf,
  wasAnswered,
} from './views';
