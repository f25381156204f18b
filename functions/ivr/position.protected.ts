import { twilioWebhook } from '../../src/endpoint';
import { PositionQuestion, tellPosition } from '../../src/ivr';

/** A Studio flow asks where a caller stands. */
export const handler = twilioWebhook(PositionQuestion, tellPosition);
