import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

interface Wall {
  /** The board fills the screen. */
  on: boolean;
  toggle(): void;
}

/** Fills the screen with the board, and keeps the screen awake as long as it does. */
export function useWall(board: RefObject<HTMLElement | null>): Wall {
  const on = useSignal(false);
  useEffect(() => {
    const changed = () => {
      on.value = document.fullscreenElement !== null;
    };
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, []);
  useEffect(() => {
    if (!on.value || !('wakeLock' in navigator)) return;
    let over = false;
    let lock: WakeLockSentinel | undefined;
    // A lock ends when the tab is hidden.
    const hold = () => {
      if (document.visibilityState !== 'visible') return;
      navigator.wakeLock.request('screen').then(
        (held) => {
          if (over) held.release();
          else lock = held;
        },
        () => undefined,
      );
    };
    hold();
    document.addEventListener('visibilitychange', hold);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', hold);
      lock?.release().catch(() => undefined);
    };
  }, [on.value]);
  return {
    on: on.value,
    toggle: () => {
      const change = document.fullscreenElement
        ? document.exitFullscreen()
        : board.current?.requestFullscreen();
      change?.catch(() => undefined);
    },
  };
}
