export { aboutWorker, type WorkerAbout, whyIn } from './about';
export { ACTIVITY, type Activity, activityList, activitySid, sameActivity } from './activities';
export {
  AFTER_CALL,
  afterCallDue,
  backToWork,
  beginAfterCall,
  beginCall,
  type DueNote,
  endAfterCall,
  type NoteOf,
} from './after-call';
export { type AfterCall, type AttributesPatch, readAttributes, type WorkerAttributes } from './attributes';
export { ownWorker } from './own-worker';
export { changePresence } from './presence';
export { Presence, Team } from './schemas';
export { showTeam } from './team';
export { hasRunOut, readTimer, startTimer, type Timer, type TimerEvent } from './timers';
export {
  changeWorker,
  findWorkerOf,
  readWorker,
  type Worker,
  type WorkerChange,
  type WorkerChanged,
} from './worker';
