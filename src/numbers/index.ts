export { type NumberProblem, type ReadNumber, readNumber } from './parse';
export { checkDestination, type DestinationPolicy, type DestinationProblem } from './policy';
