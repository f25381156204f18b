import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Button } from './button';
import { CloseIcon } from './icons';

interface DialogProps {
  title: string;
  onClose(): void;
  children: ComponentChildren;
}

/** A dialog over the page: the browser keeps the focus in it, closes it with Esc and gives the focus back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // However it goes away, what had the focus before gets it back.
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <header>
        <h2 id={id}>{title}</h2>
        <Button
          kind="quiet"
          icon={<CloseIcon />}
          label={t('app.close')}
          onClick={() => dialog.current?.close()}
        />
      </header>
      {children}
    </dialog>
  );
}
