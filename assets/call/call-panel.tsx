import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CallView } from '../../src/calls/contract';
import type { Control } from '../desk/later';
import type { DeskModel } from '../desk/model';
import { t } from '../i18n';
import { sentenceFor } from '../i18n/problem';
import { shown } from '../numbers';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { AgainIcon, AlertIcon, CallIcon, HangUpIcon } from '../ui/icons';
import { useNow } from '../ui/ticking';
import { Keypad, LineControls, LineTrouble } from '../voice/controls';
import { isNumber } from './who';
import { clock, hintInWords, outcomeInWords, phaseInWords, reasonInWords, timeOfDay } from './words';

/** How long both have been, or were, on the line. */
function Timer({ call }: { call: CallView }) {
  const runs = call.connectedAt !== undefined && call.endedAt === undefined;
  const now = useNow(runs);
  if (call.connectedAt === undefined) return null;
  const seconds = call.talkSeconds ?? (now - Date.parse(call.connectedAt)) / 1000;
  return (
    <p class="timer" role="timer" aria-label={t('call.duration')}>
      {clock(seconds)}
    </p>
  );
}

/** Hanging up, with a second look when the keyboard asked for it. */
function HangUp({ model }: { model: DeskModel }) {
  if (!model.sure.value)
    return (
      <Button kind="danger" icon={<HangUpIcon />} busy={model.ending.value} onClick={() => model.hangUp()}>
        {t('call.hangUp')}
      </Button>
    );
  return (
    <fieldset class="sure">
      <legend>{t('call.hangUp.sure')}</legend>
      <Button kind="danger" icon={<HangUpIcon />} take onClick={() => model.hangUp()}>
        {t('call.hangUp.yes')}
      </Button>
      <Button
        kind="plain"
        onClick={() => {
          model.sure.value = false;
        }}
      >
        {t('call.hangUp.no')}
      </Button>
    </fieldset>
  );
}

interface PanelProps {
  model: DeskModel;
  call: CallView;
  /** Loaded with the first call. */
  control: Control | undefined;
}

/** What one can do during a call, once it is loaded and there is somebody to talk with. */
function Controlled({ model, call, control }: PanelProps & { control: Control }) {
  const { Failed, Message, OpenKeypad, People, RecorderStrip, TransferStrip } = control.parts;
  const parts = { desk: model, control: control.model, call };
  return (
    <>
      {call.offer?.message && <Message call={call} message={call.offer.message} />}
      <OpenKeypad {...parts} />
      <Failed control={control.model} />
      <RecorderStrip {...parts} />
      <TransferStrip {...parts} />
      <People {...parts} />
    </>
  );
}

/** A call that goes on: where it is, what to do, for how long. */
function Going({ model, call, control }: PanelProps) {
  const here = model.isHere(call);
  const ready = control?.parts.canControl(model, call) ? control : undefined;
  const state = ready?.parts.stateOf(model, call);
  const words = state?.title ?? phaseInWords(call);
  const hint = state?.hint ?? hintInWords(call, shown(call.legs[0].number), here);
  useEffect(() => announce(`${words}. ${hint}`), [words, hint]);
  const failure = model.failure.value;
  const keypad = useSignal(false);
  return (
    <>
      <div class="state">
        <div>
          <h2>{words}</h2>
          <p class="hint">
            {hint} {ready && <ready.parts.HoldClock leg={call.legs[1]} />}
          </p>
        </div>
        <Timer call={call} />
      </div>
      {failure && (
        <p class="problem">
          <AlertIcon />
          {sentenceFor(failure)}
        </p>
      )}
      <div class={ready ? 'actions controls' : 'actions'}>
        {call.phase !== 'ending' && <HangUp model={model} />}
        {ready ? (
          <ready.parts.Bar desk={model} control={ready.model} call={call} />
        ) : (
          here && <LineControls line={model.line} keypad={keypad} />
        )}
        {call.label && <p class="label">{call.label}</p>}
      </div>
      {ready && <Controlled model={model} call={call} control={ready} />}
      {!ready && here && keypad.value && <Keypad press={(key) => model.line.press(key)} />}
      {here && <LineTrouble line={model.line} />}
    </>
  );
}

/** A call that has ended: what came of it, and what may come next. */
function Summary({ model, call, control }: PanelProps) {
  const words = control?.parts.afterword(call) || phaseInWords(call);
  const outcome = outcomeInWords(call);
  useEffect(() => announce(`${t('phase.ended')}. ${words}`), [words]);
  return (
    <>
      <div class="state">
        <div>
          <h2>{words}</h2>
          <p class="hint">
            {[
              outcome === reasonInWords(call) ? '' : outcome,
              t('call.startedAt', { time: timeOfDay(call.startedAt) }),
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </p>
        </div>
        <Timer call={call} />
      </div>
      <div class="actions">
        <Button
          kind={model.line.incoming.ringing.value.length > 0 ? 'plain' : 'primary'}
          icon={<CallIcon />}
          take
          onClick={() => model.prepare('')}
        >
          {t('call.new')}
        </Button>
        {isNumber(call.recipient) && (
          <Button
            kind="plain"
            icon={<AgainIcon />}
            busy={model.starting.value}
            onClick={() => model.call(call.recipient)}
          >
            {t('call.again')}
          </Button>
        )}
        {call.label && <p class="label">{call.label}</p>}
      </div>
    </>
  );
}

/** What stands on the board's shelf during and after a call. */
export function CallPanel(props: PanelProps) {
  return (
    <section class="call" aria-label={t('call.region')}>
      {props.call.phase === 'ended' ? <Summary {...props} /> : <Going {...props} />}
    </section>
  );
}
