import { TwilioError } from '../../rest';
import type { VoiceInstruction } from '../instructions';
import type { Outcomes } from './outcomes';
import type { Room } from './room';

/** Where what is missing would be added. */
export const FOLDER = 'emulator/api/taskrouter/';

/** Hands an instruction that needs a call to what makes calls; rejects with 501 when nothing is connected that does. */
export async function carryOut(
  room: Room,
  outcomes: Outcomes,
  sid: string,
  instruction: VoiceInstruction,
  parameters: Record<string, string | string[]>,
): Promise<void> {
  if (!room.voice)
    throw new TwilioError(
      501,
      501,
      `The emulator does not have the TaskRouter instruction ${instruction} here: no calls are connected to TaskRouter. ` +
        `Give its VoiceInstructions (${FOLDER}instructions.ts) to TaskRouter.connect; emulator/README.md says how.`,
    );
  const { tables } = room;
  const reservation = tables.reservations.need(sid);
  const task = tables.tasks.need(reservation.taskSid);
  await room.voice.carryOut({
    instruction,
    parameters,
    reservation,
    task,
    worker: tables.workers.need(reservation.workerSid),
    isOpen: () => tables.reservations.get(sid)?.status === 'pending',
    accept: () => void outcomes.accept(sid),
    reject: (activitySid) => void outcomes.reject(sid, activitySid),
    cancel: () => void outcomes.cancelReservation(sid),
    wrapUp: (reason) => void outcomes.wrapUp(task.sid, reason ?? null),
    complete: (reason) => void outcomes.complete(task.sid, reason ?? null),
    moveWorker: (activitySid) => outcomes.moveWorker(reservation.workerSid, activitySid),
  });
}
