import { created, metaPage, noContent, ok, type Route } from '../../rest';
import { invalid } from '../errors';
import { demand, given, readBoolean, readName } from '../input';
import { emitActivity } from '../model/workspaces';
import { type Desk, inWorkspace, oneOf, workspaceOf } from './request';

/** `…/Activities`: https://www.twilio.com/docs/taskrouter/api/activity */
export function activityRoutes(desk: Desk): Route[] {
  const { room, views } = desk;
  const { activities, workers } = room.tables;
  return [
    inWorkspace('POST', '/Activities', (request) => {
      const workspace = workspaceOf(desk, request);
      const friendlyName = demand(request, 'FriendlyName');
      if (activities.list(workspace.sid).some((one) => one.friendlyName === friendlyName))
        throw invalid(`An activity named ${friendlyName} already exists`);
      const available = readBoolean(request, 'Available') ?? false;
      const activity = activities.add(workspace.sid, { friendlyName, available });
      emitActivity(room, activity, 'created');
      return created(views.activity(activity));
    }),
    inWorkspace('GET', '/Activities', (request) => {
      const name = request.query.get('FriendlyName');
      const available = request.query.bool('Available');
      const found = activities
        .list(workspaceOf(desk, request).sid)
        .filter((one) => name === undefined || one.friendlyName === name)
        .filter((one) => available === undefined || one.available === available);
      return metaPage(request, 'activities', found, views.activity);
    }),
    inWorkspace('GET', '/Activities/{Sid}', (request) =>
      ok(views.activity(oneOf(desk, request, activities))),
    ),
    inWorkspace('POST', '/Activities/{Sid}', (request) => {
      const { sid } = oneOf(desk, request, activities);
      const activity = activities.change(sid, given({ friendlyName: readName(request) }));
      emitActivity(room, activity, 'updated');
      return ok(views.activity(activity));
    }),
    inWorkspace('DELETE', '/Activities/{Sid}', (request) => {
      const activity = oneOf(desk, request, activities);
      const { defaultActivitySid, timeoutActivitySid, sid } = workspaceOf(desk, request);
      if (activity.sid === defaultActivitySid || activity.sid === timeoutActivitySid)
        throw invalid(`Activity ${activity.sid} is the default or timeout activity of its workspace`);
      if (workers.list(sid).some((worker) => worker.activitySid === activity.sid))
        throw invalid(`Activity ${activity.sid} has workers in it`);
      activities.remove(activity.sid);
      emitActivity(room, activity, 'deleted');
      return noContent();
    }),
  ];
}
