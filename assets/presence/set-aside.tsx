import { useEffect } from 'preact/hooks';
import { timeOfDay } from '../call/words';
import type { DeskModel } from '../desk/model';
import { tl } from '../i18n/late';
import { sentenceFor } from '../i18n/problem';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { AlertIcon } from '../ui/icons';
import type { Presence } from './model';
import { setAside } from './why';

/** Says why no calls come any more, when that was not one's own wish, with the way back. */
export function SetAsideNote({ presence, desk }: { presence: Presence; desk: DeskModel }) {
  const now = presence.now.value;
  const why = now && setAside(now, desk.calls.past.value);
  const words = why && tl(`aside.${why.why}`, { time: timeOfDay(why.at) });
  useEffect(() => {
    if (words !== undefined) announce(words);
  }, [words]);
  if (words === undefined) return null;
  const failure = presence.failure.value;
  return (
    <div class="set-aside">
      <AlertIcon />
      <div>
        <p>{words}</p>
        <p class="hint">{tl('aside.hint')}</p>
        {failure && <p class="problem">{sentenceFor(failure)}</p>}
      </div>
      <Button kind="primary" busy={presence.busy.value} onClick={() => presence.toggle()}>
        {tl('aside.back')}
      </Button>
    </div>
  );
}
