import type { Deps } from '../endpoint';
import type { QueueItem } from './contract';
import type { TaskStore, TopicDocument } from './follow-task';
import { Warm } from './warm';

/** What instances remember of topics, by Sync service; some 3 KiB each at most. */
const REMEMBERED = 500;
const warmTopics = new Map<string, Warm<TopicDocument>>();

function warmOf(syncServiceSid: string): Warm<TopicDocument> {
  const warm = warmTopics.get(syncServiceSid) ?? new Warm<TopicDocument>(REMEMBERED);
  warmTopics.set(syncServiceSid, warm);
  return warm;
}

const STEP_BACK_MS = 25;

const stepBack = (attempt: number): Promise<void> =>
  new Promise((done) => setTimeout(done, Math.random() * STEP_BACK_MS * (attempt + 1)));

/** Where this tenant's tasks are kept. */
export function storeOf({ live, deadline, config }: Deps): TaskStore {
  return {
    topic: (name) => live.topic<TopicDocument>(name),
    queue: (sid) => live.queue<QueueItem>(sid),
    warm: warmOf(config.syncServiceSid),
    deadline,
    stepBack,
  };
}
