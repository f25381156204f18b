import { useSignal } from '@preact/signals';
import { tp } from '../i18n/late/past';
import { Button } from '../ui/button';
import { ExportDialog } from './export-dialog';
import { SaveIcon } from './icons';
import type { PastCalls } from './model';
import { WhoseChoice } from './whose';

/** Above the calls that were: a search, whose they are, and a way to save them. */
export function PastTools({ past }: { past: PastCalls }) {
  const exporting = useSignal(false);
  return (
    <div class="past-tools">
      <input
        type="search"
        class="past-search"
        aria-label={tp('search')}
        placeholder={tp('search.short')}
        autocomplete="off"
        value={past.query.value}
        onInput={({ currentTarget }) => {
          past.query.value = currentTarget.value;
        }}
      />
      <Button
        kind="quiet"
        icon={<SaveIcon />}
        onClick={() => {
          exporting.value = true;
        }}
      >
        {tp('export')}
      </Button>
      {past.parts.supervises && (
        <WhoseChoice
          past={past}
          value={past.whose.value ?? ''}
          onChoose={(agent) => past.look(agent === '' ? undefined : agent)}
        />
      )}
      {exporting.value && (
        <ExportDialog
          past={past}
          onClose={() => {
            exporting.value = false;
          }}
        />
      )}
    </div>
  );
}

/** What a search has left out. */
export function Searched({ none, more }: { none: boolean; more: boolean }) {
  return (
    <p class="hint" role="status">
      {[none ? tp('nothing') : '', more ? tp('more') : ''].filter((text) => text !== '').join(' ')}
    </p>
  );
}
