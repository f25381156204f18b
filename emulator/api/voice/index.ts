import type { Core } from '../../voice/core';
import type { Route } from '../rest';
import { accountRoutes } from './accounts';
import { applicationRoutes } from './applications';
import { callRoutes } from './calls';
import { conferenceRoutes } from './conferences';
import { liveRecordingRoutes } from './live-recordings';
import { numberRoutes } from './numbers';
import { participantRoutes } from './participants';
import { queueRoutes } from './queues';
import { recordingRoutes } from './recordings';

/** Voice by REST (https://www.twilio.com/docs/voice/api), and the account, numbers and applications it works with. */
export function voiceRoutes(core: Core): Route[] {
  return [
    ...accountRoutes(core),
    ...numberRoutes(core),
    ...applicationRoutes(core),
    ...callRoutes(core),
    ...conferenceRoutes(core),
    ...participantRoutes(core),
    ...recordingRoutes(core),
    ...liveRecordingRoutes(core),
    ...queueRoutes(core),
  ];
}
