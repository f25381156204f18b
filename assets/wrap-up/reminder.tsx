import { clock } from '../call/words';
import { tl } from '../i18n/late';
import { Button } from '../ui/button';
import { useNow } from '../ui/ticking';
import type { WorkModel } from '../work/model';

/** A call that the agent made has ended: a note on it is nobody's duty. */
function NoteOffer({ work }: { work: WorkModel }) {
  const call = work.noteable.value;
  if (call === undefined) return null;
  return (
    <div class="reminder">
      <p>{tl('note.offer', { who: work.whoOf(call) })}</p>
      <Button kind="plain" onClick={() => work.takeUp(call)}>
        {tl('note.write')}
      </Button>
    </div>
  );
}

/** A note that was put aside while something else is done, or one that may be written. */
export function NoteReminder({ work }: { work: WorkModel }) {
  const call = work.aside.value;
  const afterCall = work.presence.now.value?.afterCall;
  const mine = call !== undefined && afterCall?.call === call.id ? afterCall : undefined;
  const now = useNow(mine !== undefined);
  if (call === undefined) return <NoteOffer work={work} />;
  const left = mine && Math.max(0, Math.ceil((Date.parse(mine.until) - now) / 1000));
  return (
    <div class="reminder">
      <p>
        {tl('note.waits', { who: work.whoOf(call) })}
        {left !== undefined && <span class="reminder-left"> · {clock(left)}</span>}
      </p>
      <Button kind="plain" onClick={() => work.takeUp(call)}>
        {tl('note.write')}
      </Button>
      <Button kind="quiet" onClick={() => work.discard(call)}>
        {tl('note.discard')}
      </Button>
    </div>
  );
}
