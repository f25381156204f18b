export { compact, type Stamp } from './stamp';
export {
  joinTask,
  joinTopic,
  type Place,
  placeOf,
  stateOf,
  type TaskFacts,
  type TopicFacts,
  topicView,
} from './task';
export { joinWorker, type WorkerFacts, workerView } from './worker';
