import { useEffect } from 'preact/hooks';
import { who } from '../call/who';
import { phaseInWords } from '../call/words';
import { t } from '../i18n';
import type { DeskModel } from './model';

/** How long each of the two names stands in the tab while it rings. Milliseconds. */
const FLASH_MS = 1_000;

/** The tab's name says how the call is, for who is in another tab; while it rings, it changes so that an eye finds it. */
export function useTitle(model: DeskModel): void {
  const call = model.current.value;
  const ring = model.line.incoming.ringing.value[0];
  const name = t('app.name');
  const title = call && model.busy.value ? `${phaseInWords(call)} · ${name}` : name;
  const ringing = ring && `☎ ${t('incoming.title')} · ${who(ring.from)}`;
  useEffect(() => {
    document.title = ringing ?? title;
    if (ringing === undefined) return;
    let on = true;
    const timer = setInterval(() => {
      on = !on;
      document.title = on ? ringing : title;
    }, FLASH_MS);
    return () => clearInterval(timer);
  }, [title, ringing]);
}

/** Shows a call that rings to who looks elsewhere, if they have allowed that. */
export function useNotification(model: DeskModel): void {
  const ring = model.line.incoming.ringing.value[0];
  useEffect(() => {
    if (ring === undefined || !('Notification' in window) || Notification.permission !== 'granted') return;
    if (document.visibilityState === 'visible' && document.hasFocus()) return;
    // One for all tabs: the same tag takes the place of the one before.
    const shown = new Notification(t('incoming.title'), { body: who(ring.from), tag: ring.sid });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
    return () => shown.close();
  }, [ring?.sid]);
}
