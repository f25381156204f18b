import { signal } from '@preact/signals';

/** How long a sentence stays for whoever reads the page piece by piece, after it was spoken. Milliseconds. */
const STAYS = 10_000;

interface Said {
  id: number;
  text: string;
}

const said = signal<readonly Said[]>([]);
let count = 0;

/**
 * Tells people who listen to the page, without taking the focus. Sentences that come at once are all spoken, one after
 * the other ("You are muted", "You are now: In a call"): each is added to the region, none takes another's place.
 */
export function announce(text: string): void {
  count += 1;
  const sentence = { id: count, text };
  said.value = [...said.peek(), sentence];
  setTimeout(() => {
    said.value = said.peek().filter((other) => other !== sentence);
  }, STAYS);
}

/** The one place announcements come from; drawn once. Only what is added is spoken. */
export const Announcer = () => (
  <div class="unseen" role="status" aria-live="polite" aria-atomic="false" aria-relevant="additions">
    {said.value.map(({ id, text }) => (
      <p key={id}>{text}</p>
    ))}
  </div>
);
