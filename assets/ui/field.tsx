import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { AlertIcon } from './icons';

/** What a control in a field must carry, so that its label, hint and problem are read with it. */
export interface FieldParts {
  id: string;
  'aria-describedby': string;
  'aria-invalid': boolean;
}

interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  /** What is wrong and what to do; announced when it appears. */
  problem?: string | undefined;
  children: (parts: FieldParts) => ComponentChildren;
}

/** A labelled control with its hint and, when something is wrong, its problem in the hint's place. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  const told = `${id}-told`;
  return (
    <div class={`field${problem ? ' wrong' : ''}`}>
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': told, 'aria-invalid': problem !== undefined })}
      <div id={told} class="told" aria-live="polite">
        {problem ? (
          <p class="problem">
            <AlertIcon />
            {problem}
          </p>
        ) : (
          hint && <p class="hint">{hint}</p>
        )}
      </div>
    </div>
  );
}
