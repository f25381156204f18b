import type { Kernel, Product } from '../../product';
import type { Inbox } from './inbox';
import { Messages } from './messages';
import { messageRoutes } from './routes';

export { createInbox, type Inbox, type InboxChannel, type InboxEntry } from './inbox';

export interface MessagingOptions {
  /** Whether the account owns this number (E.164): only from such a number a message may be sent. */
  isOwned: (number: string) => boolean;
}

/**
 * Programmable Messaging, as far as codes and notes need it: texts and WhatsApp messages out, with their status
 * callbacks, into the inbox. https://www.twilio.com/docs/messaging/api/message-resource
 */
export function createMessaging(kernel: Kernel, inbox: Inbox, { isOwned }: MessagingOptions): Product {
  const messages = new Messages(kernel, inbox);
  return {
    name: 'messaging',
    routes: messageRoutes(kernel.account, messages, isOwned),
    restored: () => messages.restored(),
  };
}
