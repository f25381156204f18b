import { useSignal } from '@preact/signals';
import { tp } from '../i18n/late/past';
import { sentenceFor } from '../i18n/problem';
import { session } from '../session';
import { type Failure, failureIn } from '../session/post';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { AlertIcon } from '../ui/icons';
import { fetchExport, save } from './export';
import type { PastCalls } from './model';
import { WhoseChoice } from './whose';

const DAY_MS = 24 * 3600_000;
/** How many days an export goes back unless another one is chosen. */
const DAYS = 30;

/** A day of this machine's calendar, as a date box has it. */
function dayOf(ms: number): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

async function ask(body: object): Promise<Response> {
  return fetch('/calls/export', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await session.token()}` },
    body: JSON.stringify(body),
  });
}

/** Saves calls as a table: whose, and from which days. */
export function ExportDialog({ past, onClose }: { past: PastCalls; onClose(): void }) {
  const from = useSignal(dayOf(Date.now() - DAYS * DAY_MS));
  const to = useSignal(dayOf(Date.now()));
  const whose = useSignal(past.whose.peek() ?? '');
  const parts = useSignal<number | undefined>(undefined);
  const failure = useSignal<Failure | undefined>(undefined);
  const isUpsideDown = from.value !== '' && to.value !== '' && from.value > to.value;
  const start = async () => {
    if (isUpsideDown || parts.peek() !== undefined) return;
    parts.value = 0;
    failure.value = undefined;
    try {
      const agent = whose.peek() === '' ? {} : { agent: whose.peek() };
      const wanted = { ...agent, from: from.peek(), to: to.peek() };
      const file = await fetchExport(ask, wanted, (count) => {
        parts.value = count;
      });
      save(file, `calls-${to.peek() || dayOf(Date.now())}.csv`);
      announce(tp('export.done'));
      onClose();
    } catch (error) {
      failure.value = failureIn(error);
    } finally {
      parts.value = undefined;
    }
  };
  return (
    <Dialog title={tp('export.title')} onClose={onClose}>
      <form
        class="export"
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        {past.parts.supervises && (
          <WhoseChoice
            past={past}
            all
            value={whose.value}
            onChoose={(agent) => {
              whose.value = agent;
            }}
          />
        )}
        <div class="export-days">
          <Field label={tp('export.from')}>
            {(known) => (
              <input
                {...known}
                type="date"
                value={from.value}
                onInput={({ currentTarget }) => {
                  from.value = currentTarget.value;
                }}
              />
            )}
          </Field>
          <Field label={tp('export.to')} problem={isUpsideDown ? tp('export.order') : undefined}>
            {(known) => (
              <input
                {...known}
                type="date"
                value={to.value}
                onInput={({ currentTarget }) => {
                  to.value = currentTarget.value;
                }}
              />
            )}
          </Field>
        </div>
        <p class="hint">{tp('export.hint')}</p>
        {failure.value && (
          <p class="problem" role="alert">
            <AlertIcon />
            {sentenceFor(failure.value)}
          </p>
        )}
        <Button kind="primary" type="submit" busy={parts.value !== undefined} disabled={isUpsideDown}>
          {parts.value ? tp('export.parts', { count: parts.value }) : tp('export.do')}
        </Button>
      </form>
    </Dialog>
  );
}
