import type { Twilio } from 'twilio';
import { readConfig } from '../config';
import { createLiveState } from '../live-state';
import { boundedClient, type Deadline, type UpstreamMeter } from '../twilio';
import { unguessable } from './ids';
import type { Logger } from './log';
import type { PlatformContext } from './platform';
import type { Deps } from './types';

/** The tenant whose settings are the environment's. */
export const DEFAULT_TENANT = 'default';

/**
 * Asks Twilio to deliver again, up to twice, after a 5xx, a failed connection or a timeout.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
const REDELIVER = '#rc=2&rp=5xx,ct,rt';

/** What a use case is given, from the platform's context. Throws `ConfigError`. */
export function createDeps(
  context: PlatformContext,
  around: { log: Logger; deadline: Deadline; meter: UpstreamMeter },
): Deps {
  const { log, deadline, meter } = around;
  const config = readConfig(context);
  let client: Twilio | undefined;
  const twilio = (): Twilio => {
    client ??= boundedClient(() => context.getTwilioClient(), { deadline, meter });
    return client;
  };
  return {
    twilio,
    config,
    live: createLiveState({ twilio, syncServiceSid: config.syncServiceSid, deadline }),
    now: () => new Date(),
    ids: { unguessable },
    log,
    deadline,
    tenant: DEFAULT_TENANT,
    webhookUrl: (path, query = {}) => {
      const search = new URLSearchParams(query).toString();
      return `https://${context.DOMAIN_NAME}${path}${search === '' ? '' : `?${search}`}${REDELIVER}`;
    },
  };
}
