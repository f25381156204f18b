import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n';
import type { LiveStatus } from '../live/source';
import { AlertIcon } from '../ui/icons';

/** A blink of the network is nobody's business. Milliseconds. */
const PATIENCE = 1_200;

/** Says that what is shown may be old, and that nothing has to be done. */
export function Banner({ status }: { status: LiveStatus }) {
  const online = useSignal(navigator.onLine);
  const late = useSignal(false);
  useEffect(() => {
    const heard = () => {
      online.value = navigator.onLine;
    };
    addEventListener('online', heard);
    addEventListener('offline', heard);
    return () => {
      removeEventListener('online', heard);
      removeEventListener('offline', heard);
    };
  }, []);
  const lost = status === 'reconnecting' || !online.value;
  useEffect(() => {
    if (!lost) {
      late.value = false;
      return;
    }
    const timer = setTimeout(() => {
      late.value = true;
    }, PATIENCE);
    return () => clearTimeout(timer);
  }, [lost]);
  const text = !late.value
    ? status === 'polling' && online.value
      ? t('live.polling.banner')
      : undefined
    : t(online.value ? 'live.reconnecting.banner' : 'live.offline.banner');
  return (
    <div role="status">
      {text && (
        <p class={late.value ? 'banner lost' : 'banner'}>
          <AlertIcon />
          {text}
        </p>
      )}
    </div>
  );
}
