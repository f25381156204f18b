export { type CallbackWork, type Message, objectIn, readWork, type Wanted } from './attributes';
export { bringBack, callerQueued, placeOfCaller } from './called-in';
export { CALLBACK, callbackDue, putOff } from './later';
export { callable, type LeavesMessage, messageLeft } from './leave-message';
export { type LeavesNumber, leaveNumber, type NumberLeft, standsInstead } from './leave-number';
export { messageKept } from './place';
export { closeOthers, tryAgainLater, turnOf } from './same-number';
export { type KnownTask, readTask } from './tasks';
