import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import { config } from '../../app/config';
import { tc } from '../../i18n/late/control';
import { sentenceFor } from '../../i18n/problem';
import type { SharedLive } from '../../live/shared';
import { shown } from '../../numbers';
import { activityInWords, toneOf } from '../../presence/words';
import { session } from '../../session';
import { Form } from '../../sign-in/form';
import { Dialog } from '../../ui/dialog';
import { AlertIcon, CallIcon } from '../../ui/icons';
import { useNow } from '../../ui/ticking';
import { clock } from '../words';
import { type Choice, choicesFor, chosenOf, stepped } from './choices';
import { Colleagues } from './colleagues';
import { SearchIcon, TransferIcon } from './icons';
import type { Control } from './model';
import { personIn } from './words';

const queueName = (queue: 'sales' | 'support'): string => tc(`pick.queue.${queue}`);

/** Follows who is there as long as the dialog is open. */
function useColleagues(shared: SharedLive | undefined): Colleagues {
  const state = session.state.peek();
  const live = shared?.status.peek() === 'live' ? shared : undefined;
  const colleagues = useMemo(
    () =>
      new Colleagues({
        me: state.is === 'signed-in' ? state.agent.id : '',
        call: session.call.bind(session),
        follow: live && ((listener) => live.map('workers', listener)),
      }),
    [],
  );
  useEffect(() => () => colleagues.close(), []);
  return colleagues;
}

/** A row: who or what, and whether they are free. */
function Row({ choice }: { choice: Choice }) {
  const now = useNow(choice.kind === 'colleague');
  if (choice.kind === 'queue')
    return (
      <>
        <TransferIcon />
        <span class="choice-name">{queueName(choice.queue)}</span>
        <span class="choice-state">{tc('pick.queue.hint')}</span>
      </>
    );
  if (choice.kind === 'number')
    return (
      <>
        <CallIcon />
        <span class="choice-name">{tc('pick.call', { number: shown(choice.number) })}</span>
      </>
    );
  const { name, activity, since, reason } = choice.colleague;
  const words = activityInWords(activity);
  return (
    <>
      <i class={`lamp ${toneOf(activity, choice.free)}`} />
      <span class="choice-name" title={name}>
        {personIn(name)}
      </span>
      <span class="choice-state">
        {reason ? `${words}, ${reason}` : words}
        {since !== undefined && activity.toLowerCase() !== 'offline' && (
          <>
            {' '}
            <span class="choice-since">{tc('pick.since', { time: clock((now - since) / 1000) })}</span>
          </>
        )}
      </span>
    </>
  );
}

/** What the list says when there is nothing in it, or not everything. */
function listNote(colleagues: Colleagues, rows: number, text: string): string | undefined {
  if (colleagues.all.value === undefined)
    return tc(colleagues.failed.value ? 'pick.unreachable' : 'pick.loading');
  if (rows > 0) return undefined;
  return tc(text.trim() === '' ? 'pick.nobody.yet' : 'pick.nobody');
}

interface PickerProps {
  control: Control;
  /** Which dialog it is. */
  what: 'add' | 'transfer';
  shared: SharedLive | undefined;
  title: string;
  /** What can be done with the one who is chosen; the first is what Enter does. */
  children(chosen: Choice | undefined): ComponentChildren;
  onEnter(chosen: Choice): void;
}

/** A dialog to choose somebody: type a name or a number, or go through the list with the arrow keys. */
export function Picker({ control, what, shared, title, children, onEnter }: PickerProps) {
  const queues = what === 'transfer';
  const colleagues = useColleagues(shared);
  const text = useSignal('');
  const picked = useSignal<string | undefined>(undefined);
  const missing = useSignal(false);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const choices = choicesFor(text.value, colleagues.all.value ?? [], queues ? queueName : undefined);
  const chosen = chosenOf(choices, picked.value, text.value);
  const failure = control.failure.value;
  const note = listNote(colleagues, choices.length, text.value);
  const rowId = (choice: Choice) => `${id}-${choice.id.replace(/\W/g, '')}`;
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.id]);
  const pick = (next: string | undefined) => {
    picked.value = next;
    missing.value = false;
    control.failure.value = undefined;
  };
  return (
    <Dialog
      title={title}
      onClose={() => {
        if (control.open.peek() === what) control.open.value = undefined;
      }}
    >
      <Form
        onSubmit={() => {
          missing.value = chosen === undefined;
          if (chosen) onEnter(chosen);
        }}
      >
        <div class="picker">
          <label class="picker-search">
            <span>{tc(queues ? 'pick.search.transfer' : 'pick.search')}</span>
            <SearchIcon />
            <input
              role="combobox"
              aria-expanded="true"
              aria-controls={id}
              aria-activedescendant={chosen && rowId(chosen)}
              autocomplete="off"
              spellcheck={false}
              maxLength={60}
              placeholder={tc('pick.search.example')}
              value={text.value}
              autofocus
              onInput={({ currentTarget }) => {
                text.value = currentTarget.value;
                pick(undefined);
              }}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
                event.preventDefault();
                pick(stepped(choices, chosen, event.key === 'ArrowDown' ? 1 : -1));
              }}
            />
          </label>
          {/* Its rows are gone through with the arrow keys in the box above. */}
          <div class="choices" id={id} role="listbox" aria-label={title} ref={list}>
            {choices.map((choice) => (
              <div
                key={choice.id}
                id={rowId(choice)}
                role="option"
                tabIndex={-1}
                aria-selected={choice.id === chosen?.id}
                class={choice.kind === 'colleague' && !choice.free ? 'away' : ''}
                onMouseDown={(event) => {
                  // The focus stays in the box.
                  event.preventDefault();
                  pick(choice.id);
                }}
              >
                <Row choice={choice} />
              </div>
            ))}
          </div>
          {note && (
            <p class="hint" role="status">
              {note}
            </p>
          )}
          <div role="alert" class="picker-told">
            {(failure || missing.value) && (
              <p class="problem">
                <AlertIcon />
                {failure ? sentenceFor(failure, config.value?.countries) : tc('pick.none')}
              </p>
            )}
          </div>
          {children(chosen)}
        </div>
      </Form>
    </Dialog>
  );
}
