import { useEffect, useMemo } from 'preact/hooks';
import type { CallView } from '../../../src/calls/contract';
import type { DeskModel } from '../../desk/model';
import { t } from '../../i18n';
import { tc } from '../../i18n/late/control';
import { sentenceFor } from '../../i18n/problem';
import { session } from '../../session';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/button';
import { AlertIcon, KeypadIcon, MicrophoneIcon, MutedIcon } from '../../ui/icons';
import { Keypad } from '../../voice/controls';
import { canMute, isTransferring, recorderOf, showsMuted, toggleMute } from './actions';
import { AddIcon, HoldIcon, RecordIcon, TransferIcon } from './icons';
import type { Control } from './model';
import { Tones } from './tones';

interface Props {
  desk: DeskModel;
  control: Control;
  call: CallView;
}

function Mute({ desk, control, call }: Props) {
  const muted = showsMuted(desk, control, call);
  useEffect(() => {
    if (muted) announce(t('voice.muted'));
  }, [muted]);
  return (
    <Button
      icon={muted ? <MutedIcon /> : <MicrophoneIcon />}
      pressed={muted}
      busy={control.isBusy('mute:agent')}
      shortcut="M"
      onClick={() => toggleMute(desk, control, call)}
    >
      {t('voice.mute')}
    </Button>
  );
}

/** The controls of a call, beside hanging up. Those of a transfer have a place of their own. */
export function Bar({ desk, control, call }: Props) {
  const held = control.shows('hold:customer', call.legs[1].held ?? false);
  const open = control.open.value;
  const show = (what: typeof open) => {
    control.failure.value = undefined;
    control.open.value = open === what ? undefined : what;
  };
  const transferring = isTransferring(call);
  return (
    <>
      {canMute(desk, call) && <Mute desk={desk} control={control} call={call} />}
      <Button icon={<KeypadIcon />} pressed={open === 'keypad'} shortcut="K" onClick={() => show('keypad')}>
        {t('voice.keypad')}
      </Button>
      {!transferring && (
        <Button
          icon={<HoldIcon />}
          pressed={held}
          busy={control.isBusy('hold:customer')}
          shortcut="O"
          onClick={() => control.hold(call, 'customer', !call.legs[1].held)}
        >
          {tc('control.hold')}
        </Button>
      )}
      <Button icon={<AddIcon />} busy={control.isBusy('add')} shortcut="G" onClick={() => show('add')}>
        {tc('control.add')}
      </Button>
      {!transferring && (
        <Button
          icon={<TransferIcon />}
          busy={control.isBusy('transfer')}
          shortcut="T"
          onClick={() => show('transfer')}
        >
          {tc('control.transfer')}
        </Button>
      )}
      {recorderOf(call).start && (
        <Button
          icon={<RecordIcon />}
          busy={control.isBusy('record')}
          shortcut="R"
          onClick={() => control.record(call, 'start')}
        >
          {tc(control.isBusy('record') ? 'record.starting' : 'record.start')}
        </Button>
      )}
    </>
  );
}

/** What could not be done, in a sentence; what fails in a dialog is told there. */
export function Failed({ control }: { control: Control }) {
  const failure = control.failure.value;
  const inDialog = control.open.value === 'add' || control.open.value === 'transfer';
  return (
    <div role="alert" class="control-failed">
      {failure && !inDialog && (
        <p class="problem">
          <AlertIcon />
          {sentenceFor(failure)}
        </p>
      )}
    </div>
  );
}

/** As many of the keys are shown, the last ones. */
const SHOWN = 18;

/** The keypad of a call that is talked on a phone: the functions play the tones to the customer. */
function PhoneKeypad({ call }: { call: CallView }) {
  const tones = useMemo(
    () =>
      new Tones({
        send: (digits) => session.call('/voice/dtmf', { callId: call.id, digits }),
        later: (ms, work) => setTimeout(work, ms),
      }),
    [call.id],
  );
  const { sent, waiting, failure } = tones;
  const room = Math.max(0, SHOWN - waiting.value.length);
  return (
    <Keypad press={(key) => tones.press(key)}>
      <output class="tones" aria-label={tc('keypad.sent')}>
        {sent.value.slice(Math.max(0, sent.value.length - room))}
        <span>{waiting.value.slice(-SHOWN)}</span>
      </output>
      {failure.value && (
        <p class="problem" role="alert">
          <AlertIcon />
          {sentenceFor(failure.value)}
        </p>
      )}
    </Keypad>
  );
}

/** The keypad, while it is open: the browser plays its own tones. */
export function OpenKeypad({ desk, control, call }: Props) {
  if (control.open.value !== 'keypad') return null;
  if (desk.isHere(call)) return <Keypad press={(key) => desk.line.press(key)} />;
  return <PhoneKeypad call={call} />;
}
