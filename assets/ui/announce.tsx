import { signal } from '@preact/signals';

const said = signal('');

/** Tells people who listen to the page, without taking the focus. The same sentence again is said again. */
export function announce(text: string): void {
  // A live region speaks on change only; an invisible mark makes a repetition one.
  said.value = text === said.peek() ? `${text}\u00a0` : text;
}

/** The one place announcements come from; drawn once. */
export const Announcer = () => (
  <div class="unseen" role="status" aria-live="polite" aria-atomic="true">
    {said.value}
  </div>
);
