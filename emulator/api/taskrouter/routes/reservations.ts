import { metaPage, type RestRequest, type Route } from '../../rest';
import { unsupported } from '../../unsupported';
import type { Reservation } from '../entities';
import { invalid } from '../errors';
import { demandVersion, readChoice } from '../input';
import { VOICE_INSTRUCTIONS, type VoiceInstruction } from '../instructions';
import { carryOut, FOLDER } from '../model/orders';
import { demandStatus } from '../model/reservations';
import { snakeCase } from '../views';
import { type Desk, inWorkspace, oneOf, versioned } from './request';
import { readActivity } from './workspaces';

/** What a program may set. The rest is TaskRouter's own. */
const STATUSES = ['accepted', 'rejected', 'canceled', 'wrapping', 'completed'] as const;

const PARENTS = { Tasks: 'TaskSid', Workers: 'WorkerSid' } as const;

/** `…/Tasks/{TaskSid}/Reservations` and `…/Workers/{WorkerSid}/Reservations`: https://www.twilio.com/docs/taskrouter/api/reservations */
export function reservationRoutes(desk: Desk, under: keyof typeof PARENTS): Route[] {
  const { views, room } = desk;
  const { reservations } = room.tables;
  const variable = PARENTS[under];
  const many = `/${under}/{${variable}}/Reservations`;
  const parentOf = (request: RestRequest) =>
    under === 'Tasks'
      ? oneOf(desk, request, room.tables.tasks, variable)
      : oneOf(desk, request, room.tables.workers, variable);
  const isUnder = (reservation: Reservation, parent: string) =>
    (under === 'Tasks' ? reservation.taskSid : reservation.workerSid) === parent;
  const one = (request: RestRequest): Reservation => {
    const parent = parentOf(request);
    const found = oneOf(desk, request, reservations);
    if (isUnder(found, parent.sid)) return found;
    request.params.Sid = '';
    return oneOf(desk, request, reservations);
  };
  return [
    inWorkspace('GET', many, (request) => {
      const parent = parentOf(request);
      const status = request.query.get('ReservationStatus');
      const workerSid = request.query.get('WorkerSid');
      const found = reservations
        .list(parent.workspaceSid)
        .filter((reservation) => isUnder(reservation, parent.sid))
        .filter((reservation) => status === undefined || reservation.status === status)
        .filter((reservation) => workerSid === undefined || reservation.workerSid === workerSid);
      return metaPage(request, 'reservations', found, (item) => views.reservation(item, parent.sid));
    }),
    inWorkspace('GET', `${many}/{Sid}`, (request) => {
      const found = one(request);
      return versioned(200, found, views.reservation(found, parentOf(request).sid));
    }),
    inWorkspace('POST', `${many}/{Sid}`, async (request) => {
      const before = one(request);
      demandVersion(request, before);
      const parent = parentOf(request).sid;
      await update(desk, request, before);
      const after = reservations.need(before.sid);
      return versioned(200, after, views.reservation(after, parent));
    }),
  ];
}

async function update(desk: Desk, request: RestRequest, reservation: Reservation): Promise<void> {
  const { outcomes } = desk.model;
  const { sid } = reservation;
  const instruction = request.form.get('Instruction');
  const activitySid = readActivity(desk, request, reservation.workspaceSid, 'WorkerActivitySid');
  if (instruction !== undefined && !['accept', 'reject'].includes(instruction)) {
    const voice = VOICE_INSTRUCTIONS.find((one) => one === instruction);
    if (!voice) throw unsupported(request, `the reservation instruction ${instruction}`, FOLDER);
    demandStatus(reservation, 'accepted', ['pending']);
    await carryOut(desk.room, outcomes, sid, voice, readParameters(request, voice));
    return;
  }
  const status = readChoice(request, 'ReservationStatus', STATUSES) ?? STATUS_OF[instruction ?? ''];
  if (status === 'accepted') outcomes.accept(sid);
  else if (status === 'rejected') outcomes.reject(sid, activitySid);
  else if (status === 'canceled') outcomes.cancelReservation(sid);
  else if (status === 'wrapping') outcomes.wrapUpReservation(sid);
  else if (status === 'completed') outcomes.completeReservation(sid);
  else throw invalid('Neither ReservationStatus nor Instruction was given');
}

const STATUS_OF: Record<string, (typeof STATUSES)[number]> = { accept: 'accepted', reject: 'rejected' };

/** `CallUrl`, `DequeueFrom`, `StatusCallback` → `url`, `from`, `status_callback`: as in a reply to an assignment callback. */
function readParameters(
  request: RestRequest,
  instruction: VoiceInstruction,
): Record<string, string | string[]> {
  const prefix = instruction === 'conference' ? '' : `${instruction}_`;
  return Object.fromEntries(
    Object.entries(request.form.toJSON())
      .filter(([name]) => !['Instruction', 'ReservationStatus'].includes(name))
      .map(([name, value]) => {
        const snake = snakeCase(name);
        return [prefix !== '' && snake.startsWith(prefix) ? snake.slice(prefix.length) : snake, value];
      }),
  );
}
