import type { Kernel } from '../../product';
import type { Collection } from '../../store';

/** How something reached a person. */
export type InboxChannel = 'sms' | 'whatsapp' | 'email' | 'call';

/** What a person received, as they read or hear it. */
export interface InboxEntry {
  /** The phone number (E.164) or e-mail address it was sent to. */
  to: string;
  channel: InboxChannel;
  from?: string;
  body: string;
  /** The code in it, where it carries one: for programs that must type it. */
  code?: string;
  /** Emulated time, ISO 8601. */
  at: string;
}

/** Everything that was sent to people: texts, e-mails, spoken codes. */
export interface Inbox {
  deliver(entry: Omit<InboxEntry, 'at'>): void;
  /** Newest last; only what went to `to`, if given. */
  list(to?: string): InboxEntry[];
}

/** The people's inbox, kept in the store's collection `inbox`. */
export function createInbox(kernel: Kernel): Inbox {
  const all: Collection<InboxEntry> = kernel.store.collection('inbox');
  return {
    deliver(entry) {
      all.set(String(all.size + 1), { ...entry, at: kernel.clock.date().toISOString() });
      kernel.timeline.add({
        kind: 'message',
        summary: `${entry.channel} reached ${entry.to}`,
        data: { channel: entry.channel, to: entry.to, ...(entry.from ? { from: entry.from } : {}) },
      });
    },
    list: (to) => all.values().filter((entry) => to === undefined || entry.to === to),
  };
}
