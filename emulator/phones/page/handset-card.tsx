import { useSignal } from '@preact/signals';
import type { HandsetView } from '../handset-view';
import { act, ask } from './api';
import { BehaviourChoice } from './behaviour-choice';
import { shownDuration, shownNumber } from './format';
import { CloseIcon, HangUpIcon, MicrophoneIcon, PhoneIcon } from './icons';
import { Keypad } from './keypad';
import { now } from './live';
import { hold, holding, letGo } from './microphone';
import { REACHABLE } from './reachable';
import { Transcript } from './transcript';

const ENDS: Record<string, string> = {
  completed: 'Last call ended',
  canceled: 'Caller gave up',
  busy: 'Last call was declined',
  'no-answer': 'Last call was not answered',
  failed: 'Last call failed',
};

/**
 * One telephone. While it has the focus, the keyboard works it: digits press keys, A answers, D declines, H hangs up.
 */
export function HandsetCard({ phone }: { phone: HandsetView }) {
  const { number, state } = phone;
  const press = (digits: string) => void act(number, 'press', { digits });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    const key = event.key.toLowerCase();
    if (state === 'in-call' && /^[0-9*#]$/.test(key)) press(key);
    else if (state === 'ringing' && key === 'a') void act(number, 'answer');
    else if (state === 'ringing' && key === 'd') void act(number, 'reject');
    else if (state === 'in-call' && key === 'h') void act(number, 'hangup');
    else return;
    event.preventDefault();
  };

  const title = phone.name ?? shownNumber(number);
  return (
    <article
      class="handset"
      id={`phone-${number.slice(1)}`}
      data-state={state}
      aria-label={title}
      aria-keyshortcuts="A D H 0 1 2 3 4 5 6 7 8 9 * #"
      {...REACHABLE}
      onKeyDown={onKeyDown}
    >
      <span class="earpiece" aria-hidden="true" />
      <header class="handset-head">
        <div>
          <h3>{title}</h3>
          {phone.name && <p class="number">{shownNumber(number)}</p>}
        </div>
        <div class="handset-tools">
          <Microphone number={number} name={title} />
          <State phone={phone} />
        </div>
      </header>
      <p class="where">
        <Where phone={phone} />
      </p>
      {state !== 'ringing' && <Transcript phone={phone} />}
      {state === 'ringing' && <Ringing number={number} />}
      {state === 'in-call' && <InCall number={number} press={press} />}
      {state === 'idle' && <Idle phone={phone} />}
    </article>
  );
}

/** Talks and listens through this computer, as the person with this telephone. */
function Microphone({ number, name }: { number: string; name: string }) {
  const on = holding.value.has(number);
  return (
    <button
      type="button"
      class="button quiet-button square"
      aria-pressed={on}
      aria-label={`Use this computer's microphone for ${name}`}
      title={on ? 'You speak and hear as this phone. Click to stop' : "Use this computer's microphone"}
      onClick={() => (on ? letGo(number) : void hold(number))}
    >
      <MicrophoneIcon />
    </button>
  );
}

function State({ phone }: { phone: HandsetView }) {
  if (phone.state === 'idle') return <span class="state">Idle</span>;
  const since = phone.since ? shownDuration(now.value - Date.parse(phone.since)) : '';
  return (
    <span class="state">
      {phone.state === 'ringing' ? 'Ringing' : 'In call'} <time class="timer">{since}</time>
    </span>
  );
}

function Where({ phone }: { phone: HandsetView }) {
  const { conference, state, direction, peer, lastCall } = phone;
  if (state === 'idle') return <>{lastCall ? (ENDS[lastCall.end] ?? lastCall.end) : 'Waiting for a call'}</>;
  if (conference) {
    const notes = [
      conference.label && `as ${conference.label}`,
      conference.hold && 'on hold',
      conference.muted && 'muted',
    ].filter(Boolean);
    return (
      <>
        In <strong>{conference.name}</strong>
        {notes.length > 0 && `, ${notes.join(', ')}`}
      </>
    );
  }
  return (
    <>
      {direction === 'incoming' ? 'Call from ' : 'Call to '}
      <strong>{shownNumber(peer ?? '')}</strong>
    </>
  );
}

function Ringing({ number }: { number: string }) {
  return (
    <>
      <div class="bell" aria-hidden="true">
        <span class="bell-icon">
          <PhoneIcon />
        </span>
      </div>
      <div class="actions">
        <button type="button" class="button stop" onClick={() => void act(number, 'reject')}>
          <HangUpIcon /> Decline{' '}
          <span class="key-hint" aria-hidden="true">
            D
          </span>
        </button>
        <button type="button" class="button go" onClick={() => void act(number, 'answer')}>
          <PhoneIcon /> Answer{' '}
          <span class="key-hint" aria-hidden="true">
            A
          </span>
        </button>
      </div>
    </>
  );
}

function InCall({ number, press }: { number: string; press: (digits: string) => void }) {
  const text = useSignal('');
  const say = async (event: Event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (words && (await act(number, 'say', { text: words }))) text.value = '';
  };
  return (
    <>
      <Keypad onPress={press} />
      <form class="field-row" onSubmit={say}>
        <input
          aria-label="Say"
          placeholder="Say something"
          autocomplete="off"
          maxLength={1000}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="button">
          Say
        </button>
      </form>
      <div class="actions">
        <button type="button" class="button stop" onClick={() => void act(number, 'hangup')}>
          <HangUpIcon /> Hang up{' '}
          <span class="key-hint" aria-hidden="true">
            H
          </span>
        </button>
      </div>
    </>
  );
}

function Idle({ phone }: { phone: HandsetView }) {
  const to = useSignal('');
  const call = async (event: Event) => {
    event.preventDefault();
    if (to.value.trim() && (await act(phone.number, 'call', { to: to.value }))) to.value = '';
  };
  return (
    <div class="idle">
      <form class="field-row" onSubmit={call}>
        <input
          type="tel"
          aria-label="Number to call"
          placeholder="Number to call"
          list="numbers"
          autocomplete="off"
          value={to.value}
          onInput={(event) => {
            to.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="button">
          <PhoneIcon /> Call
        </button>
      </form>
      <div class="idle-foot">
        <BehaviourChoice phone={phone} />
        <button
          type="button"
          class="button quiet-button square"
          aria-label={`Remove ${phone.name ?? shownNumber(phone.number)}`}
          onClick={() => void ask('DELETE', `/phones/${encodeURIComponent(phone.number)}`)}
        >
          <CloseIcon />
        </button>
      </div>
    </div>
  );
}
