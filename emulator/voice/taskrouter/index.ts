import type { VoiceInstruction, VoiceInstructions, VoiceOrder } from '../../api/taskrouter';
import type { Core } from '../core';
import { call } from './call';
import { conference } from './conference';
import { dequeue } from './dequeue';
import { redirect } from './redirect';

const CARRIED_OUT: Record<VoiceInstruction, (core: Core, order: VoiceOrder) => void> = {
  call,
  conference,
  dequeue,
  redirect,
};

/** TaskRouter's instructions that need a call. https://www.twilio.com/docs/taskrouter/handle-assignment-callbacks */
export const instructions = (core: Core): VoiceInstructions => ({
  carryOut: (order) => CARRIED_OUT[order.instruction](core, order),
});
