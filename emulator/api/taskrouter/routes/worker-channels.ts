import { metaPage, notFound, ok, type RestRequest, type Route } from '../../rest';
import { given, readBoolean, readNumber } from '../input';
import { LIMITS } from '../limits';
import { offer } from '../model/routing';
import { emitWorker } from '../model/workers';
import { type Desk, inWorkspace, oneOf } from './request';

/** `…/Workers/{Sid}/Channels`: https://www.twilio.com/docs/taskrouter/api/worker-channel */
export function workerChannelRoutes(desk: Desk): Route[] {
  const { room, views } = desk;
  const { workers, workerChannels, channels } = room.tables;
  const one = (request: RestRequest) => {
    const worker = oneOf(desk, request, workers, 'WorkerSid');
    const name = request.params.Sid;
    const channel = room.tables
      .channelsOf(worker.sid, worker.workspaceSid)
      .find((mine) => mine.sid === name || channels.need(mine.taskChannelSid).uniqueName === name);
    if (!channel) throw notFound(request);
    return channel;
  };
  return [
    inWorkspace('GET', '/Workers/{WorkerSid}/Channels', (request) => {
      const worker = oneOf(desk, request, workers, 'WorkerSid');
      const mine = room.tables.channelsOf(worker.sid, worker.workspaceSid);
      return metaPage(request, 'channels', mine, views.workerChannel);
    }),
    inWorkspace('GET', '/Workers/{WorkerSid}/Channels/{Sid}', (request) =>
      ok(views.workerChannel(one(request))),
    ),
    inWorkspace('POST', '/Workers/{WorkerSid}/Channels/{Sid}', (request) => {
      const before = one(request);
      const changes = readChannel(request);
      const channel = workerChannels.change(before.sid, changes);
      const worker = workers.need(channel.workerSid);
      const { assigned_tasks: count } = views.workerChannel(channel);
      const more = {
        WorkerChannelAvailable: String(channel.available),
        WorkerChannelAvailableCapacity: String(Math.max(0, channel.capacity - Number(count))),
        WorkerChannelPreviousCapacity: String(before.capacity),
        WorkerChannelTaskCount: String(count),
        TaskChannelSid: channel.taskChannelSid,
        TaskChannelUniqueName: channels.need(channel.taskChannelSid).uniqueName,
      };
      if (channel.capacity !== before.capacity)
        emitWorker(room, worker, 'worker.capacity.update', 'capacity updated', more);
      if (channel.available !== before.available)
        emitWorker(room, worker, 'worker.channel.availability.update', 'channel availability updated', more);
      offer(room, worker.sid);
      return ok(views.workerChannel(workerChannels.need(channel.sid)));
    }),
  ];
}

function readChannel(request: RestRequest) {
  return given({
    capacity: readNumber(request, 'Capacity', LIMITS.capacity),
    available: readBoolean(request, 'Available'),
  });
}
