import { TwilioError } from '../../api/rest';
import type { SyncEvent, SyncModel, SyncObject } from '../../api/sync';
import { syncError } from '../../api/sync/errors';
import { may } from './cds/access';
import { type Caller, NOT_FOUND, objectOf } from './cds/request';
import { eventView } from './cds/views';
import type { Push, SubscriptionsBody } from './messages';

type Request = SubscriptionsBody['requests'][number];

const KINDS = ['document', 'map', 'list', 'stream'] as const;

/** What one connection follows. `push` sends to the client, in order. */
export class Subscriptions {
  #sids = new Set<string>();

  constructor(
    private readonly model: SyncModel,
    private readonly push: (push: Push) => void,
  ) {}

  /** Does what `POST /v4/Subscriptions` asks; how each request went is pushed, as is what the client missed. */
  apply(body: SubscriptionsBody, caller: Caller, host: string): void {
    for (const request of body.requests) {
      if (body.action === 'cancel') this.#cancel(request, body.correlation_id);
      else this.#establish(request, caller, host, body.correlation_id);
    }
  }

  /** Passes on a change of what is followed, as long as the person may read it. */
  changed(event: SyncEvent, caller: Caller, host: string): void {
    const { object } = event;
    if (!this.#sids.has(object.sid)) return;
    // With the object its permissions go too: that it is gone is told to all who followed it.
    const removed = event.type === `${object.kind}_removed`;
    if (removed) this.#sids.delete(object.sid);
    else if (!may(this.model, caller, object, 'read')) return;
    this.push({
      event_type: event.type,
      events: [eventView(host, event)],
      event_protocol_version: 4,
      strictly_ordered: true,
    });
  }

  #establish(request: Request, caller: Caller, host: string, correlation_id: number | string): void {
    const { object_sid, object_type } = request;
    const answer = (event_type: string, event: Record<string, unknown>) =>
      this.push({ event_type, events: [event], correlation_id, event_protocol_version: 4 });
    try {
      const object = this.#find(request, caller);
      this.#sids.add(object.sid);
      for (const event of this.#missed(object, request.last_event_id ?? object.revision))
        answer(event.type, eventView(host, event));
      answer('subscription_established', {
        object_sid,
        object_type,
        replay_status: 'completed',
        last_event_id: object.revision,
      });
    } catch (error) {
      if (!(error instanceof TwilioError)) throw error;
      const { status, code, message } = error;
      answer('subscription_failed', { object_sid, object_type, error: { status, code, message } });
    }
  }

  #cancel({ object_sid, object_type }: Request, correlation_id: number | string): void {
    this.#sids.delete(object_sid);
    this.push({
      event_type: 'subscription_canceled',
      events: [{ object_sid, object_type }],
      correlation_id,
      event_protocol_version: 4,
    });
  }

  #find({ object_sid, object_type, last_event_id }: Request, caller: Caller): SyncObject {
    const kind = KINDS.find((one) => one === object_type);
    if (!kind)
      throw new TwilioError(
        501,
        501,
        `The emulator has no subscriptions to "${object_type}". Add them in emulator/realtime/sync/.`,
      );
    const object = objectOf(this.model, caller, kind, object_sid);
    if (!may(this.model, caller, object, 'read')) throw syncError(54007);
    // The account was reset since: what the client holds never was this object, and it would ignore what comes.
    if ((last_event_id ?? 0) > object.revision) throw syncError(NOT_FOUND[kind]);
    return object;
  }

  /** What happened after event `id`; where that is no longer known in full, what the object now holds of it. */
  #missed(object: SyncObject, id: number): SyncEvent[] {
    const { events, whole } = this.model.log.since(object, id);
    if (whole || object.kind === 'stream') return events;
    const told = { object, by: 'system', fromRest: true };
    if (object.kind === 'document') return [{ ...told, type: 'document_updated' }];
    const type = object.kind === 'map' ? 'map_item_updated' : 'list_item_updated';
    return this.model.items
      .list(object)
      .filter((item) => item.revision > id)
      .sort((a, b) => a.revision - b.revision)
      .map((item) => ({ ...told, type, item, object: { ...object, revision: item.revision } }));
  }
}
