import { created, metaPage, noContent, ok, type RestRequest, type Route } from '../../rest';
import type { Workspace } from '../entities';
import { invalid } from '../errors';
import { demand, given, readBoolean, readChoice, readName, readUrl } from '../input';
import { createWorkspace, removeWorkspace } from '../model/workspaces';
import { HOST } from '../urls';
import { type Desk, workspaceOf } from './request';

/** `/v1/Workspaces`: https://www.twilio.com/docs/taskrouter/api/workspace */
export function workspaceRoutes(desk: Desk): Route[] {
  const { room, views } = desk;
  const { tables, events } = room;
  const one = '/v1/Workspaces/{Sid}';
  const many = '/v1/Workspaces';
  return [
    {
      method: 'POST',
      host: HOST,
      path: many,
      handle: (request) => {
        const friendlyName = demand(request, 'FriendlyName');
        const template = readChoice(request, 'Template', ['NONE', 'FIFO'] as const);
        return created(
          views.workspace(createWorkspace(room, { ...readSettings(request), friendlyName }, template)),
        );
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: many,
      handle: (request) => {
        const name = request.query.get('FriendlyName');
        const all = tables.workspaces.all().filter((one) => name === undefined || one.friendlyName === name);
        return metaPage(request, 'workspaces', all, views.workspace);
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: one,
      handle: (request) => ok(views.workspace(workspaceOf(desk, request, 'Sid'))),
    },
    {
      method: 'POST',
      host: HOST,
      path: one,
      handle: (request) => {
        const { sid } = workspaceOf(desk, request, 'Sid');
        const activity = (name: string) => readActivity(desk, request, sid, name);
        const changes = given({
          ...readSettings(request),
          defaultActivitySid: activity('DefaultActivitySid'),
          timeoutActivitySid: activity('TimeoutActivitySid'),
        });
        const workspace = tables.workspaces.change(sid, changes);
        events.emit(sid, {
          type: 'workspace.updated',
          description: `Workspace ${workspace.friendlyName} updated`,
          resource: { type: 'workspace', sid },
        });
        return ok(views.workspace(workspace));
      },
    },
    {
      method: 'DELETE',
      host: HOST,
      path: one,
      handle: (request) => {
        removeWorkspace(room, workspaceOf(desk, request, 'Sid'));
        return noContent();
      },
    },
  ];
}

function readSettings(request: RestRequest): Partial<Workspace> {
  const filter = request.form.get('EventsFilter');
  return given({
    friendlyName: readName(request),
    eventCallbackUrl: readUrl(request, 'EventCallbackUrl'),
    eventsFilter: filter === '' ? null : filter,
    multiTaskEnabled: readBoolean(request, 'MultiTaskEnabled'),
    prioritizeQueueOrder: readChoice(request, 'PrioritizeQueueOrder', ['FIFO', 'LIFO'] as const),
  });
}

/** The SID of an activity of this workspace, undefined when absent; 400 for any other. */
export function readActivity(
  { room }: Desk,
  request: RestRequest,
  workspaceSid: string,
  name: string,
): string | undefined {
  const sid = request.form.get(name);
  if (sid === undefined) return undefined;
  if (room.tables.activities.get(sid)?.workspaceSid !== workspaceSid)
    throw invalid(`Invalid ${name}: ${sid} is no activity of workspace ${workspaceSid}`);
  return sid;
}
