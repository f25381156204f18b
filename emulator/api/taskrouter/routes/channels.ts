import { created, metaPage, noContent, notFound, ok, type RestRequest, type Route } from '../../rest';
import type { TaskChannel } from '../entities';
import { invalid } from '../errors';
import { demand, given, readBoolean, readName } from '../input';
import { addWorkerChannel } from '../model/workspaces';
import { type Desk, inWorkspace, workspaceOf } from './request';

/** `…/TaskChannels`: https://www.twilio.com/docs/taskrouter/api/task-channel */
export function channelRoutes(desk: Desk): Route[] {
  const { room, views } = desk;
  const { channels, workers, workerChannels, tasks } = room.tables;
  const emit = (channel: TaskChannel, what: string) =>
    room.events.emit(channel.workspaceSid, {
      type: `task-channel.${what}`,
      description: `TaskChannel ${channel.uniqueName} ${what}`,
      resource: { type: 'taskchannel', sid: channel.sid },
      more: {
        TaskChannelSid: channel.sid,
        TaskChannelName: channel.friendlyName,
        TaskChannelUniqueName: channel.uniqueName,
        TaskChannelOptimizedRouting: String(channel.channelOptimizedRouting),
      },
    });
  const one = (request: RestRequest): TaskChannel => {
    const found = findChannel(desk, workspaceOf(desk, request).sid, request.params.Sid);
    if (!found) throw notFound(request);
    return found;
  };
  return [
    inWorkspace('POST', '/TaskChannels', (request) => {
      const workspace = workspaceOf(desk, request);
      const uniqueName = demand(request, 'UniqueName');
      if (findChannel(desk, workspace.sid, uniqueName))
        throw invalid(`A task channel with the unique name ${uniqueName} already exists`);
      const channel = channels.add(workspace.sid, {
        friendlyName: demand(request, 'FriendlyName'),
        uniqueName,
        channelOptimizedRouting: readBoolean(request, 'ChannelOptimizedRouting') ?? false,
      });
      for (const worker of workers.list(workspace.sid)) addWorkerChannel(room, worker, channel);
      emit(channel, 'created');
      return created(views.channel(channel));
    }),
    inWorkspace('GET', '/TaskChannels', (request) =>
      metaPage(request, 'channels', channels.list(workspaceOf(desk, request).sid), views.channel),
    ),
    inWorkspace('GET', '/TaskChannels/{Sid}', (request) => ok(views.channel(one(request)))),
    inWorkspace('POST', '/TaskChannels/{Sid}', (request) => {
      const changes = given({
        friendlyName: readName(request),
        channelOptimizedRouting: readBoolean(request, 'ChannelOptimizedRouting'),
      });
      const channel = channels.change(one(request).sid, changes);
      emit(channel, 'updated');
      return ok(views.channel(channel));
    }),
    inWorkspace('DELETE', '/TaskChannels/{Sid}', (request) => {
      const channel = one(request);
      if (tasks.list(channel.workspaceSid).some((task) => task.taskChannelSid === channel.sid))
        throw invalid(`Task channel ${channel.uniqueName} has tasks`);
      for (const mine of workerChannels.list(channel.workspaceSid))
        if (mine.taskChannelSid === channel.sid) workerChannels.remove(mine.sid);
      channels.remove(channel.sid);
      emit(channel, 'deleted');
      return noContent();
    }),
  ];
}

/** By SID or unique name. */
export const findChannel = (desk: Desk, workspaceSid: string, name: string | undefined) =>
  desk.room.tables.channels.list(workspaceSid).find((one) => one.sid === name || one.uniqueName === name);
