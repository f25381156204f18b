import { hasBrowserCalls } from '../config';
import { type Caller, type Deps, type Input, Problem, type Success } from '../endpoint';
import { aboutWorker, whyIn } from './about';
import { ACTIVITY, type Activity, activityList, SYSTEM_ACTIVITIES, sameActivity } from './activities';
import { afterCallOf, deviceOf, wordsIn } from './attributes';
import type { PresenceAnswer } from './contract';
import { contactOf, ownWorker } from './own-worker';
import { extended, granted, isInCall, type Wish } from './presence-change';
import type { Presence } from './schemas';
import { changeWorker, type Worker } from './worker';

const settable = ({ name }: Activity): boolean =>
  !SYSTEM_ACTIVITIES.some((system) => sameActivity(system, name));

const wrong = (field: string, fix: string): Problem =>
  new Problem('invalid_input', { fields: [{ field, problem: 'wrong', fix }] });

/** The activity as the workspace writes it. Throws `invalid_input`. */
function chosen(list: Activity[], name: string): string {
  const choice = list.filter(settable);
  const found = choice.find((one) => sameActivity(one.name, name));
  if (found === undefined)
    throw wrong('activity', `Send one of ${choice.map((one) => one.name).join(', ')}.`);
  return found.name;
}

/** A worker as their own page sees them. */
export function presenceOf(worker: Worker, list: Activity[]): PresenceAnswer {
  const { sid, activity, available, since, attributes } = worker;
  const about = aboutWorker(attributes);
  const { next } = about;
  const afterCall = afterCallOf(attributes);
  return {
    worker: sid,
    activity,
    available,
    since: since.toISOString(),
    ...whyIn(activity, about),
    ...(next === undefined ? {} : { next }),
    device: deviceOf(attributes),
    activities: list.map((one) => ({ name: one.name, available: one.available, settable: settable(one) })),
    skills: wordsIn(attributes.skills),
    languages: wordsIn(attributes.languages),
    ...(afterCall === undefined ? {} : { afterCall }),
  };
}

/** Fails with `invalid_input` before anything is read of the person or written. */
async function checked(deps: Deps, input: Input<typeof Presence>): Promise<{ wish: Wish; list: Activity[] }> {
  const { activity, reason, device } = input;
  if (reason !== undefined && activity === undefined)
    throw wrong('reason', 'Send the activity that it is the reason for, too.');
  if (device === 'browser' && !hasBrowserCalls(deps.config))
    throw wrong('device', 'Send phone: calls in the browser are not set up here (TWIML_APP_SID).');
  const list = await activityList(deps);
  const wish: Wish = { ...(reason === undefined ? {} : { reason }) };
  if (activity !== undefined) wish.activity = chosen(list, activity);
  return { wish, list };
}

/** Whether a call of the caller's is under way, or one that has ended is still to be settled. One request. */
async function hasCall({ live }: Deps, { agentId }: Caller): Promise<boolean> {
  return (await live.calls(agentId).get('live')) !== undefined;
}

function messageOf(worker: Worker, { activity }: Wish): string {
  if (activity === undefined || sameActivity(activity, worker.activity)) return `You are ${worker.activity}.`;
  const next = worker.attributes.next ?? ACTIVITY.available;
  return `You are ${worker.activity}; after this call you are ${next}.`;
}

/**
 * The caller's activity, device and the time for their note: as they are, or changed. Two requests, one to look; one more
 * when the token doesn't name the worker yet, during a call, and once a minute for the list of activities. What is chosen
 * during a call is for after it. Choosing an activity while a note is pending completes nothing: the note stays.
 * Fails with `invalid_input`, `conflict` (no note to extend the time for), `not_configured`.
 */
export async function changePresence(
  deps: Deps,
  input: Input<typeof Presence>,
  caller: Caller,
): Promise<Success> {
  const { wish, list } = await checked(deps, input);
  const worker = await ownWorker(deps, caller);
  deps.log.note({ worker: worker.sid });
  const { phone = caller.phone } = worker.attributes;
  if (input.device !== undefined) wish.contact = contactOf(input.device, { agentId: caller.agentId, phone });
  if (input.extend !== undefined) {
    const more = extended(worker, input.extend, deps.now().getTime());
    if (more === undefined)
      throw new Problem('conflict', {
        field: 'extend',
        problem: 'There is no note to write: its time is over, or it was written.',
      });
    wish.extended = more;
  }
  // Nobody is held in a call that is over, whatever was lost of it.
  const talks = !isInCall(worker) || wish.activity === undefined || (await hasCall(deps, caller));
  const decide = (current: Worker) => granted(current, wish, talks);
  const changed = await changeWorker(
    deps,
    worker.sid,
    decide,
    worker.etag === undefined ? undefined : worker,
  );
  const now = changed?.worker ?? worker;
  return { message: messageOf(now, wish), data: presenceOf(now, list) };
}
