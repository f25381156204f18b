import type { CallView } from '../../../src/calls/contract';
import type { DeskModel } from '../../desk/model';
import { tc } from '../../i18n/late/control';
import type { SharedLive } from '../../live/shared';
import { Button } from '../../ui/button';
import { CallIcon } from '../../ui/icons';
import { canControl } from './actions';
import { type Choice, targetFor } from './choices';
import { TransferIcon } from './icons';
import type { Control } from './model';
import { Picker } from './picker';
import { personIn } from './words';

interface Props {
  control: Control;
  call: CallView;
  shared: SharedLive | undefined;
}

/** Calls somebody into the call. */
function AddDialog({ control, call, shared }: Props) {
  const add = async (choice: Choice) => {
    if ((await control.add(call, targetFor(choice))) && control.open.peek() === 'add')
      control.open.value = undefined;
  };
  return (
    <Picker control={control} what="add" shared={shared} title={tc('pick.add')} onEnter={add}>
      {() => (
        <>
          <p class="hint">{tc('pick.add.hint')}</p>
          <div class="picker-deeds">
            <Button kind="primary" type="submit" icon={<CallIcon />} busy={control.isBusy('add')}>
              {tc('pick.adding')}
            </Button>
          </div>
        </>
      )}
    </Picker>
  );
}

/** Nothing is handed over to somebody to whom TaskRouter gives no work; their phone could ring in vain. */
const isOpen = (choice: Choice | undefined): choice is Choice =>
  choice !== undefined && (choice.kind !== 'colleague' || choice.free);

/** Says before what becomes of the customer, and of everybody else in the call. */
function transferHint(chosen: Choice | undefined, { legs }: CallView): string {
  const guests = legs.some(({ label, present }) => label === 'guest' && present);
  if (chosen?.kind === 'colleague' && !chosen.free)
    return tc('pick.busy', { who: personIn(chosen.colleague.name) });
  if (chosen?.kind === 'queue') return tc(guests ? 'pick.cold.alone' : 'pick.cold.hint');
  return tc(guests ? 'pick.warm.guests' : 'pick.warm.hint');
}

/** Hands the customer over: at once, or after a word with whoever takes them. */
function TransferDialog({ control, call, shared }: Props) {
  const hand = async (kind: 'cold' | 'warm', choice: Choice | undefined) => {
    if (!isOpen(choice)) return;
    if ((await control.transfer(call, kind, targetFor(choice))) && control.open.peek() === 'transfer')
      control.open.value = undefined;
  };
  const first = (choice: Choice) => hand(choice.kind === 'queue' ? 'cold' : 'warm', choice);
  const wanted = control.wishes.value.get('transfer')?.wanted;
  return (
    <Picker control={control} what="transfer" shared={shared} title={tc('pick.transfer')} onEnter={first}>
      {(chosen) => {
        const queue = chosen?.kind === 'queue';
        const closed = chosen !== undefined && !isOpen(chosen);
        return (
          <>
            <p class="hint">{transferHint(chosen, call)}</p>
            <div class="picker-deeds">
              {!queue && (
                <Button
                  kind="primary"
                  type="submit"
                  icon={<CallIcon />}
                  busy={wanted === 'warm'}
                  disabled={closed || wanted === 'cold'}
                >
                  {tc('pick.warm')}
                </Button>
              )}
              <Button
                kind={queue ? 'primary' : 'plain'}
                type={queue ? 'submit' : 'button'}
                icon={<TransferIcon />}
                busy={wanted === 'cold'}
                disabled={closed || wanted === 'warm' || chosen === undefined}
                {...(queue ? {} : { onClick: () => hand('cold', chosen) })}
              >
                {tc('pick.cold')}
              </Button>
            </div>
          </>
        );
      }}
    </Picker>
  );
}

interface OpenProps {
  desk: DeskModel;
  control: Control;
  shared: SharedLive | undefined;
}

/** The dialog that is open, over the page. */
export function Dialogs({ desk, control, shared }: OpenProps) {
  const call = desk.current.value;
  const open = control.open.value;
  if (call === undefined || !canControl(desk, call)) return null;
  const props = { control, call, shared };
  if (open === 'add') return <AddDialog {...props} />;
  return open === 'transfer' ? <TransferDialog {...props} /> : null;
}
