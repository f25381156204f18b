import { signal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { type TextKey, t } from '../i18n';
import { Dialog } from '../ui/dialog';

const CHOICE = 'cordboard.letters';

/** Whether single letters are shortcuts: who dictates to their machine must be able to turn that off (WCAG 2.1.4). */
const letters = signal(localStorage.getItem(CHOICE) !== 'off');

/** What the keys do. */
export interface ShortcutActions {
  dial(): void;
  hangUp(): void;
  /** What belongs to a call that goes on. True when the key stands for something now. */
  during(key: string): boolean;
  answer(): void;
  decline(): void;
  /** Available, or away. */
  presence(): void;
  /** The queue, or back. */
  queue(): void;
  help(): void;
  /** True when there was something to leave. */
  leave(): boolean;
}

const typesInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** Listens to the keyboard. Keys typed into a box or while a dialog is open belong to it. */
export function useShortcuts(actions: ShortcutActions): void {
  // At once: the first key may come before the browser has drawn.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (document.querySelector('dialog[open]')) return;
      if (event.key === 'Escape') {
        if (actions.leave()) event.preventDefault();
        // Out of the box, letters are keys again.
        else if (typesInto(event.target) && event.target instanceof HTMLElement) event.target.blur();
        return;
      }
      if (typesInto(event.target) || !letters.peek()) return;
      const key = event.key.toLowerCase();
      if (key === 'd') actions.dial();
      else if (key === 'h') actions.hangUp();
      else if (key === 'a') actions.answer();
      else if (key === 'x') actions.decline();
      else if (key === 'p') actions.presence();
      else if (key === 'q') actions.queue();
      else if (key === '?') actions.help();
      else if (!actions.during(key)) return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  });
}

const LIST: [string, TextKey][] = [
  ['D', 'shortcuts.dial'],
  ['Enter', 'shortcuts.enter'],
  ['H', 'shortcuts.hangUp'],
  ['M', 'shortcuts.mute'],
  ['O', 'shortcuts.hold'],
  ['K', 'shortcuts.keypad'],
  ['G', 'shortcuts.add'],
  ['T', 'shortcuts.transfer'],
  ['S', 'shortcuts.swap'],
  ['J', 'shortcuts.join'],
  ['C', 'shortcuts.complete'],
  ['B', 'shortcuts.cancel'],
  ['R', 'shortcuts.record'],
  ['A', 'shortcuts.answer'],
  ['X', 'shortcuts.decline'],
  ['P', 'shortcuts.presence'],
  ['Q', 'shortcuts.queue'],
  ['Esc', 'shortcuts.close'],
  ['?', 'shortcuts.help'],
];

/** The list of shortcuts, with the switch for single letters. */
export function ShortcutList({ onClose }: { onClose(): void }) {
  return (
    <Dialog title={t('shortcuts.title')} onClose={onClose}>
      <dl class="shortcuts">
        {LIST.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <label class="switch">
        <input
          type="checkbox"
          checked={letters.value}
          onChange={({ currentTarget }) => {
            letters.value = currentTarget.checked;
            localStorage.setItem(CHOICE, currentTarget.checked ? 'on' : 'off');
          }}
        />
        {t('shortcuts.letters')}
      </label>
    </Dialog>
  );
}
