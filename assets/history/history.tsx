import { useSignal } from '@preact/signals';
import type { CallView } from '../../src/calls/contract';
import { config } from '../app/config';
import { isNumber, who } from '../call/who';
import { clock, dayInWords, outcomeInWords, reasonInWords, timeOfDay } from '../call/words';
import type { DeskModel } from '../desk/model';
import { t } from '../i18n';
import { shown } from '../numbers';
import { Button } from '../ui/button';
import { CallIcon, InboundIcon } from '../ui/icons';

/** One call that was: whom, when, what came of it; clicking calls again. */
function Row({ model, call }: { model: DeskModel; call: CallView }) {
  const inbound = call.direction === 'inbound';
  const number = inbound ? who(call.recipient) : shown(call.recipient);
  const outcome =
    call.outcome === 'talked' || call.outcome === 'voicemail' ? outcomeInWords(call) : reasonInWords(call);
  return (
    <li class="past">
      <div class="whom">
        <span class="past-number">
          {inbound && <InboundIcon />}
          {number}
        </span>
        {call.label && <span class="past-label">{call.label}</span>}
      </div>
      <div class="what">
        <span class="past-outcome">{outcome}</span>
        <span class="past-time">
          <time dateTime={call.startedAt}>{timeOfDay(call.startedAt)}</time>
          {call.talkSeconds !== undefined && ` · ${clock(call.talkSeconds)}`}
        </span>
      </div>
      <Button
        kind="quiet"
        icon={<CallIcon />}
        label={t('history.call', { number })}
        disabled={model.busy.value || (inbound && !isNumber(call.recipient))}
        onClick={() => {
          model.calls.putAway();
          model.number.value = number;
          model.call(call.recipient);
        }}
      />
    </li>
  );
}

/** Calls under the day they were made. */
function byDay(calls: readonly CallView[]): [string, CallView[]][] {
  const days = new Map<string, CallView[]>();
  const now = Date.now();
  for (const call of calls) {
    const day = dayInWords(call.startedAt, now);
    days.set(day, [...(days.get(day) ?? []), call]);
  }
  return [...days];
}

/** The agent's calls, newest first. */
export function History({ model, more }: { model: DeskModel; more(): Promise<void> }) {
  const loading = useSignal(false);
  const status = model.live.history.value;
  const past = model.calls.past.value;
  return (
    <section class="history" aria-labelledby="history-title">
      <h2 id="history-title">{t('history.title')}</h2>
      {past.length === 0 && status === 'loading' && <p class="hint">{t('history.loading')}</p>}
      {past.length === 0 && status === 'failed' && <p class="hint">{t('history.failed')}</p>}
      {past.length === 0 && (status === 'ready' || status === 'more') && (
        <div class="nothing">
          <p>{t('history.empty')}</p>
          <p class="hint">{t('history.empty.hint', { days: config.value?.historyDays ?? 30 })}</p>
        </div>
      )}
      {byDay(past).map(([day, calls]) => (
        <section key={day} aria-label={day}>
          <h3>{day}</h3>
          <ul>
            {calls.map((call) => (
              <Row key={call.id} model={model} call={call} />
            ))}
          </ul>
        </section>
      ))}
      {status === 'more' && (
        <Button
          busy={loading.value}
          onClick={async () => {
            loading.value = true;
            await more().catch(() => undefined);
            loading.value = false;
          }}
        >
          {t('history.more')}
        </Button>
      )}
    </section>
  );
}
