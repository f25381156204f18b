import { ACTIVITY, sameActivity } from './activities';
import { type AfterCall, afterCallOf, deviceOf, type WorkerAttributes, wordsIn } from './attributes';

/** What colleagues and pages may know of a worker from its attributes; bounded, as it is stored with every worker. */
export interface WorkerAbout {
  agent?: string;
  device?: 'phone' | 'browser';
  /** The activity that the person has chosen, and why. */
  chosen?: string;
  reason?: string;
  next?: string;
  task?: string;
  afterCall?: AfterCall;
  skills?: string[];
  languages?: string[];
}

/** Bytes of JSON that a list of words may take up; further words are left out. */
const WORDS_BYTES = 400;

const text = (value: unknown, length: number): string | undefined =>
  typeof value === 'string' && value !== '' ? [...value].slice(0, length).join('') : undefined;

function words(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  let bytes = 2;
  return wordsIn(value).filter((word) => {
    bytes += Buffer.byteLength(JSON.stringify(word)) + 1;
    return bytes <= WORDS_BYTES;
  });
}

/** What is told of a worker; pure. Attributes may be anything that somebody has put there. */
export function aboutWorker(attributes: WorkerAttributes): WorkerAbout {
  const note = afterCallOf(attributes);
  const fields: { [Key in keyof WorkerAbout]: WorkerAbout[Key] | undefined } = {
    agent: text(attributes.agent_id, 40),
    device: typeof attributes.contact_uri === 'string' ? deviceOf(attributes) : undefined,
    chosen: text(attributes.chosen, 64),
    reason: text(attributes.reason, 60),
    next: text(attributes.next, 64),
    task: text(attributes.task, 34),
    afterCall:
      note && note.call.length <= 64 && note.task.length <= 34
        ? { call: note.call, task: note.task, until: Date.parse(note.until) }
        : undefined,
    skills: words(attributes.skills),
    languages: words(attributes.languages),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as WorkerAbout;
}

/** Whether the person has chosen the activity that they are in. */
const isChosen = (activity: string, { chosen }: Pick<WorkerAbout, 'chosen'>): boolean =>
  chosen !== undefined && sameActivity(chosen, activity);

/**
 * Why somebody is in an activity: what they gave as their reason, or that a call was not taken. TaskRouter, and whoever
 * turns an offer away for them, puts them into `away`; they have not chosen that. A reason belongs to what was chosen
 * (for now, or for after the call), not to what has become of it since.
 */
export function whyIn(
  activity: string,
  about: Pick<WorkerAbout, 'chosen' | 'reason' | 'next'>,
): { reason?: string; why?: 'unanswered' } {
  const chosen = isChosen(activity, about);
  if (sameActivity(activity, ACTIVITY.away) && !chosen) return { why: 'unanswered' };
  const { reason, next } = about;
  return reason !== undefined && (chosen || next !== undefined) ? { reason } : {};
}
