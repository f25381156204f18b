import * as v from 'valibot';
import { callerIdsOf, hasBrowserCalls } from '../config';
import type { Deps, PublicCaller, Success } from '../endpoint';
import type { PageConfig } from './contract';

/** Input of /page-config: none. */
export const PageConfigInput = () => v.object({});

/** What the page must know to show its first screen: no request, no secret. */
export async function showPageConfig({ config }: Deps, _: object, _caller: PublicCaller): Promise<Success> {
  const data: PageConfig = {
    countries: config.allowedCountries,
    locale: config.locale,
    callerIds: callerIdsOf(config),
    voice: hasBrowserCalls(config),
    historyDays: config.historyDays,
    dispositions: config.dispositions,
    recording: config.recording,
    sdkOrigin: config.sdkOrigin ?? null,
  };
  return { message: 'What the page needs to know.', data };
}
