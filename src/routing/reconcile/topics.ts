import type { TopicDocument } from '../follow-task';
import { correct, correctEnded } from './correct';
import type { Run } from './run';
import { type Found, type Truth, truthNow } from './truth';

/** In a word or two, for the report. */
const inWords = ({ state, worker }: Pick<TopicDocument, 'state' | 'worker'>): string =>
  `topic ${state}${worker === undefined ? '' : ` to ${worker}`}`;

const stateIn = ({ held }: Truth): Pick<TopicDocument, 'state' | 'worker'> =>
  held === undefined ? { state: 'waiting' } : { state: 'assigned', worker: held.worker };

/** Whether a topic shows what is true of the task. */
const shows = (topic: TopicDocument | undefined, truth: Truth): boolean =>
  topic !== undefined &&
  topic.task === truth.task &&
  topic.queue === truth.queue &&
  topic.state === stateIn(truth).state &&
  topic.worker === truth.held?.worker &&
  topic.reservation === truth.held?.reservation;

/** Tasks that go on, by topic, the newest last. */
async function tasksByTopic(run: Run, queues: string[]): Promise<Map<string, Found[]>> {
  const tasks = (await Promise.all(queues.map((queue) => run.tasksIn(queue)))).flat();
  const byTopic = new Map<string, Found[]>();
  for (const task of tasks.sort((a, b) => a.since - b.since))
    byTopic.set(task.topic, [...(byTopic.get(task.topic) ?? []), task]);
  return byTopic;
}

/** Puts right what a topic shows of a task, after asking TaskRouter once more. */
async function correctShown(run: Run, topic: string, task: string, was: TopicDocument | undefined) {
  const { deps, workspace } = run;
  const stamp = run.stamp();
  const truth = await truthNow(deps, workspace, task);
  if (truth === undefined ? was?.state === 'completed' : shows(was, truth)) return;
  if (truth === undefined && was === undefined) return;
  if (truth === undefined) await correctEnded(deps, topic, task, stamp);
  else await correct(deps, workspace, truth, stamp);
  run.corrected.push({
    task,
    was: was === undefined ? 'topic missing' : inWords(was),
    is: truth === undefined ? 'over' : inWords(stateIn(truth)),
  });
}

/**
 * Compares what topics show with the tasks that go on. A request for each hundred topics, those of the last hour that have
 * ended among them. Resolves with the page to go on with when time is up; what has no topic at all is found when it
 * isn't.
 */
export async function reconcileTopics(
  run: Run,
  queues: string[],
  start: string,
): Promise<string | undefined> {
  const byTopic = await tasksByTopic(run, queues);
  const seen = new Set<string>();
  for (let page = start; ; ) {
    const { topics, next } = await run.deps.live.topics<TopicDocument>(page);
    const live: [TopicDocument, Found[]][] = [];
    for (const { key, data } of topics) {
      seen.add(key);
      const tasks = byTopic.get(key) ?? [];
      if (tasks.length > 0) live.push([data, tasks]);
      else if (data.state !== 'completed') {
        if (!run.inTime) return page;
        await correctShown(run, key, data.task, data);
      }
    }
    // A topic shows one task; of a customer who has several, one of those.
    const shown = live.map(([topic, tasks]) => tasks.find(({ task }) => task === topic.task) ?? tasks.at(-1));
    const wanted = shown.filter((task) => task !== undefined);
    let at = 0;
    for await (const truth of run.truthsOf(wanted)) {
      if (!run.inTime) return page;
      const [topic] = live[at] ?? [];
      at += 1;
      if (!shows(topic, truth)) await correctShown(run, truth.topic, truth.task, topic);
    }
    if (next === undefined) break;
    page = next;
    if (!run.inTime) return page;
  }
  if (start !== '') return undefined;
  for (const [topic, tasks] of byTopic) {
    const newest = tasks.at(-1);
    if (seen.has(topic) || newest === undefined) continue;
    if (!run.inTime) return '';
    await correctShown(run, topic, newest.task, undefined);
  }
  return undefined;
}
