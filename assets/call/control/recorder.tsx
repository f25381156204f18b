import { useEffect } from 'preact/hooks';
import type { CallView } from '../../../src/calls/contract';
import { tc } from '../../i18n/late/control';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/button';
import { useNow } from '../../ui/ticking';
import { clock } from '../words';
import { recorderOf } from './actions';
import { HoldIcon, RecordIcon, StopIcon } from './icons';
import type { Control } from './model';

interface Props {
  control: Control;
  call: CallView;
}

/** How long until the recording goes on by itself. */
function GoesOnIn({ at }: { at: string }) {
  const left = Math.max(0, Math.ceil((Date.parse(at) - useNow(true)) / 1000));
  return (
    <b class="goes-on" role="timer">
      {clock(left)}
    </b>
  );
}

function Paused({ control, call }: Props) {
  const wanted = control.wishes.value.get('record')?.wanted;
  const resuming = wanted === 'resume';
  const { resumesAt } = call.recording ?? {};
  return (
    <>
      <div>
        <p>{tc('record.paused')}</p>
        {resumesAt && (
          <p class="hint">
            {tc('record.paused.hint')} <GoesOnIn at={resumesAt} />
          </p>
        )}
      </div>
      <div class="recorder-deeds">
        <Button
          icon={<RecordIcon />}
          busy={resuming}
          shortcut="R"
          onClick={() => control.record(call, 'resume')}
        >
          {tc(resuming ? 'record.resuming' : 'record.resume')}
        </Button>
        <Button kind="quiet" busy={wanted === 'pause'} onClick={() => control.record(call, 'pause')}>
          {tc('record.longer')}
        </Button>
      </div>
    </>
  );
}

function Running({ control, call }: Props) {
  const wanted = control.wishes.value.get('record')?.wanted;
  const state = call.recording?.state;
  return (
    <>
      <p>{tc(state === 'starting' ? 'record.starting' : 'record.on')}</p>
      {state === 'on' && (
        <div class="recorder-deeds">
          {/* It says “Pausing” until it is so: whoever reads out a card number must be able to rely on it. */}
          <Button
            icon={<HoldIcon />}
            busy={wanted === 'pause'}
            shortcut="R"
            onClick={() => control.record(call, 'pause')}
          >
            {tc(wanted === 'pause' ? 'record.pausing' : 'record.pause')}
          </Button>
          {recorderOf(call).stop && (
            <Button icon={<StopIcon />} busy={wanted === 'stop'} onClick={() => control.record(call, 'stop')}>
              {tc(wanted === 'stop' ? 'record.stopping' : 'record.stop')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** Whether the call is recorded, and the pause for what must not be in a recording. */
export function RecorderStrip({ control, call }: Props) {
  const notice = control.notice.value;
  useEffect(() => {
    if (notice) announce(tc(`record.${notice}`));
  }, [notice]);
  const { recording } = call;
  if (recording === undefined)
    return notice === 'ended' ? <p class="recorder over">{tc('record.ended')}</p> : null;
  const paused = recording.state === 'paused';
  return (
    <div class={paused ? 'recorder paused' : 'recorder'}>
      <i class="reel" />
      {paused ? <Paused control={control} call={call} /> : <Running control={control} call={call} />}
      {notice === 'resumed' && !paused && <p class="recorder-notice">{tc('record.resumed')}</p>}
    </div>
  );
}
