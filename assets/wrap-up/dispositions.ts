import type { CallView } from '../../src/calls/contract';
import { config } from '../app/config';
import { isLateText, tl } from '../i18n/late';

/** What may come of a call, by what it was about, in the order of their keys. */
export function dispositionsOf({ offer }: Pick<CallView, 'offer'>): readonly string[] {
  const lists = config.value?.dispositions ?? {};
  const about = offer?.reason;
  return (about === undefined ? undefined : lists[about]) ?? lists['*'] ?? [];
}

/** What came of a call, for reading: what the configuration calls it, if the page has no words for it. */
export function dispositionInWords(disposition: string): string {
  const key = `disposition.${disposition}`;
  return isLateText(key) ? tl(key) : disposition;
}
