import { useEffect } from 'preact/hooks';
import { who } from '../call/who';
import { phaseInWords } from '../call/words';
import { t } from '../i18n';
import { isOffered } from '../offer/offered';
import type { DeskModel } from './model';

/** Whoever wants to be answered: what rings here, or the customer who is offered. */
function caller(model: DeskModel): { id: string; name: string } | undefined {
  const [ring] = model.loose.value;
  if (ring) return { id: ring.sid, name: who(ring.from) };
  const call = model.current.value;
  return isOffered(call) ? { id: call.id, name: call.offer?.name ?? who(call.recipient) } : undefined;
}

/** How long each of the two names stands in the tab while it rings. Milliseconds. */
const FLASH_MS = 1_000;

/** The tab's name says how the call is, for who is in another tab; while it rings, it changes so that an eye finds it. */
export function useTitle(model: DeskModel): void {
  const call = model.current.value;
  const ring = caller(model);
  const name = t('app.name');
  const title = call && model.busy.value ? `${phaseInWords(call)} · ${name}` : name;
  const ringing = ring && `☎ ${t('incoming.title')} · ${ring.name}`;
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
  const ring = caller(model);
  useEffect(() => {
    if (ring === undefined || !('Notification' in window) || Notification.permission !== 'granted') return;
    if (document.visibilityState === 'visible' && document.hasFocus()) return;
    // One for all tabs: the same tag takes the place of the one before.
    const shown = new Notification(t('incoming.title'), { body: ring.name, tag: ring.id });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
    return () => shown.close();
  }, [ring?.id]);
}
