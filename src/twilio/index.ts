export { type Deadline, deadlineIn, OWN_DEADLINE_MS } from './deadline';
export { ambiguous, answered, type Failure, failureOf, UpstreamTimeout } from './failure';
export { fetchMedia, type MediaPart, type Range } from './media';
export { newDocument, SPOKEN_LANGUAGE, say } from './twiml';
export {
  ATTEMPT_MS,
  boundedClient,
  boundedHttp,
  type UpstreamContext,
  type UpstreamMeter,
} from './upstream';
