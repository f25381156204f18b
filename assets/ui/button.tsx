import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** How much a button matters: the one thing to do here, one of several, or by the way. */
export type ButtonKind = 'primary' | 'danger' | 'plain' | 'quiet';

interface ButtonProps {
  kind?: ButtonKind;
  type?: 'button' | 'submit';
  /** At work: keeps its focus and place, and does nothing until that is done. */
  busy?: boolean;
  disabled?: boolean;
  icon?: ComponentChildren;
  label?: string;
  /** For a button that is on or off. */
  pressed?: boolean;
  /** The key that does the same, as the list of shortcuts shows it. */
  shortcut?: string;
  /** Takes the focus when it appears, because what had it is gone. */
  take?: boolean;
  onClick?: () => void;
  children?: ComponentChildren;
}

/** A button. One that can't be used now can still be reached and read, so that nobody loses their place. */
export function Button(props: ButtonProps) {
  const {
    kind = 'plain',
    type = 'button',
    busy = false,
    disabled = false,
    icon,
    label,
    take = false,
    children,
  } = props;
  const idle = busy || disabled;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (take) button.current?.focus();
  }, []);
  return (
    <button
      type={type}
      class={`button ${kind}${busy ? ' busy' : ''}${children ? '' : ' bare'}`}
      aria-disabled={idle}
      aria-busy={busy}
      aria-label={label}
      aria-pressed={props.pressed}
      aria-keyshortcuts={props.shortcut}
      title={children ? undefined : label}
      ref={button}
      onClick={(event) => {
        if (idle) event.preventDefault();
        else props.onClick?.();
      }}
    >
      {icon}
      {children && <span>{children}</span>}
    </button>
  );
}
