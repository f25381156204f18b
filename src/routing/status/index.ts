export { waitingQueues } from './read';
export { refreshStatus, writeStatus } from './refresh';
