const KEPT = 'cordboard.dial';

/**
 * The number in `/?dial=+1…`, once. A `+` arrives as a space when nobody has escaped it. It is kept in the tab until it
 * is taken, so that it survives signing in, and taken out of the address, so that a reload doesn't dial again.
 */
export function keepDeepLink(): void {
  const url = new URL(location.href);
  const dial = url.searchParams.get('dial');
  if (dial === null) return;
  sessionStorage.setItem(KEPT, dial.replace(/^ /, '+').slice(0, 60));
  url.searchParams.delete('dial');
  history.replaceState(null, '', url);
}

/** The number that was kept; undefined when there was none. */
export function takeDeepLink(): string | undefined {
  const dial = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  return dial ?? undefined;
}
