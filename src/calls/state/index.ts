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
  learn,
  legStatus,
  sameCall,
} from './facts';
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
