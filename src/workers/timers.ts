import { type Deps, Problem } from '../endpoint';
import { ambiguous } from '../twilio';
import { workspaceOf } from './activities';

/** Something that is to happen later, with nobody's page open. */
export interface Timer {
  /** What for; whoever has started it knows what to do when it has run out. */
  kind: string;
  /** What they must know then. JSON, at most some 3 KB. https://www.twilio.com/docs/taskrouter/limits */
  payload: Record<string, unknown>;
}

/** https://www.twilio.com/docs/taskrouter/api/task */
const SECONDS = { least: 1, most: 1_209_600 };

/** The workflow that timers wait in. Throws `not_configured`. */
function workflowOf({ config }: Deps): string {
  if (config.workflowSid === undefined)
    throw new Problem('not_configured', {
      problem: 'There is no TaskRouter workflow.',
      fix: 'Set WORKFLOW_SID; npm run provision -- apply makes the workflow and fills it in.',
    });
  return config.workflowSid;
}

/**
 * Starts a timer: a task that waits in a queue without workers until its timeout cancels it, which comes to
 * `/general/router` (`timerOf`). One request. When the answer is lost it is asked for once more, as a timer too many does
 * no harm and one too few does: whoever acts on a timer looks first whether it is still due. `seconds` is kept within
 * what TaskRouter takes. Throws `not_configured`.
 */
export async function startTimer(deps: Deps, timer: Timer & { seconds: number }): Promise<void> {
  const { kind, payload, seconds } = timer;
  const task = {
    workflowSid: workflowOf(deps),
    attributes: JSON.stringify({ ...payload, timer: kind }),
    timeout: Math.min(SECONDS.most, Math.max(SECONDS.least, Math.ceil(seconds))),
  };
  const { tasks } = deps.twilio().taskrouter.v1.workspaces(workspaceOf(deps));
  try {
    await tasks.create(task);
  } catch (error) {
    if (!ambiguous(error)) throw error;
    await tasks.create(task);
  }
}

/** The timer that a task's attributes (JSON) describe; undefined when the task is no timer but somebody's. */
export function readTimer(attributes: string | undefined): Timer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(attributes ?? '');
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('timer' in value)) return undefined;
  const { timer: kind, ...payload } = value;
  return typeof kind === 'string' && kind !== '' ? { kind, payload } : undefined;
}

/** What of an event of TaskRouter tells whether a timer has run out. */
export interface TimerEvent {
  EventType: string;
  TaskCanceledReason?: string | undefined;
}

/**
 * Whether an event about a timer's task says that its time is over, rather than that somebody has taken it away. Twilio's
 * words are "Task TTL Exceeded", in older workspaces "Task TTL Exceeded or Max assignment count exceeded". Without a
 * reason it counts as over: whoever acts on it looks anyway.
 * https://www.twilio.com/docs/taskrouter/api/task
 */
export const hasRunOut = ({ EventType, TaskCanceledReason: reason }: TimerEvent): boolean =>
  EventType === 'task.canceled' &&
  (reason === undefined || reason === '' || /^task ttl exceeded/i.test(reason));
