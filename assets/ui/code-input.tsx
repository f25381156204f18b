import type { FieldParts } from './field';

/** Digits of a code. https://www.twilio.com/docs/verify/api/service (CodeLength) */
export const CODE_LENGTH = 6;

interface CodeInputProps {
  parts: FieldParts;
  value: string;
  onInput(digits: string): void;
  /** All digits are there. */
  onFull(): void;
}

/** The digits in whatever was typed or pasted, as `Your code is 123 456`. */
export const codeIn = (text: string): string => text.replace(/\D/g, '').slice(0, CODE_LENGTH);

/** One box for the whole code, drawn as slots: paste, autofill, selection and screen readers work as in any box. */
export function CodeInput({ parts, value, onInput, onFull }: CodeInputProps) {
  return (
    <input
      {...parts}
      class="code"
      name="code"
      inputMode="numeric"
      autocomplete="one-time-code"
      autocapitalize="off"
      spellcheck={false}
      value={value}
      ref={(input) => {
        if (input && !input.dataset.met) {
          input.dataset.met = 'true';
          input.focus();
        }
      }}
      onInput={(event) => {
        const digits = codeIn(event.currentTarget.value);
        event.currentTarget.value = digits;
        onInput(digits);
        if (digits.length === CODE_LENGTH && digits !== value) onFull();
      }}
    />
  );
}
