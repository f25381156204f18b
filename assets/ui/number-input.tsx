import { useLayoutEffect, useRef } from 'preact/hooks';
import { digitsOf, typed } from '../numbers';
import type { FieldParts } from './field';

interface NumberInputProps {
  parts: FieldParts;
  value: string;
  name: string;
  autocomplete: 'tel' | 'off';
  autofocus?: boolean;
  onInput(text: string): void;
  /** The box has lost the focus: what is wrong may be told now. */
  onLeave?(): void;
}

const digitsIn = (text: string): number => text.replace(/\D/g, '').length;

/** The place in `text` after its `count`-th digit. */
function after(text: string, count: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (seen === count) return at;
    if (/\d/.test(text[at] ?? '')) seen += 1;
  }
  return text.length;
}

/** A box for a phone number: takes any form of it and writes it as its country does, without moving the caret away. */
export function NumberInput({
  parts,
  value,
  name,
  autocomplete,
  autofocus,
  onInput,
  onLeave,
}: NumberInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number>(-1);
  useLayoutEffect(() => {
    if (caret.current >= 0) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = -1;
  });
  useLayoutEffect(() => {
    if (autofocus) input.current?.focus();
  }, []);
  return (
    <input
      {...parts}
      ref={input}
      class="number"
      type="tel"
      name={name}
      autocomplete={autocomplete}
      maxLength={60}
      value={value}
      onInput={({ currentTarget: box }) => {
        const at = box.selectionStart ?? box.value.length;
        const atEnd = at === box.value.length;
        const text = typed(box.value);
        caret.current = atEnd ? text.length : after(text, digitsIn(box.value.slice(0, at)));
        box.value = text;
        onInput(text);
      }}
      onPaste={(event) => {
        const pasted = event.clipboardData?.getData('text') ?? '';
        const digits = digitsOf(pasted);
        // What has no digits is pasted as it is, so that one sees what it was.
        if (digits.replace('+', '') === '') return;
        event.preventDefault();
        const box = event.currentTarget;
        const [from, to] = [box.selectionStart ?? 0, box.selectionEnd ?? 0];
        const text = typed(box.value.slice(0, from) + digits + box.value.slice(to));
        caret.current = after(text, digitsIn(box.value.slice(0, from) + digits));
        onInput(text);
      }}
      onBlur={onLeave}
    />
  );
}
