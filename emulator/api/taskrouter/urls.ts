/** Where TaskRouter answers. */
export const HOST = 'taskrouter.twilio.com';

const PLACES: Record<string, string> = {
  WA: 'Activities',
  TC: 'TaskChannels',
  WK: 'Workers',
  WQ: 'TaskQueues',
  WW: 'Workflows',
  WT: 'Tasks',
  EV: 'Events',
};

/** The address of a workspace, or of something in it by its SID; reservations are found through their workspace. */
export function resourceUrl(workspaceSid: string, sid = workspaceSid): string {
  const workspace = `https://${HOST}/v1/Workspaces/${workspaceSid}`;
  const place = PLACES[sid.slice(0, 2)];
  return place === undefined ? workspace : `${workspace}/${place}/${sid}`;
}
