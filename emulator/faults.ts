/** One rule of `PUT /control/faults`: what goes wrong, where, how often. */
export interface FaultRule {
  /**
   * `rest`: a request to `*.twilio.com`; `webhook`: a request from Twilio to the project; `socket`: a browser SDK's
   * socket.
   */
  on: 'rest' | 'webhook' | 'socket';
  /**
   * Part of "METHOD https://host/path?query" that must appear, or a regular expression between slashes. For a socket:
   * "CONNECT /path" when it opens, "GET /v3/Maps/…" and the like for what the SDK asks in it, "PUSH …" for what it is
   * told.
   */
  match: string;
  /**
   * `fail`: answer with `status` (and `code`) without doing anything (a REST call is not carried out, a webhook is not
   * delivered and counts as that answer). `drop`: the connection breaks, nothing is done. `fail-after`: it is done, but
   * the answer is lost (connection reset). `delay`: it happens `ms` later. `duplicate`: a webhook is delivered `times`
   * in all. `reorder`: a webhook is held back until the next `hold` ones have been delivered. On a socket, `drop` and
   * `fail-after` break the connection.
   */
  effect: 'fail' | 'drop' | 'fail-after' | 'delay' | 'duplicate' | 'reorder';
  status?: number;
  code?: number;
  ms?: number;
  times?: number;
  hold?: number;
  /** Skip this many matches first. */
  after?: number;
  /** Hit at most this many matches; default every one. */
  limit?: number;
}

/** The rules in force, and how often each matched. */
export class Faults {
  #rules: { rule: FaultRule; test: (text: string) => boolean; seen: number; hit: number }[] = [];

  set(rules: FaultRule[]): void {
    this.#rules = rules.map((rule) => ({ rule, test: matcher(rule.match), seen: 0, hit: 0 }));
  }

  /** The first rule that applies to this request; counts it as used. */
  take(on: FaultRule['on'], method: string, url: string): FaultRule | undefined {
    for (const entry of this.#rules) {
      if (entry.rule.on !== on || !entry.test(`${method} ${url}`)) continue;
      entry.seen++;
      if (entry.seen <= (entry.rule.after ?? 0) || entry.hit >= (entry.rule.limit ?? Infinity)) continue;
      entry.hit++;
      return entry.rule;
    }
    return undefined;
  }

  list(): (FaultRule & { hit: number })[] {
    return this.#rules.map(({ rule, hit }) => ({ ...rule, hit }));
  }

  clear(): void {
    this.#rules = [];
  }
}

function matcher(match: string): (text: string) => boolean {
  const pattern = /^\/(.+)\/(i?)$/.exec(match);
  if (!pattern) return (text) => text.includes(match);
  const expression = new RegExp(pattern[1] ?? '', pattern[2]);
  return (text) => expression.test(text);
}
