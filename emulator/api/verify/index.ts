import type { Kernel, Product } from '../../product';
import type { Inbox } from '../messaging/inbox';
import { createRoom, type VerifyOptions } from './room';
import { bucketRoutes, rateLimitRoutes } from './routes/rate-limits';
import { serviceRoutes } from './routes/services';
import { verificationRoutes } from './routes/verifications';

export type { VerifyOptions, VoiceCode } from './room';

/**
 * Twilio Verify v2 (https://www.twilio.com/docs/verify/api): services, verifications and checks, service rate limits.
 * Codes go to the inbox; a code that is to be spoken also goes to `options.onVoiceCode`.
 */
export function createVerify(kernel: Kernel, inbox: Inbox, options: VerifyOptions = {}): Product {
  const room = createRoom(kernel, inbox, options);
  return {
    name: 'verify',
    routes: [
      ...serviceRoutes(room),
      ...rateLimitRoutes(room),
      ...bucketRoutes(room),
      ...verificationRoutes(room),
    ],
  };
}
