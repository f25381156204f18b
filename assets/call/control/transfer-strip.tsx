import { useEffect, useRef } from 'preact/hooks';
import type { CallView, TransferView } from '../../../src/calls/contract';
import { tc } from '../../i18n/late/control';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/button';
import { AlertIcon, BackIcon, CloseIcon } from '../../ui/icons';
import { SwapIcon, TogetherIcon, TransferIcon } from './icons';
import type { Control } from './model';
import { endInWords, targetOf } from './words';

interface Props {
  control: Control;
  call: CallView;
  transfer: TransferView;
}

function UnderWay({ control, call, transfer }: Props) {
  const wanted = control.wishes.value.get('transfer')?.wanted;
  const deed = (what: 'swap' | 'join' | 'complete' | 'cancel') => ({
    busy: wanted === what,
    disabled: wanted !== undefined && wanted !== what,
    onClick: () => {
      control.goOn(call, what);
    },
  });
  const who = targetOf(transfer);
  const consulting = transfer.phase === 'consulting';
  const apart = consulting && transfer.with !== 'all';
  return (
    <>
      <p>{tc(consulting ? 'transfer.consulting' : `transfer.ringing.${transfer.target}`, { who })}</p>
      <div class="transfer-deeds">
        {consulting && (
          <Button kind="primary" icon={<TransferIcon />} shortcut="C" {...deed('complete')}>
            {tc('transfer.complete')}
          </Button>
        )}
        {apart && (
          <>
            <Button icon={<SwapIcon />} shortcut="S" {...deed('swap')}>
              {tc('transfer.swap')}
            </Button>
            <Button icon={<TogetherIcon />} shortcut="J" {...deed('join')}>
              {tc('transfer.join')}
            </Button>
          </>
        )}
        <Button icon={<BackIcon />} shortcut="B" {...deed('cancel')}>
          {tc('transfer.cancel')}
        </Button>
      </div>
    </>
  );
}

function Over({ control, transfer }: Omit<Props, 'call'>) {
  const words = endInWords(transfer);
  useEffect(() => announce(words), [words]);
  return (
    <>
      {transfer.phase === 'failed' && <AlertIcon />}
      <p>{words}</p>
      <Button
        kind="quiet"
        icon={<CloseIcon />}
        label={tc('transfer.dismiss')}
        onClick={() => {
          control.seen.value = transfer.since;
        }}
      />
    </>
  );
}

function Strip({ control, call, transfer, over }: Props & { over: boolean }) {
  const section = useRef<HTMLElement>(null);
  // What was pressed to get here may be gone: who goes by the keyboard goes on from here.
  useEffect(() => {
    if (document.activeElement === document.body) section.current?.focus();
  }, []);
  return (
    <section
      ref={section}
      tabIndex={-1}
      class={`transfer ${over ? transfer.phase : transfer.kind}`}
      aria-label={tc('transfer.title')}
    >
      {over ? (
        <Over control={control} transfer={transfer} />
      ) : (
        <UnderWay control={control} call={call} transfer={transfer} />
      )}
    </section>
  );
}

/** A transfer that goes on, or how the last one ended. */
export function TransferStrip({ control, call }: { control: Control; call: CallView }) {
  const { transfer } = call;
  if (transfer === undefined) return null;
  const over = endInWords(transfer) !== '';
  if (over && control.seen.value === transfer.since) return null;
  return (
    <Strip key={`${transfer.since}${over}`} control={control} call={call} transfer={transfer} over={over} />
  );
}
