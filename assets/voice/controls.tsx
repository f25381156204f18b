import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { AlertIcon, KeypadIcon, MicrophoneIcon, MutedIcon } from '../ui/icons';
import type { BrowserLine } from './line';

/** Keys of a telephone. */
export const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/** Muting and tones: what one does on a phone's own keys when one talks on a phone. */
export function LineControls({ line, keypad }: { line: BrowserLine; keypad: Signal<boolean> }) {
  const muted = line.muted.value;
  useEffect(() => {
    if (muted) announce(t('voice.muted'));
  }, [muted]);
  return (
    <>
      <Button
        icon={muted ? <MutedIcon /> : <MicrophoneIcon />}
        pressed={muted}
        shortcut="M"
        onClick={() => line.mute(!muted)}
      >
        {t('voice.mute')}
      </Button>
      <Button
        icon={<KeypadIcon />}
        pressed={keypad.value}
        onClick={() => {
          keypad.value = !keypad.value;
        }}
      >
        {t('voice.keypad')}
      </Button>
    </>
  );
}

/** Keys pressed here are meant for a box, or a dialog. */
const isMeantElsewhere = ({ target }: KeyboardEvent): boolean =>
  document.querySelector('dialog[open]') !== null ||
  (target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null);

/** The keys of a telephone. While it is open, the keyboard's digits are tones too. */
export function Keypad({ press, children }: { press(key: string): void; children?: ComponentChildren }) {
  const current = useRef(press);
  current.current = press;
  // At once: the first key may come before the browser has drawn.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!KEYS.includes(event.key) || event.repeat || event.ctrlKey || event.metaKey) return;
      if (!isMeantElsewhere(event)) current.current(event.key);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
  return (
    <fieldset class="keypad">
      <legend class="unseen">{t('voice.keys')}</legend>
      {children}
      {KEYS.map((key) => (
        <button key={key} type="button" aria-label={t('voice.key', { key })} onClick={() => press(key)}>
          {key}
        </button>
      ))}
    </fieldset>
  );
}

/** What disturbs the call, with what to do about it. */
export function LineTrouble({ line }: { line: BrowserLine }) {
  const texts = line.interrupted.value
    ? [t('voice.reconnecting')]
    : [...line.disturbances.value].map((kind) => t(`voice.warning.${kind}`));
  return (
    <div role="status" class="trouble">
      {texts.map((text) => (
        <p class="problem" key={text}>
          <AlertIcon />
          {text}
        </p>
      ))}
    </div>
  );
}
