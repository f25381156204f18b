import type { Core } from '../../voice/core';
import type { Route } from '../rest';
import { callRoutes } from './calls';

/** Voice by REST: https://www.twilio.com/docs/voice/api and the numbers and applications it works with. */
export function voiceRoutes(core: Core): Route[] {
  return [...callRoutes(core)];
}
