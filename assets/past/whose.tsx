import { useEffect } from 'preact/hooks';
import { tp } from '../i18n/late/past';
import { Field } from '../ui/field';
import type { PastCalls } from './model';

interface WhoseProps {
  past: PastCalls;
  /** Everybody's may be chosen too. */
  all?: boolean;
  /** An agent's id, `all`, or empty for one's own. */
  value: string;
  onChoose(agent: string): void;
}

/** Whose calls a supervisor looks at. */
export function WhoseChoice({ past, all = false, value, onChoose }: WhoseProps) {
  useEffect(() => {
    past.meet();
  }, []);
  return (
    <Field label={tp('whose')}>
      {(known) => (
        <select {...known} value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
          <option value="">{tp('whose.mine')}</option>
          {all && <option value="all">{tp('whose.all')}</option>}
          {(past.people.value ?? []).map(({ agent, name }) => (
            <option key={agent} value={agent}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
