import { tl } from '../i18n/late';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { setTarget, type Targets, targets } from './targets';

const NAMES = ['waiting', 'longest', 'level'] as const satisfies readonly (keyof Targets)[];

/** The targets of this screen. */
export function TargetsDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title={tl('floor.targets')} onClose={onClose}>
      <div class="targets">
        {NAMES.map((name) => (
          <Field key={name} label={tl(`floor.target.${name}`)}>
            {(parts) => (
              <input
                {...parts}
                type="number"
                inputMode="numeric"
                min={name === 'waiting' ? 0 : 1}
                max={name === 'level' ? 100 : 7200}
                value={targets.value[name]}
                onChange={({ currentTarget }) => {
                  setTarget(name, currentTarget.valueAsNumber);
                  // What makes no sense gives way to what stands.
                  currentTarget.value = String(targets.peek()[name]);
                }}
              />
            )}
          </Field>
        ))}
        <p class="hint">{tl('floor.targets.hint')}</p>
      </div>
    </Dialog>
  );
}
