import { metaPage, ok, type RestRequest, type Route } from '../../rest';
import type { TaskRouterEvent } from '../entities';
import { readWindow } from '../statistics/window';
import { type Desk, inWorkspace, oneOf, workspaceOf } from './request';

/** Query parameters that ask for an event's own field of that name. */
const FIELDS = ['TaskSid', 'WorkerSid', 'ReservationSid', 'TaskQueueSid', 'WorkflowSid'];

/** `…/Events`, newest first: https://www.twilio.com/docs/taskrouter/api/event */
export function eventRoutes(desk: Desk): Route[] {
  const { room, views } = desk;
  const { events } = room.tables;
  return [
    inWorkspace('GET', '/Events', (request) =>
      metaPage(request, 'events', found(desk, request), views.event),
    ),
    inWorkspace('GET', '/Events/{Sid}', (request) => ok(views.event(oneOf(desk, request, events)))),
  ];
}

function found(desk: Desk, request: RestRequest): TaskRouterEvent[] {
  const { tables, kernel } = desk.room;
  const { sid } = workspaceOf(desk, request);
  const { start, end } = readWindow(request, kernel.clock.now());
  const asked = (name: string) => request.query.get(name);
  const channel = asked('TaskChannel');
  const is = (name: string, value: string | undefined) => asked(name) === undefined || asked(name) === value;
  return tables.events
    .list(sid)
    .filter(({ dateCreated }) => dateCreated >= start && dateCreated <= end)
    .filter((event) => is('EventType', event.eventType) && is('Sid', event.sid))
    .filter(({ fields }) => FIELDS.every((name) => is(name, fields[name])))
    .filter(
      ({ fields }) =>
        channel === undefined || [fields.TaskChannelSid, fields.TaskChannelUniqueName].includes(channel),
    )
    .reverse();
}
