import * as v from 'valibot';

/** What an SDK sends in the header of `init` and of `update`. */
export const WithToken = v.looseObject({ token: v.string() });

/** Which pushes the client wants, by product. They are confirmed as they came. */
export const Registrations = v.looseObject({ registrations: v.optional(v.nullable(v.array(v.unknown()))) });

/** A request to a product behind the socket. `path` and `params` are encoded as in a URL. */
export const Request = v.looseObject({
  http_request: v.looseObject({
    host: v.string(),
    path: v.pipe(v.string(), v.startsWith('/')),
    method: v.string(),
    params: v.optional(v.record(v.string(), v.union([v.string(), v.array(v.string())])), {}),
    headers: v.optional(v.record(v.string(), v.unknown()), {}),
  }),
});

export type HttpRequest = v.InferOutput<typeof Request>['http_request'];

/** Body of `POST /v4/Subscriptions`. */
export const SubscriptionsBody = v.looseObject({
  action: v.picklist(['establish', 'cancel']),
  correlation_id: v.union([v.number(), v.string()]),
  requests: v.array(
    v.looseObject({
      object_sid: v.string(),
      object_type: v.string(),
      /** The last event the client has seen; absent or null when it asks for no replay. */
      last_event_id: v.optional(v.nullable(v.number())),
    }),
  ),
});

export type SubscriptionsBody = v.InferOutput<typeof SubscriptionsBody>;

/** What the socket pushes: `payload` of a `twilio.sync.event` notification. */
export interface Push {
  event_type: string;
  events: Record<string, unknown>[];
  correlation_id?: number | string;
  event_protocol_version: 4;
  strictly_ordered?: true;
}
