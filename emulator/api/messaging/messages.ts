import type { Kernel } from '../../product';
import type { Collection } from '../../store';
import { rfc2822 } from '../rest';
import type { Inbox } from './inbox';
import { segmentsOf } from './segments';

/** A text on its way. https://www.twilio.com/docs/messaging/api/message-resource */
export interface Message {
  sid: string;
  /** E.164, with `whatsapp:` in front for that channel. */
  to: string;
  from: string;
  body: string;
  status: 'queued' | 'sent' | 'delivered';
  statusCallback: string | null;
  /** Milliseconds since the epoch, as every date here. */
  dateCreated: number;
  dateUpdated: number;
  dateSent: number | null;
}

/** Milliseconds from one status to the next: quick, but seen apart. */
const STEP = 100;

/** The life of messages: queued, sent, delivered into the inbox. */
export class Messages {
  readonly #all: Collection<Message>;

  constructor(
    private readonly kernel: Kernel,
    private readonly inbox: Inbox,
  ) {
    this.#all = kernel.store.collection('messaging.messages');
  }

  create(given: Pick<Message, 'to' | 'from' | 'body' | 'statusCallback'>): Message {
    const now = this.kernel.clock.now();
    const message: Message = {
      sid: this.kernel.ids.sid('SM'),
      ...given,
      status: 'queued',
      dateCreated: now,
      dateUpdated: now,
      dateSent: null,
    };
    this.#all.set(message.sid, message);
    this.#continue(message);
    return message;
  }

  find(sid: string): Message | undefined {
    return this.#all.get(sid);
  }

  /** Newest first, as Twilio lists them. */
  list(): Message[] {
    return this.#all.values().reverse();
  }

  /** Carries on with what was on its way when the store was saved. */
  restored(): void {
    for (const message of this.#all.values()) if (message.status !== 'delivered') this.#continue(message);
  }

  #continue(message: Message): void {
    this.kernel.clock.setTimeout(() => this.#step(message), STEP);
  }

  #step(message: Message): void {
    const now = this.kernel.clock.now();
    message.dateUpdated = now;
    if (message.status === 'queued') {
      message.status = 'sent';
      message.dateSent = now;
      this.#continue(message);
    } else {
      message.status = 'delivered';
      const [to, channel] = addressOf(message.to);
      this.inbox.deliver({ to, channel, from: addressOf(message.from)[0], body: message.body });
    }
    this.#tell(message);
  }

  /**
   * Twilio calls back for each status but the first, which the answer to the request already told.
   * https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
   */
  #tell(message: Message): void {
    if (message.statusCallback === null) return;
    this.kernel.webhooks.notify({
      purpose: 'message status',
      url: message.statusCallback,
      method: 'POST',
      params: {
        AccountSid: this.kernel.account.sid,
        ApiVersion: '2010-04-01',
        From: message.from,
        To: message.to,
        MessageSid: message.sid,
        MessageStatus: message.status,
        SmsSid: message.sid,
        SmsStatus: message.status,
      },
    });
  }
}

/** The bare number, and the channel it is reached by. */
export function addressOf(address: string): [number: string, channel: 'sms' | 'whatsapp'] {
  const prefix = 'whatsapp:';
  return address.startsWith(prefix) ? [address.slice(prefix.length), 'whatsapp'] : [address, 'sms'];
}

/** A message as REST shows it. */
export function messageView(accountSid: string, message: Message): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  return {
    sid: message.sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    from: message.from,
    to: message.to,
    direction: 'outbound-api',
    status: message.status,
    date_created: rfc2822(message.dateCreated),
    date_sent: message.dateSent === null ? null : rfc2822(message.dateSent),
    date_updated: rfc2822(message.dateUpdated),
    error_code: null,
    error_message: null,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: String(segmentsOf(message.body)),
    price: null,
    price_unit: null,
    subresource_uris: { media: `${uri}/Media.json` },
    uri: `${uri}.json`,
  };
}
