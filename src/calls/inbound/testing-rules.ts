import type { Incoming } from './testing';

/** What must never be left behind when a story is over; each a sentence. Empty: all is well. */
export function leftBehind(stage: Incoming): string[] {
  const { task, reservation, worker } = stage.routing;
  const carl = stage.whereCarlIs;
  const broken: [boolean, string][] = [
    [stage.ada !== undefined && stage.ada.endedAt === undefined, "Ada's line is still up"],
    [carl === 'room', 'Carl is alone in the conference'],
    [reservation.status === 'pending', 'the offer is still open'],
    [task.status === 'assigned', 'the task is still assigned'],
    [
      carl === 'queue' && task.status !== 'pending',
      `Carl waits in the queue, but his task is ${task.status}`,
    ],
    [carl !== 'queue' && task.status === 'pending', `Carl is ${carl}, but his task waits`],
    [worker.activity === 'in-call', 'Ada is left in in-call'],
    [stage.callsTo(stage.contact) > 1, 'Ada was rung more than once'],
  ];
  return broken.flatMap(([is, what]) => (is ? [what] : []));
}
