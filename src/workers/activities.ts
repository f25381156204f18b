import { type Deps, Problem } from '../endpoint';

/** An activity of the workspace. */
export interface Activity {
  /** `WA…`. */
  sid: string;
  name: string;
  /** Whether work is given to whoever is in it. */
  available: boolean;
}

/** The names that Cordboard itself puts workers into. They are compared case-insensitively. */
export const ACTIVITY = {
  offline: 'offline',
  available: 'available',
  inCall: 'in-call',
  postCall: 'post-call',
  away: 'away',
} as const;

/** Those that only the system puts somebody into. */
export const SYSTEM_ACTIVITIES: readonly string[] = [ACTIVITY.inCall, ACTIVITY.postCall];

/** Whether two names mean the same activity. */
export const sameActivity = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Activities are made by the provisioner and hardly ever change. Milliseconds. */
const KEEP_MS = 60_000;

/** What this instance has read, by workspace. */
const known = new Map<string, { until: number; list: Activity[] }>();

/** The SID of the workspace. Throws `not_configured` without one. */
export function workspaceOf({ config }: Deps): string {
  if (config.workspaceSid === undefined)
    throw new Problem('not_configured', {
      problem: 'There is no TaskRouter workspace.',
      fix: 'Set WORKSPACE_SID; npm run provision -- apply makes the workspace and fills it in.',
    });
  return config.workspaceSid;
}

async function readActivities(deps: Deps, workspace: string): Promise<Activity[]> {
  const found = await deps
    .twilio()
    .taskrouter.v1.workspaces(workspace)
    .activities.list({ limit: 1000, pageSize: 1000 });
  const list = found.map(({ sid, friendlyName: name, available }) => ({ sid, name, available }));
  known.set(workspace, { until: deps.now().getTime() + KEEP_MS, list });
  return list;
}

/** The workspace's activities. One request, none within a minute of the last one. Throws `not_configured`. */
export async function activityList(deps: Deps): Promise<Activity[]> {
  const workspace = workspaceOf(deps);
  const kept = known.get(workspace);
  const now = deps.now().getTime();
  if (kept !== undefined && kept.until > now && kept.until - now <= KEEP_MS) return kept.list;
  return readActivities(deps, workspace);
}

/**
 * The SID of the activity of that name, in whatever case. As `activityList`; one that was made meanwhile is found too.
 * Throws `not_configured` when there is none.
 */
export async function activitySid(deps: Deps, name: string): Promise<string> {
  const named = (list: Activity[]) => list.find((one) => sameActivity(one.name, name))?.sid;
  const sid = named(await activityList(deps)) ?? named(await readActivities(deps, workspaceOf(deps)));
  if (sid === undefined)
    throw new Problem('not_configured', {
      problem: `The TaskRouter workspace has no activity "${name}".`,
      fix: 'npm run provision -- apply makes it.',
    });
  return sid;
}
