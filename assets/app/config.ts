import { signal } from '@preact/signals';
import type { PageConfig } from '../../src/page/contract';
import { send } from '../session';

/** What the functions told about where the page runs; undefined until they have. */
export const config = signal<PageConfig | undefined>(undefined);

const AGAIN = 3_000;

/** Asks until there is an answer: without it the page can sign nobody in. */
export async function loadConfig(): Promise<PageConfig> {
  for (;;) {
    try {
      config.value = (await send<PageConfig>('/page-config')).data;
      return config.value;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}
