export { chooseCallback } from './callback';
export { chooseInMenu, greetCaller, leaveQueue, queueCaller } from './inbound';
export {
  CallbackKeys,
  HoursQuestion,
  InboundCall,
  LeftQueue,
  MenuKey,
  MessageLeft,
  PositionQuestion,
  QueueCall,
  TaskQuestion,
  Voicemail,
  Waiting,
} from './schemas';
export { makeTask, tellHours, tellPosition } from './studio';
export { keepMessage, takeMessage } from './voicemail';
export { entertain } from './wait';
