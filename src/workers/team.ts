import type { Caller, Deps, Input, Success } from '../endpoint';
import type { WorkerView } from '../routing/contract';
import { activityList, sameActivity } from './activities';
import type { TeamAnswer, TeamMember } from './contract';
import type { Team } from './schemas';

/** As many as one page of a Sync map holds. */
const PAGE = 100;

/**
 * Everybody who may be given work, as the events tell of them: for whoever looks for a colleague to transfer to. One
 * request a page of a hundred, and once a minute one for the list of activities. Fails with `not_configured`.
 */
export async function showTeam(deps: Deps, { from }: Input<typeof Team>, _caller: Caller): Promise<Success> {
  const activities = await activityList(deps);
  const start = from === undefined ? {} : { from };
  const items = await deps.live.workers<WorkerView>().list({ limit: PAGE, ...start });
  // The last of a full page begins the next one.
  const next = items.length === PAGE ? items.at(-1)?.key : undefined;
  const page = next === undefined ? items : items.slice(0, -1);
  const people = page.flatMap(({ key, data }): TeamMember[] => {
    const { gone, activity, since, name = key, agent, device, reason, skills = [], languages = [] } = data;
    // Before an event has told of an activity nobody can say whether they are there.
    if (gone || activity === undefined || since === undefined) return [];
    return [
      {
        worker: key,
        ...(agent === undefined ? {} : { agent }),
        name,
        activity,
        available: activities.some((one) => one.available && sameActivity(one.name, activity)),
        since: new Date(since).toISOString(),
        ...(reason === undefined ? {} : { reason }),
        ...(device === undefined ? {} : { device }),
        skills,
        languages,
      },
    ];
  });
  const data: TeamAnswer = { people, ...(next === undefined ? {} : { next }) };
  return { message: 'This is the team.', data };
}
