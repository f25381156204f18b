import type { VoiceInstructions } from '../api/taskrouter';
import { voiceRoutes } from '../api/voice';
import type { Kernel, Product } from '../product';
import { ownedNumber } from './calls';
import { type Core, createCore, type VoiceOptions } from './core';
import type { ClientEngine, DeviceDirectory } from './device';
import { heardBy } from './heard';
import { callApplication, placeCall } from './inbound';
import { isFinal } from './model';
import { seedNumbers } from './numbers';
import { closeRecordings } from './recording/close';
import { instructions } from './taskrouter';

export type * from './audio';
export { hears } from './conference/hears';
export type { VoiceOptions } from './core';
export type * from './device';
export { type CallTasks, callTasks } from './queue/tasks';

/** Voice, ready to serve: its REST operations, and the engine that devices place their calls with. */
export interface Voice {
  product: Product;
  engine: ClientEngine;
  /** Carries out TaskRouter's instructions that need a call. */
  instructions: VoiceInstructions;
  /** Whether the account owns this number, however it is written. */
  owns(number: string): boolean;
}

/**
 * Makes Twilio Voice: calls, conferences, TwiML. After a restored snapshot no call goes on: what was live is marked
 * ended (`completed` if it had been answered, else `canceled`), without webhooks, since neither the devices nor the
 * project's TwiML position can be brought back. Only the tasks of callers who waited are canceled as such, by TaskRouter.
 */
export function createVoice(kernel: Kernel, devices: DeviceDirectory, options: VoiceOptions = {}): Voice {
  const core = createCore(kernel, devices, options);
  core.audio.follow((end) => heardBy(core, end));
  seedNumbers(core);
  const engine: ClientEngine = {
    placeCall: (from, to) => placeCall(core, from, to),
    callApplication: (from, sid, parameters) => callApplication(core, from, sid, parameters),
    heardBy: (end) => heardBy(core, end),
    endAll: () => endAll(core),
  };
  return {
    engine,
    instructions: instructions(core),
    owns: (number) => ownedNumber(core, number) !== undefined,
    product: {
      name: 'voice',
      routes: voiceRoutes(core),
      restored: () => {
        endAll(core);
        core.nextStart = 0;
        closeOpenRecords(core);
        seedNumbers(core);
      },
      stop: () => endAll(core),
    },
  };
}

function endAll(core: Core): void {
  for (const recording of [...core.recorders.values()]) recording.forget();
  for (const room of [...core.rooms.values()]) room.forget();
  for (const leg of [...core.legs.values()]) leg.forget();
  for (const call of [...core.direct]) call.forget();
}

function closeOpenRecords(core: Core): void {
  const now = core.kernel.clock.now();
  closeRecordings(core);
  core.participants.clear();
  for (const { taskSid } of core.queueMembers.values())
    if (taskSid) core.options.tasks?.cancel(taskSid, 'hangup');
  core.queueMembers.clear();
  for (const call of core.calls.values()) {
    if (isFinal(call.status)) continue;
    call.status = call.answeredTime === null ? 'canceled' : 'completed';
    call.endTime = now;
    call.dateUpdated = now;
  }
  for (const conference of core.conferences.values()) {
    if (conference.status === 'completed') continue;
    conference.status = 'completed';
    conference.dateUpdated = now;
  }
}
