/** What a topic may be called: Sync's names end at 256 characters, and the platform's addresses can't carry some. */
export const TOPIC_NAME = /^[^\p{C}/\\%?#]{1,200}$/u;

/**
 * The topic of a task: `topic` in its attributes, else its SID. Undefined when that can't be the name of a topic.
 */
export function topicName({ topic }: { topic?: unknown }, taskSid: string): string | undefined {
  if (topic === undefined || topic === null || topic === '') return taskSid;
  return typeof topic === 'string' && TOPIC_NAME.test(topic) ? topic : undefined;
}
