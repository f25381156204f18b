import type { WebhookAnswer, WebhookRequest } from '../../../webhooks';
import { TwilioError } from '../../rest';
import type { Reservation } from '../entities';
import { VOICE_INSTRUCTIONS, type VoiceInstruction } from '../instructions';
import { LIMITS } from '../limits';
import { ageOf } from './events';
import { carryOut } from './orders';
import type { Outcomes } from './outcomes';
import type { Room } from './room';

/** Warnings about replies to assignment callbacks. https://www.twilio.com/docs/api/errors/40001 and the pages after it */
const WARNINGS = {
  40001: 'Could not parse Assignment Instruction response as JSON',
  40005: "Assignment Callback response does not contain 'instruction'",
  55555: 'Invalid Instruction passed to TaskRouter',
} as const;

type Reply = Record<string, unknown>;

/**
 * Asks the workflow's assignment callback what shall be done with a reservation, and does it.
 * https://www.twilio.com/docs/taskrouter/handle-assignment-callbacks
 */
export async function askApplication(
  room: Room,
  outcomes: Outcomes,
  reservation: Reservation,
): Promise<void> {
  const { tables, kernel } = room;
  const task = tables.tasks.need(reservation.taskSid);
  const workflow = tables.workflows.get(task.workflowSid);
  if (!workflow?.assignmentCallbackUrl) return;
  const webhook: WebhookRequest = {
    purpose: 'assignment',
    url: withDeadline(workflow.assignmentCallbackUrl),
    method: 'POST',
    params: {
      Timestamp: String(Math.floor(kernel.clock.now() / 1000)),
      AccountSid: kernel.account.sid,
      WorkspaceSid: task.workspaceSid,
      WorkflowSid: workflow.sid,
      TaskQueueSid: task.taskQueueSid ?? '',
      WorkerSid: reservation.workerSid,
      WorkerName: tables.workers.need(reservation.workerSid).friendlyName,
      WorkerAttributes: tables.workers.need(reservation.workerSid).attributes,
      TaskSid: task.sid,
      TaskAttributes: task.attributes,
      TaskAge: String(ageOf(task, kernel.clock.now())),
      TaskPriority: String(task.priority),
      ReservationSid: reservation.sid,
    },
  };
  const first = readReply(await kernel.webhooks.request(webhook));
  if (typeof first !== 'number') return follow(room, outcomes, reservation.sid, first);
  warn(room, reservation, first);
  const fallback = workflow.fallbackAssignmentCallbackUrl;
  if (!fallback) return;
  const params = {
    ...webhook.params,
    ErrorCode: String(first),
    ErrorUrl: workflow.assignmentCallbackUrl,
  };
  const purpose = 'assignment, fallback';
  const second = readReply(
    await kernel.webhooks.request({ ...webhook, purpose, url: withDeadline(fallback), params }),
  );
  if (typeof second === 'number') warn(room, reservation, second);
  else follow(room, outcomes, reservation.sid, second);
}

/** TaskRouter waits 5 s; connection overrides of the application's own still count. */
export function withDeadline(url: string): string {
  const [, fragment] = /#(.*)$/.exec(url) ?? [];
  const own = new URLSearchParams(fragment ?? '');
  const ours = ['tt', 'rt'].filter((name) => !own.has(name));
  if (ours.length === 0) return url;
  const overrides = ours.map((name) => `${name}=${LIMITS.assignmentCallback}`).join('&');
  return fragment ? `${url}&${overrides}` : `${url.replace(/#$/, '')}#${overrides}`;
}

/** What the application answered, or the code of what is wrong with it. Nothing at all, or `{}`, is a good answer. */
function readReply(answer: WebhookAnswer): Reply | number {
  if (answer.errorCode !== undefined) return answer.errorCode;
  if (answer.body.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(answer.body);
  } catch {
    return 40001;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return 40001;
  if (Object.keys(value).length > 0 && !('instruction' in value)) return 40005;
  return value as Reply;
}

function follow(room: Room, outcomes: Outcomes, sid: string, reply: Reply): void {
  const { instruction, ...given } = reply;
  if (instruction === undefined) return;
  const reservation = room.tables.reservations.get(sid);
  if (reservation?.status !== 'pending') {
    note(room, `assignment callback answered "${String(instruction)}" too late for reservation ${sid}`);
    return;
  }
  const parameters = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
  try {
    if (instruction === 'accept') outcomes.accept(sid);
    else if (instruction === 'reject')
      outcomes.reject(sid, typeof given.activity_sid === 'string' ? given.activity_sid : undefined);
    else if (VOICE_INSTRUCTIONS.some((one) => one === instruction))
      void carryOut(room, outcomes, sid, instruction as VoiceInstruction, parameters).catch(
        (error: unknown) => failed(room, sid, String(instruction), error),
      );
    else warn(room, reservation, 55555);
  } catch (error) {
    failed(room, sid, String(instruction), error);
  }
}

function failed(room: Room, sid: string, instruction: string, error: unknown): void {
  if (!(error instanceof TwilioError)) throw error;
  room.kernel.timeline.violation(`Instruction "${instruction}" for reservation ${sid}: ${error.message}`, {
    code: error.code,
    reservation: sid,
  });
}

function warn(room: Room, reservation: Reservation, code: number): void {
  const known = code in WARNINGS ? WARNINGS[code as keyof typeof WARNINGS] : undefined;
  const summary = `${code} ${known ?? 'assignment callback failed'} (reservation ${reservation.sid})`;
  // A callback that could not be reached may be what a test is about; one that answers nonsense never is.
  if (known === undefined) note(room, summary, { code });
  else room.kernel.timeline.violation(summary, { code, reservation: reservation.sid });
}

const note = (room: Room, summary: string, data: Record<string, unknown> = {}): void => {
  room.kernel.timeline.add({ kind: 'task', summary, data });
};
