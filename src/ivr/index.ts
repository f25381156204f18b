export { chooseInMenu, greetCaller, leaveQueue, queueCaller } from './inbound';
export {
  HoursQuestion,
  InboundCall,
  LeftQueue,
  MenuKey,
  PositionQuestion,
  QueueCall,
  TaskQuestion,
  Waiting,
} from './schemas';
export { makeTask, tellHours, tellPosition } from './studio';
export { entertain } from './wait';
