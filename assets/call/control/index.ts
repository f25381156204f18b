import type { CallView } from '../../../src/calls/contract';
import type { DeskModel } from '../../desk/model';
import { followLanguage as followLate } from '../../i18n/late';
import { followLanguage } from '../../i18n/late/control';
import { session } from '../../session';
import { lateStyle } from '../../style/late';
import { serverNow } from '../../ui/clock';
import type { Scene } from '../scene';
import { isMuted } from './actions';
import { Control } from './model';
import { switchboard } from './switchboard';
import { endInWords, statusOf } from './words';

export { Message } from '../../offer/message';
export { canControl, pressed } from './actions';
export { Bar, Failed, OpenKeypad } from './bar';
export { Dialogs } from './dialogs';
export { HoldClock, People } from './people';
export { RecorderStrip } from './recorder';
export { TransferStrip } from './transfer-strip';

/** Opens what one does during a call. Rejects when a part of it can't be loaded. */
export async function openControl(desk: DeskModel): Promise<Control> {
  await Promise.all([followLanguage(), followLate(), lateStyle('control')]);
  return new Control(
    {
      call: session.call.bind(session),
      look: () => {
        desk.look();
        session.tellOthers();
      },
      now: serverNow,
      later: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
    },
    desk.current,
  );
}

/** The board with everybody who is in the call. */
export const sceneOf = (desk: DeskModel, call: CallView, base: Scene): Scene =>
  switchboard(call, base, isMuted(desk, call));

/** The call's state, where that is more than being connected. */
export const stateOf = (desk: DeskModel, call: CallView): { title?: string; hint?: string } =>
  statusOf(call, isMuted(desk, call));

/** What became of a customer who was handed over. */
export const afterword = ({ transfer }: CallView): string =>
  transfer?.phase === 'done' ? endInWords(transfer) : '';
