import { useSignal } from '@preact/signals';
import type { CallView } from '../../src/calls/contract';
import { config } from '../app/config';
import { isNumber, who } from '../call/who';
import { clock, dayInWords, outcomeInWords, reasonInWords, timeOfDay } from '../call/words';
import type { Past, Work } from '../desk/later';
import type { DeskModel } from '../desk/model';
import { t } from '../i18n';
import { shown } from '../numbers';
import { Button } from '../ui/button';
import { CallIcon, InboundIcon } from '../ui/icons';

/** What is loaded after everything that one needs to call: details of calls, a search, and other people's. */
interface Extras {
  work: Work | undefined;
  past: Past | undefined;
}

/** Whom and when, and what came of it. */
function Gist({ call, number }: { call: CallView; number: string }) {
  const talked = call.outcome === 'talked' || call.outcome === 'voicemail';
  return (
    <>
      <span class="whom">
        <span class="past-number">
          {call.direction === 'inbound' && <InboundIcon />}
          {number}
        </span>
        {call.label && <span class="past-label">{call.label}</span>}
      </span>
      <span class="what">
        <span class="past-outcome">{talked ? outcomeInWords(call) : reasonInWords(call)}</span>
        <span class="past-time">
          <time dateTime={call.startedAt}>{timeOfDay(call.startedAt)}</time>
          {call.talkSeconds !== undefined && ` · ${clock(call.talkSeconds)}`}
        </span>
      </span>
    </>
  );
}

/** One call that was: opened it tells everything, and the button beside it calls again. */
function Row({ model, call, work, past }: Extras & { model: DeskModel; call: CallView }) {
  const open = useSignal(false);
  const inbound = call.direction === 'inbound';
  const number = inbound ? who(call.recipient) : shown(call.recipient);
  return (
    <li class="past">
      {work && past ? (
        <button
          type="button"
          class="past-open"
          aria-expanded={open.value}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          <Gist call={call} number={number} />
        </button>
      ) : (
        <Gist call={call} number={number} />
      )}
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
      {work && past && open.value && (
        <past.parts.PastDetails work={work.model} past={past.model} call={call} />
      )}
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

/** The calls that are listed, and where their list stands. */
function listed(model: DeskModel, past: Past | undefined) {
  const theirs = past?.model.whose.value !== undefined;
  const calls = theirs ? past.model.calls.value : model.calls.past.value;
  return {
    theirs,
    all: calls,
    calls: past ? past.parts.found(past.model, calls) : calls,
    status: theirs ? past.model.status.value : model.live.history.value,
  };
}

interface HistoryProps extends Extras {
  model: DeskModel;
  more(): Promise<void>;
}

/** The agent's calls, newest first; a supervisor may look at those of others. */
export function History({ model, more, work, past }: HistoryProps) {
  const loading = useSignal(false);
  const { theirs, all, calls, status } = listed(model, past);
  return (
    <section class="history" aria-labelledby="history-title">
      <h2 id="history-title">{t('history.title')}</h2>
      {past && <past.parts.PastTools past={past.model} />}
      {all.length === 0 && status === 'loading' && <p class="hint">{t('history.loading')}</p>}
      {all.length === 0 && status === 'failed' && <p class="hint">{t('history.failed')}</p>}
      {all.length === 0 && (status === 'ready' || status === 'more') && (
        <div class="nothing">
          <p>{t('history.empty')}</p>
          {!theirs && (
            <p class="hint">{t('history.empty.hint', { days: config.value?.historyDays ?? 30 })}</p>
          )}
        </div>
      )}
      {past && all.length > calls.length && (
        <past.parts.Searched none={calls.length === 0} more={status === 'more'} />
      )}
      {byDay(calls).map(([day, ofDay]) => (
        <section key={day} aria-label={day}>
          <h3>{day}</h3>
          <ul>
            {ofDay.map((call) => (
              <Row key={call.id} model={model} call={call} work={work} past={past} />
            ))}
          </ul>
        </section>
      ))}
      {status === 'more' && (
        <Button
          busy={loading.value}
          onClick={async () => {
            loading.value = true;
            await (theirs ? past?.model.more() : more())?.catch(() => undefined);
            loading.value = false;
          }}
        >
          {t('history.more')}
        </Button>
      )}
    </section>
  );
}
