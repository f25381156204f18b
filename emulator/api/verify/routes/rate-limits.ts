import { created, metaPage, noContent, notFound, ok, type RestRequest, type Route } from '../../rest';
import type { Bucket, RateLimit } from '../entities';
import { demand, readNumber } from '../input';
import { rateLimitOf, serviceOf, type VerifyRoom } from '../room';
import { bucketView, HOST, rateLimitView } from '../views';

/** `/RateLimits`: https://www.twilio.com/docs/verify/api/service-rate-limits */
export function rateLimitRoutes(room: VerifyRoom): Route[] {
  const { account, rateLimits } = room;
  const many = '/v2/Services/{ServiceSid}/RateLimits';
  const one = `${many}/{Sid}`;
  const view = (limit: RateLimit) => rateLimitView(account.sid, limit);
  const named = (request: RestRequest) => rateLimitOf(room, request, 'Sid');
  return [
    {
      method: 'POST',
      host: HOST,
      path: many,
      handle: (request) => {
        const service = serviceOf(room, request);
        const description = request.form.get('Description') ?? null;
        return created(view(rateLimits.create(service.sid, demand(request, 'UniqueName'), description)));
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: many,
      handle: (request) =>
        metaPage(request, 'rate_limits', rateLimits.list(serviceOf(room, request).sid), view),
    },
    { method: 'GET', host: HOST, path: one, handle: (request) => ok(view(named(request))) },
    {
      method: 'POST',
      host: HOST,
      path: one,
      handle: (request) => {
        const limit = named(request);
        return ok(
          view(rateLimits.describe(limit, request.form.get('Description') ?? limit.description ?? '')),
        );
      },
    },
    {
      method: 'DELETE',
      host: HOST,
      path: one,
      handle: (request) => {
        rateLimits.remove(named(request));
        return noContent();
      },
    },
  ];
}

/** `/Buckets`: https://www.twilio.com/docs/verify/api/service-rate-limit-buckets */
export function bucketRoutes(room: VerifyRoom): Route[] {
  const { account, rateLimits } = room;
  const many = '/v2/Services/{ServiceSid}/RateLimits/{RateLimitSid}/Buckets';
  const one = `${many}/{Sid}`;
  const view = (bucket: Bucket) => bucketView(account.sid, bucket);
  const parent = (request: RestRequest) => rateLimitOf(room, request, 'RateLimitSid');
  const named = (request: RestRequest): Bucket => {
    const bucket = rateLimits.buckets(parent(request)).find(({ sid }) => sid === request.params.Sid);
    if (!bucket) throw notFound(request);
    return bucket;
  };
  return [
    {
      method: 'POST',
      host: HOST,
      path: many,
      handle: (request) => {
        const limit = parent(request);
        for (const name of ['Max', 'Interval']) demand(request, name);
        const max = readNumber(request, 'Max', 1) ?? 1;
        const interval = readNumber(request, 'Interval', 1) ?? 1;
        return created(view(rateLimits.addBucket(limit, max, interval)));
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: many,
      handle: (request) => metaPage(request, 'buckets', rateLimits.buckets(parent(request)), view),
    },
    { method: 'GET', host: HOST, path: one, handle: (request) => ok(view(named(request))) },
    {
      method: 'POST',
      host: HOST,
      path: one,
      handle: (request) => {
        const bucket = named(request);
        const max = readNumber(request, 'Max', 1) ?? bucket.max;
        const interval = readNumber(request, 'Interval', 1) ?? bucket.interval;
        return ok(view(rateLimits.changeBucket(parent(request), bucket, { max, interval })));
      },
    },
    {
      method: 'DELETE',
      host: HOST,
      path: one,
      handle: (request) => {
        rateLimits.removeBucket(named(request));
        return noContent();
      },
    },
  ];
}
