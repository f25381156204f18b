import type { Twilio } from 'twilio';
import { answered, type Deadline } from '../twilio';
import {
  callsOf,
  type MapEntry,
  ONCE,
  PROVISIONED,
  QUEUE_STATUS,
  queueOf,
  RECORDINGS,
  topicOf,
} from './catalogue';
import { liveDocument } from './document';
import { liveMap } from './map';
import type { LiveState, Person, PhoneClaim, Versioned } from './types';

export {
  AGENTS_IDENTITY,
  callsOf,
  customerIdentity,
  type DocumentEntry,
  type MapEntry,
  PROVISIONED,
  QUEUE_STATUS,
  queueOf,
  SUPERVISORS_IDENTITY,
  topicOf,
} from './catalogue';
export { Contention, ItemTooBig } from './map';
export { TOPIC_NAME, topicName } from './topic';
export type * from './types';

/** What live state is made from; all of it belongs to one request and one tenant. */
export interface LiveStateOptions {
  twilio: () => Twilio;
  syncServiceSid: string;
  deadline: Deadline;
}

/** The live state of one tenant. Makes no request by itself. */
export function createLiveState({ twilio, syncServiceSid, deadline }: LiveStateOptions): LiveState {
  const service = () => twilio().sync.v1.services(syncServiceSid);
  const sync = (entry: MapEntry) => () => service().syncMaps(entry.uniqueName);

  /** Makes a map that its readers may read. Safe to run twice, or at the same time by two. */
  async function make(entry: MapEntry): Promise<void> {
    try {
      await service().syncMaps.create({ uniqueName: entry.uniqueName });
    } catch (error) {
      if (!answered(error, 54301)) throw error;
    }
    await open(entry);
  }

  /** Lets a map's readers read it. */
  async function open(entry: MapEntry): Promise<void> {
    for (const identity of entry.readers ?? [])
      await sync(entry)().syncMapPermissions(identity).update({ read: true, write: false, manage: false });
  }

  return {
    agents: liveMap<Person>(PROVISIONED.agents, sync(PROVISIONED.agents), { deadline }),
    phoneClaims: liveMap<PhoneClaim>(PROVISIONED.agents, sync(PROVISIONED.agents), { deadline }, 'phone.'),
    floor: () => liveMap(PROVISIONED.floor, sync(PROVISIONED.floor), { deadline }),
    workers: () => liveMap(PROVISIONED.workers, sync(PROVISIONED.workers), { deadline }),
    recordings: () => liveMap(RECORDINGS, sync(RECORDINGS), { deadline, make: () => make(RECORDINGS) }),
    queue: (taskQueueSid) => {
      const entry = queueOf(taskQueueSid);
      return liveMap(entry, sync(entry), { deadline, make: () => make(entry) });
    },
    topic: (topic) => liveDocument(topicOf(topic), () => service().documents),
    topics: async <T extends object>(page: string) => {
      const [number, token = ''] = page.split(':', 2);
      const from = page === '' ? {} : { pageNumber: Number(number), pageToken: token };
      const { instances, nextPageUrl } = await service().documents.page({ pageSize: 100, ...from });
      const prefix = topicOf('').uniqueName;
      const { searchParams: after } = new URL(nextPageUrl ?? 'https://sync.twilio.com');
      const next = nextPageUrl && `${after.get('Page') ?? ''}:${after.get('PageToken') ?? ''}`;
      const topics = instances
        .filter(({ uniqueName }) => uniqueName?.startsWith(prefix))
        .map(({ uniqueName, data, revision }): Versioned<T> => {
          return { key: uniqueName.slice(prefix.length), data, revision };
        });
      return next ? { topics, next } : { topics };
    },
    once: () => liveMap(ONCE, sync(ONCE), { deadline, make: () => make(ONCE) }),
    queueStatus: () => liveDocument(QUEUE_STATUS, () => service().documents),
    openTopic: async (topic, identity) => {
      const named = service().documents(encodeURIComponent(topicOf(topic).uniqueName));
      try {
        await named.documentPermissions(identity).update({ read: true, write: false, manage: false });
        return true;
      } catch (error) {
        if (answered(error, 404)) return false;
        throw error;
      }
    },
    openCalls: async (agentId) => {
      const entry = callsOf(agentId);
      try {
        await open(entry);
      } catch (error) {
        if (!answered(error, 404)) throw error;
        await make(entry);
      }
    },
    calls: (agentId) => {
      const entry = callsOf(agentId);
      return liveMap(entry, sync(entry), { deadline, make: () => make(entry) });
    },
  };
}
