export { type AnswerDecision, decideAnswer } from './answer';
export { type Callback, factsFor, factsOf, legFacts } from './callbacks';
export { type DialDecision, decideBrowser, decideDial } from './dial';
export {
  type CallState,
  type Claim,
  type Facts,
  isFinal,
  joinFacts,
  type Label,
  type LegFacts,
  type LineFacts,
  learn,
  legStatus,
  type Note,
  type Offer,
  sameCall,
} from './facts';
export { agentGone, cameIn, type InboundCall, isInbound, wasAccepted, wasTaken } from './inbound';
export { type CallPolicy, CLAIM_MS, claims, decided, type Obligation, obligations } from './obligations';
export { viewOf } from './view-of';
export {
  customerMissing,
  customerOver,
  hasEnded,
  isOver,
  isPresent,
  phaseOf,
  reasonOf,
  wasAnswered,
} from './views';
