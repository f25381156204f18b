import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { CallView } from '../../src/calls/contract';
import { clock, phaseInWords } from '../call/words';
import type { DeskModel } from '../desk/model';
import { tl } from '../i18n/late';
import { sentenceFor } from '../i18n/problem';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { AlertIcon } from '../ui/icons';
import { useNow } from '../ui/ticking';
import type { WorkModel } from '../work/model';
import { dispositionInWords, dispositionsOf } from './dispositions';
import { NOTE, type Note } from './model';

/** The last seconds are shown so that one sees them. */
const SOON = 15;

const typesInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select') !== null;

/** How much time is left for the note, with more of it for the asking. */
function TimeLeft({ work, call }: { work: WorkModel; call: CallView }) {
  const afterCall = work.presence.now.value?.afterCall;
  const mine = afterCall?.call === call.id ? afterCall : undefined;
  const now = useNow(mine !== undefined);
  const left = mine && Math.ceil((Date.parse(mine.until) - now) / 1000);
  const had = useRef(false);
  if (mine) had.current = true;
  const over = (had.current && mine === undefined) || (left !== undefined && left <= 0);
  const ended = over || call.wrapUp?.doneAt !== undefined;
  useEffect(() => {
    if (ended) announce(tl('note.over'));
  }, [ended]);
  if (ended) return <p class="time-over">{tl('note.over')}</p>;
  if (left === undefined) return null;
  return (
    <div class={`time-left${left <= SOON ? ' soon' : ''}`}>
      <p class="timer" role="timer" aria-label={tl('note.left')}>
        {clock(left)}
      </p>
      <Button kind="plain" busy={work.presence.busy.value} onClick={() => work.presence.extend()}>
        {tl('note.extend')}
      </Button>
    </div>
  );
}

/** What came of the call: one of the list for such calls, each with its key. */
function Dispositions({ note, list }: { note: Note; list: readonly string[] }) {
  const chosen = note.disposition.value;
  return (
    <fieldset class="dispositions">
      <legend>{tl('note.disposition')}</legend>
      {list.map((each, at) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === chosen}
          aria-keyshortcuts={String(at + 1)}
          onClick={() => note.choose(each)}
        >
          <span class="key" aria-hidden="true">
            {at + 1}
          </span>
          {dispositionInWords(each)}
        </button>
      ))}
    </fieldset>
  );
}

/** Digits choose, and Ctrl or Cmd with Enter hands in, wherever the focus is. */
function useKeys(note: Note, list: readonly string[]): void {
  // At once: the first key may come before the browser has drawn.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]') || event.repeat) return;
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        note.handIn();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || typesInto(event.target)) return;
      const disposition = list[Number(event.key) - 1];
      if (disposition === undefined) return;
      event.preventDefault();
      note.choose(disposition);
      announce(dispositionInWords(disposition));
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [note, list]);
}

/** What stands on the shelf after a call, until its note is handed in or put aside. */
export function WrapUpPanel({ work, desk, call }: { work: WorkModel; desk: DeskModel; call: CallView }) {
  const note = work.noteOn(call);
  const list = dispositionsOf(call);
  useKeys(note, list);
  const words = phaseInWords(call);
  useEffect(() => announce(`${words}. ${tl('note.title')}`), [words]);
  const state = note.state.value;
  const failure = note.failure.value;
  return (
    <section class="call wrap-up" aria-label={tl('note.title')}>
      <div class="state">
        <div>
          <h2>{words}</h2>
          <p class="hint">{tl('note.about', { who: work.whoOf(call) })}</p>
        </div>
        <TimeLeft work={work} call={call} />
      </div>
      <Dispositions note={note} list={list} />
      <div class="notes">
        <label for="note">{tl('note.notes')}</label>
        <textarea
          id="note"
          rows={3}
          maxLength={NOTE}
          value={note.text.value}
          onInput={({ currentTarget }) => note.write(currentTarget.value)}
          ref={(box) => {
            if (box && !box.dataset.met) {
              box.dataset.met = 'true';
              if (document.activeElement === document.body) box.focus();
            }
          }}
        />
        <p class="hint" role="status">
          {tl(state === 'again' ? 'note.again' : note.hasText ? 'note.kept' : 'note.keys', {
            count: list.length,
          })}
        </p>
      </div>
      {failure && state === 'writing' && (
        <p class="problem" role="alert">
          <AlertIcon />
          {sentenceFor(failure)}
        </p>
      )}
      <div class="actions">
        <Button kind="primary" busy={state === 'sending' || state === 'again'} onClick={() => note.handIn()}>
          {tl(state === 'again' ? 'note.sending' : 'note.done')}
        </Button>
        <Button kind="plain" onClick={() => work.putAside(call, desk)}>
          {tl('note.later')}
        </Button>
        <kbd class="done-key">Ctrl ↵</kbd>
      </div>
    </section>
  );
}
