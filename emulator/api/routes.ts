import { bySpecificity, compilePath, matchPath, type PathTemplate, plainHost } from './path';
import { type Route, TwilioError } from './rest';

interface Entry {
  path: PathTemplate;
  route: Route;
}

/** The operations that the emulator has, found by host, method and path. */
export class Routes {
  #byHost = new Map<string, Entry[]>();

  constructor(routes: Route[]) {
    for (const route of routes) {
      const entries = this.#byHost.get(route.host) ?? [];
      entries.push({ path: compilePath(route.path), route });
      this.#byHost.set(route.host, entries);
    }
    for (const entries of this.#byHost.values()) entries.sort((a, b) => bySpecificity(a.path, b.path));
  }

  /** Throws 400 / 20001 for a path that cannot be decoded. */
  find(
    method: string,
    host: string,
    pathname: string,
  ): { route: Route; params: Record<string, string> } | undefined {
    for (const { path, route } of this.#byHost.get(plainHost(host)) ?? []) {
      if (route.method !== method) continue;
      try {
        const params = matchPath(path, pathname);
        if (params) return { route, params };
      } catch {
        throw new TwilioError(400, 20001, `The path ${pathname} is not encoded as a URL must be`);
      }
    }
    return undefined;
  }
}
