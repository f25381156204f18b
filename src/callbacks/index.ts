export { type CallbackWork, type Message, objectIn, readWork, type Wanted } from './attributes';
export { CALLBACK, callbackDue, putOff, tryAgainLater } from './later';
export { callable, type LeavesMessage, messageLeft } from './leave-message';
export { type LeavesNumber, leaveNumber, type NumberLeft, standsInstead } from './leave-number';
export { type KnownTask, readTask } from './tasks';
