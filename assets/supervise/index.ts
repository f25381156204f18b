export { canBeRung } from './browser';
export { LiveCalls } from './calls';
export { Supervision } from './model';
export { SupervisionStrip } from './strip';
