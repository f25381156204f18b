export { ACTIVITY, type Activity, activityList, activitySid, sameActivity } from './activities';
export {
  AFTER_CALL,
  afterCallDue,
  backToWork,
  beginAfterCall,
  endAfterCall,
  type NoteOf,
} from './after-call';
export type { AfterCall, AttributesPatch, WorkerAttributes } from './attributes';
export { type SetActivityOptions, setActivity } from './set-activity';
export { hasRunOut, readTimer, startTimer, type Timer, type TimerEvent } from './timers';
export { changeWorker, readWorker, type Worker, type WorkerChange, type WorkerChanged } from './worker';
