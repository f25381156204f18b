export type { PositionAnswer } from './contract';
export { estimate } from './estimate';
export { findTask, positionOf, waitingNow } from './position';
export { customerQueues, type TaskQueue } from './queues';
export { GetPosition, showPosition } from './show-position';
export type { QueuedTask, Snapshot, Which } from './snapshot';
export { type FoundTask, readTask } from './task-router';
