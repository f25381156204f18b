export type { PositionAnswer } from './contract';
export { estimate } from './estimate';
export { findTask, positionOf, waitingNow } from './position';
export { GetPosition, showPosition } from './show-position';
export type { QueuedTask, Snapshot, Which } from './snapshot';
export type { FoundTask } from './task-router';
