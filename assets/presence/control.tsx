import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { PresenceAnswer } from '../../src/workers/contract';
import { config } from '../app/config';
import { clock } from '../call/words';
import type { DeskModel } from '../desk/model';
import { tl } from '../i18n/late';
import { sentenceFor } from '../i18n/problem';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { AlertIcon } from '../ui/icons';
import { useNow } from '../ui/ticking';
import type { Presence } from './model';
import { activityInWords, ORDER, toneOf } from './words';

/** A reason may be this long. Characters. */
const REASON = 60;
const DEVICES: PresenceAnswer['device'][] = ['phone', 'browser'];

/** What one can step into. TaskRouter's own "Unavailable" says no more than "away", where that is. */
function choices({ activities }: PresenceAnswer): PresenceAnswer['activities'] {
  const settable = activities.filter((each) => each.settable);
  const away = settable.some(({ name }) => name.toLowerCase() === 'away');
  const places = ORDER.map((name) => settable.find((each) => each.name.toLowerCase() === name));
  const known = places.filter((each) => each !== undefined);
  const others = settable.filter((each) => !known.includes(each));
  return [...known, ...others.filter(({ name }) => !away || name.toLowerCase() !== 'unavailable')];
}

/** The activities that one can step into, each with its lamp. */
function Activities({ presence, now }: { presence: Presence; now: PresenceAnswer }) {
  return (
    <fieldset class="activities">
      <legend>{tl('presence.activity')}</legend>
      {choices(now).map(({ name, available }) => (
        <button
          key={name}
          type="button"
          class={toneOf(name, available)}
          aria-pressed={name === (now.next ?? now.activity)}
          aria-disabled={presence.busy.value}
          onClick={() => presence.choose(name)}
        >
          <i class="lamp" />
          {activityInWords(name)}
        </button>
      ))}
    </fieldset>
  );
}

/** Why one is not available, for colleagues to read. */
function Reason({ presence, now }: { presence: Presence; now: PresenceAnswer }) {
  const text = useSignal(now.reason ?? '');
  useEffect(() => {
    text.value = now.reason ?? '';
  }, [now.reason, now.activity]);
  const settable = now.activities.some(({ name, settable }) => settable && name === now.activity);
  if (now.available || !settable) return null;
  return (
    <form
      class="reason"
      onSubmit={(event) => {
        event.preventDefault();
        presence.choose(now.activity, text.peek());
      }}
    >
      <label for="presence-reason">{tl('presence.reason')}</label>
      <div>
        <input
          id="presence-reason"
          maxLength={REASON}
          autocomplete="off"
          placeholder={tl('presence.reason.example')}
          value={text.value}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value;
          }}
        />
        <Button type="submit" busy={presence.busy.value} disabled={text.value.trim() === (now.reason ?? '')}>
          {tl('presence.reason.save')}
        </Button>
      </div>
    </form>
  );
}

/** Where calls that are offered ring; and, if that is here, whether they can. */
function Device({ presence, now, desk }: { presence: Presence; now: PresenceAnswer; desk: DeskModel }) {
  const { line } = desk;
  // Without calls in the browser there is nothing to choose.
  if (!config.value?.voice) return null;
  return (
    <fieldset class="rings-on">
      <legend>{tl('presence.device')}</legend>
      <div>
        {DEVICES.map((device) => (
          <button
            key={device}
            type="button"
            aria-pressed={device === now.device}
            aria-disabled={presence.busy.value}
            onClick={() => {
              presence.ringOn(device);
              desk.choose(device);
            }}
          >
            {tl(`presence.device.${device}`)}
          </button>
        ))}
      </div>
      {now.device === 'browser' && line.state.value !== 'ready' && (
        <p class="hint">
          <AlertIcon />
          {tl('presence.device.off')}
          <Button
            kind="plain"
            busy={line.state.value === 'opening'}
            onClick={() => {
              desk.choose('browser');
              line.open().catch(() => undefined);
            }}
          >
            {tl('presence.device.turnOn')}
          </Button>
        </p>
      )}
    </fieldset>
  );
}

/** Whether work is given to the person, since when, and how to change that. */
export function PresenceControl({ presence, desk }: { presence: Presence; desk: DeskModel }) {
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const now = presence.now.value;
  const time = useNow(now !== undefined);
  const words = now && activityInWords(now.activity);
  const first = useRef(true);
  useEffect(() => {
    if (words === undefined) return;
    if (!first.current) announce(tl('presence.said', { activity: words }));
    first.current = false;
  }, [words]);
  // At once: Esc may come before the browser has drawn the card.
  useLayoutEffect(() => {
    if (!open.value) return;
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) open.value = false;
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
      event.stopPropagation();
      open.value = false;
      root.current?.querySelector<HTMLButtonElement>('.presence-now')?.focus();
    };
    addEventListener('pointerdown', outside);
    // Wherever the focus is: a button that goes away when it has done its work leaves it nowhere.
    addEventListener('keydown', key, true);
    return () => {
      removeEventListener('pointerdown', outside);
      removeEventListener('keydown', key, true);
    };
  }, [open.value]);
  if (now === undefined || words === undefined) return null;
  const since = clock((time - Date.parse(now.since)) / 1000);
  const failure = presence.failure.value;
  return (
    <div class={`presence ${toneOf(now.activity, now.available)}`} ref={root}>
      <button
        type="button"
        class="presence-now"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <i class="lamp" />
        <span class="presence-name">{words}</span>
        {now.next && (
          <span class="presence-next">{tl('presence.next', { activity: activityInWords(now.next) })}</span>
        )}
        <span class="presence-since">{since}</span>
        <span class="unseen">{tl('presence.change')}</span>
        <i class="chevron" />
      </button>
      {open.value && (
        <section class="presence-card" aria-label={tl('presence.title')}>
          <Activities presence={presence} now={now} />
          <Reason presence={presence} now={now} />
          <Device presence={presence} now={now} desk={desk} />
          {now.skills.length > 0 && (
            <p class="hint">
              {tl('presence.skills', {
                skills: [...now.skills, ...now.languages.map((each) => each.toUpperCase())].join(', '),
              })}
            </p>
          )}
          <div role="alert">{failure && <p class="problem">{sentenceFor(failure)}</p>}</div>
        </section>
      )}
    </div>
  );
}
