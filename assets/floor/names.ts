import { tl } from '../i18n/late';

/** What a queue is called; one whose name is not known is told by the end of its SID. */
export const queueInWords = (queue: string, names: Readonly<Record<string, string>>): string =>
  names[queue] ?? tl('floor.queue', { tail: queue.slice(-4) });

/** A person by what stands before the @ of their e-mail address. */
export const personInWords = (name: string | undefined): string =>
  name === undefined || name === '' ? tl('floor.someone') : (name.split('@')[0] ?? name);
