import type { Plugin } from 'esbuild';

/** What core-js brings of finished standards; proposals (`esnext.*`) are none, and would stay. */
const STANDARD = /^core-js\/modules\/(es|web)\..+\.js$/;

/**
 * Leaves out the polyfills that twilio-sync asks for: 38 KB of gzip, and every one of them for something that browsers
 * have had since before ES2022, which the page is built for.
 */
export const withoutPolyfills: Plugin = {
  name: 'without-polyfills',
  setup(builder) {
    builder.onResolve({ filter: STANDARD }, ({ path }) => ({ path, namespace: 'polyfill' }));
    builder.onLoad({ filter: /.*/, namespace: 'polyfill' }, () => ({ contents: '' }));
  },
};
