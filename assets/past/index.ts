import type { CallView } from '../../src/calls/contract';
import { followLanguage } from '../i18n/late/past';
import { session } from '../session';
import { lateStyle } from '../style/late';
import { dispositionInWords } from '../wrap-up/dispositions';
import { matches, PastCalls } from './model';

export { PastDetails } from './details';
export { PastTools, Searched } from './tools';

/** Opens what belongs to the calls that were. Rejects when a part of it can't be loaded. */
export async function openPast(roles: readonly string[]): Promise<PastCalls> {
  await Promise.all([followLanguage(), lateStyle('past')]);
  const supervises = roles.includes('supervisor') || roles.includes('admin');
  return new PastCalls({ call: session.call.bind(session), supervises });
}

/** The calls that are searched for. */
export const found = (past: PastCalls, calls: readonly CallView[]): readonly CallView[] =>
  calls.filter((call) => matches(call, past.query.value, dispositionInWords));
