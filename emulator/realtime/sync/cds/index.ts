import { bySpecificity, compilePath, matchPath, type PathTemplate } from '../../../api/path';
import { type RestReply, TwilioError } from '../../../api/rest';
import type { SyncModel } from '../../../api/sync';
import { unsupported } from '../../../api/unsupported';
import { itemRoutes } from './items';
import { messageRoutes, objectRoutes } from './objects';
import type { CdsRequest, CdsRoute } from './request';

/**
 * What the SDK asks inside the socket (at Twilio: cds.us1.twilio.com): the same objects as REST has, addressed without
 * their service, with JSON bodies and event numbers.
 */
export class Cds {
  readonly #routes: { path: PathTemplate; route: CdsRoute }[];

  constructor(model: SyncModel) {
    this.#routes = [
      ...(['document', 'map', 'list', 'stream'] as const).flatMap((kind) => objectRoutes(model, kind)),
      ...(['map', 'list'] as const).flatMap((kind) => itemRoutes(model, kind)),
      ...messageRoutes(model),
    ]
      .map((route) => ({ path: compilePath(route.path), route }))
      .sort((a, b) => bySpecificity(a.path, b.path));
  }

  /** Carries out one request. Throws `TwilioError`. */
  handle(request: CdsRequest): RestReply {
    for (const { path, route } of this.#routes) {
      if (route.method !== request.method) continue;
      const params = match(path, request.url.pathname);
      if (params) return route.handle({ ...request, params });
    }
    throw unsupported(request, 'this request of the Sync SDK', 'emulator/realtime/sync/cds/');
  }
}

function match(path: PathTemplate, pathname: string): Record<string, string> | undefined {
  try {
    return matchPath(path, pathname);
  } catch {
    throw new TwilioError(400, 20001, `The path ${pathname} is not encoded as a URL must be`);
  }
}
