import { created, type Route } from '../../rest';
import { requireData } from '../input';
import { LIMITS } from '../limits';
import { HOST } from '../views';
import { objectOf, type SyncRoom } from './request';

/** Publishing on a stream: https://www.twilio.com/docs/sync/api/stream-message-resource */
export function messageRoutes(room: SyncRoom): Route[] {
  return [
    {
      method: 'POST',
      host: HOST,
      path: '/v1/Services/{ServiceSid}/Streams/{StreamSid}/Messages',
      handle: (request) => {
        const stream = objectOf(room, request, 'stream', 'StreamSid');
        const { data } = requireData(request, 54101, LIMITS.messageBytes);
        room.model.rates.message(stream.sid);
        return created(room.model.objects.publish(stream, data));
      },
    },
  ];
}
