import { render } from 'preact';
import { App } from './app/app';
import { loadConfig } from './app/config';
import { tightenPolicy } from './app/policy';
import { keepDeepLink } from './desk/deep-link';
import { startLanguage } from './i18n';
import { loadNumbers } from './numbers';
import { session } from './session';

/** Begins with what needs no answer; what the functions tell comes in as it arrives. */
async function start(root: HTMLElement): Promise<void> {
  session.start();
  await startLanguage();
  // The mark has been seen while this was loading.
  root.replaceChildren();
  render(<App />, root);
  const config = await loadConfig();
  tightenPolicy(config);
  await Promise.all([startLanguage(config.locale), loadNumbers(config.countries)]);
}

const root = document.getElementById('page');
if (root) {
  addEventListener('online', () => session.wake());
  keepDeepLink();
  document.addEventListener('visibilitychange', () => session.wake());
  start(root);
}
