import type { CallView, LegView } from '../../../src/calls/contract';
import { tc } from '../../i18n/late/control';
import { Button } from '../../ui/button';
import { CloseIcon, MicrophoneIcon, MutedIcon } from '../../ui/icons';
import { PlayIcon } from '../../ui/late-icons';
import { useNow } from '../../ui/ticking';
import { clock } from '../words';
import { isTransferring } from './actions';
import { HoldIcon } from './icons';
import type { Control } from './model';
import { nameOf, othersOf } from './words';

/** How long somebody, mostly the customer, has been on hold; nothing when they aren't, or nobody knows. */
export function HoldClock({ leg: { held, heldSince } }: { leg: LegView }) {
  const runs = held === true && heldSince !== undefined;
  const now = useNow(runs);
  if (!runs) return null;
  return (
    <span class="hold-clock" role="timer" aria-label={tc('held.clock')}>
      {clock((now - Date.parse(heldSince)) / 1000)}
    </span>
  );
}

/** What somebody in the call hears and who hears them, in words. */
function standing({ supervision }: CallView, { label, present, held, muted }: LegView): string {
  if (label === 'supervisor')
    return tc(`people.supervise.${present ? (supervision?.mode ?? 'listen') : 'calling'}`);
  if (!present) return tc('people.ringing');
  if (held) return tc('people.held');
  return tc(muted ? 'people.muted' : 'people.in');
}

interface GuestProps {
  control: Control;
  call: CallView;
  leg: LegView;
}

function Deeds({ control, call, leg }: GuestProps) {
  const { participant: id = '', present } = leg;
  const who = nameOf(leg);
  const held = control.shows(`hold:${id}`, leg.held ?? false);
  const muted = control.shows(`mute:${id}`, leg.muted ?? false);
  return (
    <div class="guest-deeds">
      {present && (
        <>
          <Button
            icon={held ? <PlayIcon /> : <HoldIcon />}
            label={tc(held ? 'people.resume' : 'people.hold', { who })}
            busy={control.isBusy(`hold:${id}`)}
            onClick={() => control.hold(call, id, !leg.held)}
          />
          <Button
            icon={muted ? <MutedIcon /> : <MicrophoneIcon />}
            label={tc(muted ? 'people.unmute' : 'people.mute', { who })}
            busy={control.isBusy(`mute:${id}`)}
            onClick={() => control.mute(call, id, !leg.muted)}
          />
        </>
      )}
      <Button
        icon={<CloseIcon />}
        label={tc(present ? 'people.remove' : 'people.cancel', { who })}
        busy={control.isBusy(`remove:${id}`)}
        onClick={() => control.remove(call, id)}
      />
    </div>
  );
}

/** Whoever else is in the call, with what can be done for them. Whom one consults is told of by the transfer. */
export function People({ control, call }: { control: Control; call: CallView }) {
  const asked = isTransferring(call) ? call.transfer?.participant : undefined;
  const others = othersOf(call).filter(({ participant }) => participant !== asked);
  if (others.length === 0) return null;
  return (
    <section class="in-call" aria-label={tc('people.title')}>
      <h3>{tc('people.title')}</h3>
      <ul>
        {others.map((leg) => (
          <li key={leg.participant} class={leg.present ? (leg.held ? 'held' : 'on') : 'ringing'}>
            <i class="lamp" />
            <div>
              <p class="guest-name">{nameOf(leg)}</p>
              <p class="hint">
                {standing(call, leg)} {leg.present && <HoldClock leg={leg} />}
              </p>
            </div>
            {leg.label === 'guest' && <Deeds control={control} call={call} leg={leg} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
