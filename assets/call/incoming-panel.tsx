import { useEffect } from 'preact/hooks';
import type { DeskModel } from '../desk/model';
import { t } from '../i18n';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { CallIcon, CloseIcon, HangUpIcon } from '../ui/icons';
import type { Ring } from '../voice/incoming';
import { isNumber, who } from './who';
import { timeOfDay } from './words';

/** A call that rings here. It takes no focus: whoever is typing must not answer by a key that was meant for the box. */
export function IncomingPanel({ model, ring }: { model: DeskModel; ring: Ring }) {
  const { incoming } = model.line;
  const waiting = model.loose.value.length - 1;
  return (
    <section class="call incoming" aria-label={t('incoming.title')}>
      <div role="alert">
        <h2>{t('incoming.from', { who: who(ring.from) })}</h2>
        <p class="hint">{waiting > 0 ? t('incoming.more', { count: waiting }) : t('incoming.hint')}</p>
      </div>
      <div class="actions">
        <Button kind="primary" icon={<CallIcon />} onClick={() => incoming.answer(ring)}>
          {t('incoming.answer')}
        </Button>
        <Button kind="danger" icon={<HangUpIcon />} onClick={() => incoming.decline(ring)}>
          {t('incoming.decline')}
        </Button>
      </div>
    </section>
  );
}

/** A call that stopped ringing before anybody here answered. */
export function MissedCall({ model }: { model: DeskModel }) {
  const last = model.line.incoming.missed.value;
  const missed = last && !model.wasOffered(last.sid) ? last : undefined;
  const words = missed && t('incoming.missed', { who: who(missed.from), time: timeOfDay(missed.at) });
  useEffect(() => {
    if (words !== undefined) announce(words);
  }, [words]);
  if (missed === undefined) return null;
  const forget = () => {
    model.line.incoming.missed.value = undefined;
  };
  return (
    <div class="missed">
      <p>{words}</p>
      {isNumber(missed.from) && (
        <Button
          kind="plain"
          icon={<CallIcon />}
          onClick={() => {
            forget();
            model.prepare(who(missed.from));
          }}
        >
          {t('incoming.callBack')}
        </Button>
      )}
      <Button kind="quiet" icon={<CloseIcon />} label={t('incoming.forget')} onClick={forget} />
    </div>
  );
}
