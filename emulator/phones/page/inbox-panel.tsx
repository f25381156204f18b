import { useSignal } from '@preact/signals';
import { shownNumber, shownTime } from './format';
import { CheckIcon, CopyIcon, MailIcon } from './icons';
import { inbox, type Message } from './live';
import { REACHABLE } from './reachable';

const CHANNELS: Record<string, string> = { sms: 'SMS', email: 'E-mail', whatsapp: 'WhatsApp', call: 'Call' };

/** Messages and codes that Twilio would have sent, newest first. */
export function InboxPanel() {
  const messages = inbox.value;
  return (
    <section class="panel inbox" aria-labelledby="inbox-title">
      <header class="panel-head">
        <h2 id="inbox-title">Inbox</h2>
        <span class="count">{messages.length}</span>
      </header>
      {messages.length === 0 ? (
        <div class="empty">
          <MailIcon />
          <p>No message yet.</p>
          <p class="hint">Codes and texts that your app sends arrive here, whatever the address.</p>
        </div>
      ) : (
        <ul class="messages" aria-label="Messages, newest first" {...REACHABLE}>
          {messages.map((message, at) => <MessageItem key={at} message={message} />).reverse()}
        </ul>
      )}
    </section>
  );
}

function MessageItem({ message }: { message: Message }) {
  const { to, channel, body, code, at } = message;
  return (
    <li class="message">
      <p class="message-head">
        <span class="badge">{CHANNELS[channel] ?? channel}</span>
        <span class="message-to">{shownNumber(to)}</span>
        <time>{shownTime(at)}</time>
      </p>
      <p class="message-body">{body}</p>
      {code && <Code code={code} />}
    </li>
  );
}

function Code({ code }: { code: string }) {
  const copied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, 1500);
  };
  return (
    <p class="code-row">
      <span class="code">{code}</span>
      <button type="button" class="button quiet-button" onClick={() => void copy()}>
        {copied.value ? <CheckIcon /> : <CopyIcon />}
        <span aria-live="polite">{copied.value ? 'Copied' : 'Copy'}</span>
        <span class="unseen"> code {code}</span>
      </button>
    </p>
  );
}
