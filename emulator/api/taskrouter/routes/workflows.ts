import { created, metaPage, noContent, ok, type RestRequest, type Route } from '../../rest';
import type { Workflow } from '../entities';
import { invalid } from '../errors';
import { demand, given, readBoolean, readName, readNumber, readUrl } from '../input';
import { LIMITS } from '../limits';
import { enterWorkflow, routeAll } from '../model/routing';
import { queuesOf } from './queues';
import { type Desk, inWorkspace, oneOf, workspaceOf } from './request';

/** `…/Workflows`: https://www.twilio.com/docs/taskrouter/api/workflow */
export function workflowRoutes(desk: Desk): Route[] {
  const { room, views } = desk;
  const { workflows, tasks } = room.tables;
  const emit = (workflow: Workflow, what: string) =>
    room.events.emit(workflow.workspaceSid, {
      type: `workflow.${what}`,
      description: `Workflow ${workflow.friendlyName} ${what}`,
      resource: { type: 'workflow', sid: workflow.sid },
      more: { WorkflowSid: workflow.sid, WorkflowName: workflow.friendlyName },
    });
  return [
    inWorkspace('POST', '/Workflows', (request) => {
      const { sid } = workspaceOf(desk, request);
      const friendlyName = demand(request, 'FriendlyName');
      demand(request, 'Configuration');
      const settings = readSettings(desk, request, sid);
      const workflow = workflows.add(sid, {
        configuration: '',
        assignmentCallbackUrl: null,
        fallbackAssignmentCallbackUrl: null,
        taskReservationTimeout: LIMITS.reservationTimeout.usual,
        ...settings,
        friendlyName,
      });
      emit(workflow, 'created');
      return created(views.workflow(workflow));
    }),
    inWorkspace('GET', '/Workflows', (request) => {
      const name = request.query.get('FriendlyName');
      const all = workflows.list(workspaceOf(desk, request).sid);
      const found = all.filter((workflow) => name === undefined || workflow.friendlyName === name);
      return metaPage(request, 'workflows', found, views.workflow);
    }),
    inWorkspace('GET', '/Workflows/{Sid}', (request) => ok(views.workflow(oneOf(desk, request, workflows)))),
    inWorkspace('POST', '/Workflows/{Sid}', (request) => {
      const { sid, workspaceSid } = oneOf(desk, request, workflows);
      const again = readBoolean(request, 'ReEvaluateTasks') ?? false;
      const workflow = workflows.change(sid, readSettings(desk, request, workspaceSid));
      emit(workflow, 'updated');
      if (again) {
        const mine = room.tables.waitingIn(workspaceSid).filter((task) => task.workflowSid === sid);
        for (const task of mine) if (task.status === 'pending') enterWorkflow(room, task.sid);
        routeAll(room, workspaceSid);
      }
      return ok(views.workflow(workflow));
    }),
    inWorkspace('DELETE', '/Workflows/{Sid}', (request) => {
      const workflow = oneOf(desk, request, workflows);
      const active = ['pending', 'reserved', 'assigned', 'wrapping'];
      const task = tasks
        .list(workflow.workspaceSid)
        .find((one) => one.workflowSid === workflow.sid && active.includes(one.status));
      if (task) throw invalid(`Cannot delete workflow ${workflow.sid}: it has active tasks`);
      workflows.remove(workflow.sid);
      emit(workflow, 'deleted');
      return noContent();
    }),
  ];
}

function readSettings(desk: Desk, request: RestRequest, workspaceSid: string) {
  const configuration = readName(request, 'Configuration');
  for (const queue of configuration === undefined ? [] : queuesOf(configuration))
    if (desk.room.tables.queues.get(queue)?.workspaceSid !== workspaceSid)
      throw invalid(`Workflow configuration: ${queue} is no task queue of workspace ${workspaceSid}`);
  return given({
    friendlyName: readName(request),
    configuration,
    assignmentCallbackUrl: readUrl(request, 'AssignmentCallbackUrl'),
    fallbackAssignmentCallbackUrl: readUrl(request, 'FallbackAssignmentCallbackUrl'),
    taskReservationTimeout: readNumber(request, 'TaskReservationTimeout', LIMITS.reservationTimeout),
  });
}
