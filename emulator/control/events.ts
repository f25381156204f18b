import type { ServerResponse } from 'node:http';
import type { ControlParts } from './index';
import { health } from './routes';

/** How long changes are gathered before they are sent, so that a burst is one message. Milliseconds of real time. */
const GATHER = 25;
/** A comment that keeps the connection from being taken for dead. Milliseconds of real time. */
const PING = 15_000;
/** Events that a new page is given of what happened before it. */
const BACKLOG = 500;

/**
 * `GET /control/events`: the emulator as a stream of server-sent events. `timeline` carries a list of new events and
 * their last id (a reconnecting client gets what it missed); `phones`, `inbox` and `health` carry the whole of what they
 * are named after, when it has changed.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamEvents(parts: ControlParts, response: ServerResponse, since: number | undefined): void {
  const { kernel, phones, inbox } = parts;
  const sent = new Map<string, string>();
  let last = since ?? Math.max(0, kernel.timeline.last - BACKLOG);
  let timer: NodeJS.Timeout | undefined;

  const send = (event: string, data: unknown, id?: number) => {
    const text = JSON.stringify(data);
    if (id === undefined) {
      if (sent.get(event) === text) return;
      sent.set(event, text);
    }
    response.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${text}\n\n`);
  };
  const flush = () => {
    timer = undefined;
    const events = kernel.timeline.since(last);
    last = kernel.timeline.last;
    send('phones', phones.list());
    send('inbox', inbox.list());
    // Before the events: a page forgets what is older than the oldest one that is kept (a reset empties the timeline).
    send('first', kernel.timeline.since(0)[0]?.id ?? kernel.timeline.last + 1);
    if (events.length > 0) send('timeline', events, last);
    send('health', {
      ...health(parts),
      now: undefined,
      skew: Math.round((kernel.clock.now() - Date.now()) / 1000),
    });
  };
  const soon = () => {
    timer ??= setTimeout(flush, GATHER);
  };

  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.write('retry: 1000\n\n');
  const unsubscribe = [kernel.timeline.subscribe(soon), phones.subscribe(soon)];
  const ping = setInterval(() => {
    response.write(': still here\n\n');
    soon();
  }, PING);
  ping.unref();
  response.on('close', () => {
    clearTimeout(timer);
    clearInterval(ping);
    for (const end of unsubscribe) end();
  });
  flush();
}
